/**
 * What each command does to the room, and who may give it.
 * @module
 */
import { extentOf } from "../shared/room/extent.ts";
import { MAX_MEDIA_S } from "../shared/limits.ts";
import { mayControl } from "../shared/room/permissions.ts";
import type {
  Command,
  RoomSettings,
  RoomVideo,
  Timeline,
} from "../shared/room/protocol.ts";
import { clampTo } from "./broadcast.ts";
import type { RoomDocument, StoredMember } from "./document/document.ts";
import { endGate, openGate, passGate, settleGate } from "./gate.ts";
import { isRejection, type Moment } from "./operation.ts";
import { positionIn } from "./document/position.ts";
import { moveItem, playItem, removeItem, showVideo, suggest } from "./queue.ts";
import type { Operation, Rejection } from "./operation.ts";
import { shareRemote, takeRemote } from "./members/cohosts.ts";
import { removeMember } from "./members/removal.ts";
import { askBack, passCheck } from "./ready_check.ts";
import { mayUndo, tooLate, undoIn } from "./undo.ts";
import { sortQueue, vote } from "./votes.ts";

interface Context extends Moment {
  member: StoredMember;
  /** A unique word for the change. */
  stamp: string;
}

/**
 * Applies a member's command.
 * @returns The same object when the room is already as asked.
 * @see SPEC R6–R12, G1, Q1–Q11
 */
export function applyCommand(
  room: RoomDocument,
  operation: Extract<Operation, { type: "command" }>,
  context: Context,
): RoomDocument | Rejection {
  const { command, video } = operation;
  const { member, stamp } = context;
  const refused = refusal(room, command, context);
  if (refused) return refused;

  switch (command.type) {
    case "load":
      return video?.id === command.videoId
        ? load(room, { video, position: command.position ?? 0 }, context)
        : unknownVideo;
    case "suggest":
      return video?.id === command.videoId
        ? suggest(room, { video, by: member.id, stamp })
        : unknownVideo;
    case "play_item":
      return playItem(
        room,
        { itemId: command.itemId, by: member.id },
        context,
      );
    case "move_item":
      return moveItem(room, command);
    case "remove_item":
      return removeItem(room, command.itemId);
    case "vote":
      return vote(room, member, command);
    case "sort_queue":
      return sortQueue(room);
    case "continue":
      return room.check ? passCheck(room, context) : passGate(room, context);
    case "ask_back": {
      const still = transport(room, operation.base, {
        ...context,
        command: { type: "pause" },
      });
      const asked = { by: member.id, plays: command.plays };
      return isRejection(still) ? still : askBack(still, asked, context);
    }
    case "undo": {
      const undone = undoIn(room, context);
      return "seek" in undone
        ? transport({ ...room, undo: null }, operation.base, {
          command: { type: "seek", position: undone.seek },
          ...context,
        })
        : undone;
    }
    case "ask_remote":
      // The action itself is what the host hears of.
      return { ...room };
    case "hand_over":
      return handOver(room, command.to);
    case "share_remote":
      return shareRemote(room, command.memberId);
    case "take_remote":
      return takeRemote(room, command.memberId);
    case "remove_member":
      return withoutMember(room, command.memberId, context);
    case "set_control":
      return changeSettings(room, { control: command.control });
    case "set_wait": {
      const next = changeSettings(room, { waitForAll: command.waitForAll });
      return command.waitForAll ? next : passGate(next, context);
    }
    case "play":
    case "pause":
    case "seek":
    case "rate":
      return transport(room, operation.base, { command, ...context });
  }
}

type Transport = Extract<
  Command,
  { type: "play" | "pause" | "seek" | "rate" }
>;

/** What moves the timeline of the video on screen. */
function transport(
  room: RoomDocument,
  base: { rev: number },
  { command, member, ...moment }: Context & { command: Transport },
): RoomDocument | Rejection {
  const { timeline, gate } = room;
  if (!room.video) {
    return { rejected: "no_video", message: "Pick a video first." };
  }
  if (base.rev < room.loadedRev) {
    return {
      rejected: "video_changed",
      message: "Another video was picked in the meantime.",
    };
  }
  const at = moment.nowMs + moment.leadMs;
  const stamp = (change: Partial<Timeline>): RoomDocument => ({
    ...room,
    timeline: { ...timeline, ...change, at, by: member.id },
  });
  const extent = extentOf(room, at);
  const position = positionIn(room, at);

  switch (command.type) {
    case "play": {
      const isOver = position >= (extent?.end ?? Infinity);
      const from = isOver ? extent?.from ?? 0 : position;
      if (gate) return passGate(stamp({ position: from }), moment);
      if (timeline.playing && from === position) return room;
      return stamp({ playing: true, position: from });
    }
    case "pause":
      if (gate) {
        return endGate(stamp({ playing: false, position }), moment.nowMs);
      }
      return timeline.playing ? stamp({ playing: false, position }) : room;
    case "seek": {
      const to = placeOf(room, { position: command.position, atMs: at });
      if (typeof to !== "number") return to;
      // A room that waits is about to play.
      const playing = timeline.playing || gate !== null;
      return openGate(stamp({ playing, position: to }), {
        reason: "seek",
        moment,
      });
    }
    case "rate": {
      if (timeline.rate === command.rate) return room;
      const isLive = extent?.end === null && extent.reach !== null &&
        position > extent.reach - NEAR_LIVE_S;
      return isLive && command.rate > 1
        ? {
          rejected: "rate_out_of_range",
          message: "This is live: there is nothing ahead of it yet.",
        }
        : stamp({ position, rate: command.rate });
    }
  }
}

