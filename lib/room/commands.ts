/**
 * What each command does to the room, and who may give it.
 * @module
 */
import type { Command, Timeline } from "../shared/protocol.ts";
import type { RoomDocument, StoredMember } from "./document.ts";
import type { Operation, Rejection } from "./reducer.ts";

interface Context {
  nowMs: number;
  member: StoredMember;
}

/**
 * Applies a member's command.
 * @returns The same object when the room is already as asked.
 * @see SPEC R6–R12
 */
export function applyCommand(
  room: RoomDocument,
  operation: Extract<Operation, { type: "command" }>,
  { nowMs, member }: Context,
): RoomDocument | Rejection {
  const { command, base } = operation;
  const refused = refusal(room, command, member);
  if (refused) return refused;
  const at = nowMs + operation.leadMs;
  const stamp = (change: Partial<Timeline>): RoomDocument => ({
    ...room,
    timeline: { ...room.timeline, ...change, at, by: member.id },
  });

  switch (command.type) {
    case "load": {
      const { video } = operation;
      if (!video || video.id !== command.videoId) return unknownVideo;
      const timeline: Timeline = {
        videoId: video.id,
        playing: true,
        position: 0,
        rate: room.timeline.rate,
        at,
        by: member.id,
      };
      return { ...room, video, timeline, loadedRev: room.rev + 1 };
    }
    case "hand_over": {
      const heir = room.members.find(({ id }) => id === command.to);
      if (!heir || heir.goneAt !== null) {
        return {
          rejected: "not_a_member",
          message: "That person is not here any more.",
        };
      }
      return room.host === heir.id ? room : { ...room, host: heir.id };
    }
    case "set_control":
      return room.settings.control === command.control ? room : {
        ...room,
        settings: { ...room.settings, control: command.control },
      };
    case "play":
    case "pause":
    case "seek":
    case "rate":
      break;
  }

  const { video, timeline } = room;
  if (!video) {
    return { rejected: "no_video", message: "Pick a video first." };
  }
  if (base.rev < room.loadedRev) {
    return {
      rejected: "old_revision",
      message: "Another video was picked in the meantime.",
    };
  }
  const position = positionAt(timeline, { atMs: at, duration: video.duration });

  switch (command.type) {
    case "play": {
      if (timeline.playing && position < video.duration) return room;
      const from = position < video.duration ? position : 0;
      return stamp({ playing: true, position: from });
    }
    case "pause":
      return timeline.playing ? stamp({ playing: false, position }) : room;
    case "seek":
      if (command.position < 0 || command.position > video.duration) {
        return {
          rejected: "position_out_of_range",
          message: "That place is outside the video.",
        };
      }
      return stamp({ position: command.position });
    case "rate":
      return timeline.rate === command.rate
        ? room
        : stamp({ position, rate: command.rate });
  }
}

/** Where a timeline stands at a room time, in seconds, clamped to the video (DESIGN §6.2). */
export function positionAt(
  timeline: Timeline,
  { atMs, duration }: { atMs: number; duration: number },
): number {
  const elapsedS = timeline.playing
    ? Math.max(0, atMs - timeline.at) / 1000 * timeline.rate
    : 0;
  return Math.min(duration, Math.max(0, timeline.position + elapsedS));
}

const unknownVideo: Rejection = {
  rejected: "unknown_video",
  message: "That video cannot be found. Pick another one.",
};

function refusal(
  room: RoomDocument,
  command: Command,
  member: StoredMember,
): Rejection | null {
  if (room.host === member.id) return null;
  const forHostOnly = command.type === "hand_over" ||
    command.type === "set_control";
  if (!forHostOnly && room.settings.control === "everyone") return null;
  const host = room.members.find(({ id }) => id === room.host);
  return {
    rejected: "not_allowed",
    message: `Only the host${host ? `, ${host.username},` : ""} can do that.`,
  };
}
