/**
 * The ready gate: after a load, a seek or a stall the timeline stands still
 * until everyone who can see it is ready, or the time is up (DESIGN §5).
 * @module
 */
import { GATE_MS, STALL_EXCUSE_MS } from "../shared/limits.ts";
import type { Gate } from "../shared/protocol.ts";
import type { RoomDocument, StoredMember } from "./document.ts";

/** What a step of the room knows about the moment. */
export interface Moment {
  /** Room time, ms. */
  nowMs: number;
  /** Time until a change takes effect, ms. */
  leadMs: number;
}

/** Whether a member is waited for: connected, and looking at it. */
function isVisible({ goneAt, isHidden }: StoredMember): boolean {
  return goneAt === null && !isHidden;
}

/**
 * Lets a room that is about to play wait for those who see it. Its timeline
 * stands at `position` meanwhile.
 * @param room With the timeline it would have without a gate.
 * @returns The same room where nobody is waited for.
 * @see SPEC G1–G3
 */
export function openGate(
  room: RoomDocument,
  { reason, moment }: { reason: Gate["reason"]; moment: Moment },
): RoomDocument {
  const { timeline, settings, members } = room;
  const ungated = room.gate === null ? room : { ...room, gate: null };
  if (!settings.waitForAll || !timeline.playing) return ungated;
  const waitingFor = members.filter(isVisible).map(({ id }) => id);
  if (waitingFor.length === 0) return ungated;
  return {
    ...room,
    timeline: { ...timeline, playing: false },
    gate: {
      rev: room.rev + 1,
      reason,
      waitingFor,
      until: moment.nowMs + GATE_MS,
    },
  };
}

/** Ends the wait: the timeline runs on from where it stands. */
export function passGate(room: RoomDocument, moment: Moment): RoomDocument {
  if (!room.gate) return room;
  return {
    ...room,
    gate: null,
    timeline: {
      ...room.timeline,
      playing: true,
      at: moment.nowMs + moment.leadMs,
    },
  };
}

/** Somebody is ready. @param rev Of the gate they saw; another one changes nothing. */
export function markReady(
  room: RoomDocument,
  { memberIds, rev }: { memberIds: readonly string[]; rev: number },
  moment: Moment,
): RoomDocument {
  const { gate } = room;
  if (!gate || gate.rev !== rev) return room;
  const waitingFor = gate.waitingFor.filter((id) => !memberIds.includes(id));
  if (waitingFor.length === gate.waitingFor.length) return room;
  return waitingFor.length === 0
    ? passGate(room, moment)
    : { ...room, gate: { ...gate, waitingFor } };
}

/**
 * Somebody's picture has stood still for long: everybody waits, unless they
 * did so lately in vain.
 * @see SPEC G5, G6
 */
export function waitForStalled(
  room: RoomDocument,
  { memberId, position }: { memberId: string; position: number },
  moment: Moment,
): RoomDocument {
  const member = room.members.find(({ id }) => id === memberId);
  const { timeline, settings, video } = room;
  if (!member || !isVisible(member) || !settings.waitForAll) return room;
  // At the end every picture stands still.
  if (!video || position >= video.duration) return room;
  if (room.gate || !timeline.playing) return room;
  if (member.excusedUntil > moment.nowMs) return room;
  return {
    ...room,
    timeline: {
      ...timeline,
      playing: false,
      position,
      at: moment.nowMs + moment.leadMs,
    },
    gate: {
      rev: room.rev + 1,
      reason: "stall",
      waitingFor: [memberId],
      until: moment.nowMs + GATE_MS,
    },
  };
}

/**
 * Stops waiting for who left or looks away, and for everyone when time is up.
 * @see SPEC G4
 */
export function settleGate(room: RoomDocument, moment: Moment): RoomDocument {
  const { gate } = room;
  if (!gate) return room;
  if (moment.nowMs >= gate.until) {
    const members = gate.reason !== "stall" ? room.members : room.members.map(
      (member) =>
        gate.waitingFor.includes(member.id)
          ? { ...member, excusedUntil: moment.nowMs + STALL_EXCUSE_MS }
          : member,
    );
    return passGate({ ...room, members }, moment);
  }
  const visible = new Set(room.members.filter(isVisible).map(({ id }) => id));
  const waitingFor = gate.waitingFor.filter((id) => visible.has(id));
  if (waitingFor.length === gate.waitingFor.length) return room;
  return waitingFor.length === 0
    ? passGate(room, moment)
    : { ...room, gate: { ...gate, waitingFor } };
}