/** Puts a video on; what its catalogue's word shows to be outside it is a mistake. @see SPEC R95 */
function load(
  room: RoomDocument,
  { video, position }: { video: RoomVideo; position: number },
  context: Context,
): RoomDocument | Rejection {
  const { duration } = video;
  return position < 0 || (duration > 0 && position > duration)
    ? outside
    : showVideo(room, { video, by: context.member.id, position }, context);
}

const outside: Rejection = {
  rejected: "position_out_of_range",
  message: "That place is outside the video.",
};

/** How near to live a room is live, s. Chosen: less is not worth a change of speed. */
const NEAR_LIVE_S = 1;

/** Where a seek leads: a broadcast's window moves, so a place beside it means its end; what lies beside a film is a mistake. */
function placeOf(
  room: RoomDocument,
  { position, atMs }: { position: number; atMs: number },
): number | Rejection {
  const extent = extentOf(room, atMs);
  if (room.media?.kind === "live") {
    return clampTo(room, { position, atMs }) ?? position;
  }
  if (!extent) {
    return {
      rejected: "not_on_air",
      message: "This broadcast is not on air yet.",
    };
  }
  return position >= extent.from && position <= (extent.reach ?? MAX_MEDIA_S)
    ? position
    : outside;
}

function handOver(room: RoomDocument, to: string): RoomDocument | Rejection {
  const heir = room.members.find(({ id }) => id === to);
  if (!heir || heir.goneAt !== null) {
    return {
      rejected: "person_left",
      message: "That person has left.",
    };
  }
  return room.host === heir.id
    ? room
    : { ...room, host: heir.id, opening: null };
}

/** Nobody waits for who is not there any more. */
function withoutMember(
  room: RoomDocument,
  memberId: string,
  { member, ...moment }: Context,
): RoomDocument | Rejection {
  const removal = { memberId, by: member };
  const left = removeMember(room, removal, moment.nowMs);
  return isRejection(left) ? left : settleGate(left, moment);
}

function changeSettings(
  room: RoomDocument,
  change: Partial<RoomSettings>,
): RoomDocument {
  const settings = { ...room.settings, ...change };
  const isSame = settings.control === room.settings.control &&
    settings.waitForAll === room.settings.waitForAll;
  return isSame ? room : { ...room, settings };
}

const unknownVideo: Rejection = {
  rejected: "unknown_video",
  message: "That video cannot be found. Pick another one.",
};

/** Commands that only the host may give, whoever has the remote. */
const FOR_HOST: readonly Command["type"][] = [
  "hand_over",
  "remove_member",
  "share_remote",
  "take_remote",
  "set_control",
  "set_wait",
];

/** Commands that anyone may give. */
const FOR_ALL: readonly Command["type"][] = [
  "suggest",
  "vote",
  "ask_remote",
];

function refusal(
  room: RoomDocument,
  command: Command,
  { member, nowMs }: Context,
): Rejection | null {
  if (command.type === "undo") {
    const { rev } = command;
    return mayUndo(room, { by: member.id, rev }, nowMs) ? null : tooLate;
  }
  if (room.host === member.id || FOR_ALL.includes(command.type)) return null;
  const isForHost = FOR_HOST.includes(command.type);
  if (!isForHost && mayControl(room, member.id)) return null;
  // What one has suggested oneself, one may take back.
  const isOwnItem = command.type === "remove_item" &&
    room.queue.some(({ id, by }) => id === command.itemId && by === member.id);
  if (isOwnItem) return null;
  const host = room.members.find(({ id }) => id === room.host);
  return {
    rejected: "not_allowed",
    message: `Only the host${host ? `, ${host.username},` : ""} can do that.`,
  };
}
