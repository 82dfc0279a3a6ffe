/**
 * The ready gate: after a load, a seek or a stall the timeline stands still
 * until everyone who can see it is ready, or the time is up.
 * @module
 */
import { extentOf } from "../shared/room/extent.ts";
import {
  FREE_LOADING_MS,
  GATE_MS,
  LEAST_STALL_MS,
  PATIENCE_MS,
} from "../shared/limits.ts";
import type { Gate } from "../shared/room/protocol.ts";
import type { RoomDocument, StoredMember } from "./document/document.ts";
import { positionIn } from "./document/position.ts";
import type { Moment } from "./operation.ts";
import { patienceFor, spendPatience } from "./patience.ts";
import type { Rejection } from "./operation.ts";

/** Whether a member sees the film: connected, and looking at it. */
function isVisible({ goneAt, isHidden }: StoredMember): boolean {
  return goneAt === null && !isHidden;
}

/**
 * Lets a room that is about to play wait for those who see it. Its timeline
 * stands at `position` meanwhile.
 * @param room With the timeline it would have without a gate.
 * @returns The same room where nobody is waited for.
 * @see SPEC G1–G3, G9
 */
export function openGate(
  room: RoomDocument,
  { reason, moment }: { reason: Gate["reason"]; moment: Moment },
): RoomDocument {
  const { timeline, settings, members } = room;
  const { nowMs } = moment;
  const withoutGate = endGate(room, nowMs);
  if (!settings.waitForAll || !timeline.playing) return withoutGate;
  const waitingFor = members
    .filter((one) =>
      isVisible(one) && patienceFor(withoutGate, one.id, nowMs) > 0
    )
    .map(({ id }) => id);
  if (waitingFor.length === 0) return withoutGate;
  return {
    ...withoutGate,
    timeline: { ...timeline, playing: false },
    gate: {
      rev: room.rev + 1,
      reason,
      waitingFor,
      since: nowMs,
      until: nowMs + GATE_MS,
    },
  };
}

/** Takes the gate away, as it stands; what it has cost is written down. */
export function endGate(room: RoomDocument, nowMs: number): RoomDocument {
  const { gate } = room;
  if (!gate) return room;
  return { ...charge(room, gate.waitingFor, nowMs), gate: null };
}

/** Ends the wait: the timeline runs on from where it stands. */
export function passGate(room: RoomDocument, moment: Moment): RoomDocument {
  if (!room.gate) return room;
  return goOn(endGate(room, moment.nowMs), moment);
}

/** Lets a room that stands play from where it stands. */
export function goOn(
  room: RoomDocument,
  { nowMs, leadMs }: Moment,
): RoomDocument {
  const at = nowMs + leadMs;
  const position = positionIn(room, at);
  return {
    ...room,
    timeline: { ...room.timeline, playing: true, position, at },
  };
}

/** Somebody is ready. @param rev Of the gate they saw; another one changes nothing. */
export function markReady(
  room: RoomDocument,
  { memberIds, rev }: { memberIds: readonly string[]; rev: number },
  moment: Moment,
): RoomDocument {
  return room.gate?.rev === rev
    ? waitOnlyFor(room, (id) => !memberIds.includes(id), moment)
    : room;
}

/**
 * Somebody's picture has stood still for long: everybody waits, unless they
 * have done so enough.
 * @see SPEC G5, G6, G9
 */
export function waitForStalled(
  room: RoomDocument,
  { memberId, position }: { memberId: string; position: number },
  { nowMs, leadMs }: Moment,
): RoomDocument | Rejection {
  const member = room.members.find(({ id }) => id === memberId);
  const { timeline, settings } = room;
  if (!member || !isVisible(member) || !settings.waitForAll) return room;
  // At the end every picture stands still; and a broadcast that nobody has seen has no place.
  const extent = extentOf(room, nowMs);
  if (!room.video || !extent || position >= (extent.end ?? Infinity)) {
    return room;
  }
  if (room.gate || !timeline.playing) return room;
  const leftMs = patienceFor(room, memberId, nowMs);
  if (leftMs === 0) return notWaitedFor;
  return {
    ...room,
    timeline: { ...timeline, playing: false, position, at: nowMs + leadMs },
    gate: {
      rev: room.rev + 1,
      reason: "stall",
      waitingFor: [memberId],
      since: nowMs,
      until: nowMs + Math.min(GATE_MS, leftMs),
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
  if (moment.nowMs >= gate.until) return passGate(room, moment);
  const visible = new Set(room.members.filter(isVisible).map(({ id }) => id));
  return waitOnlyFor(room, (id) => visible.has(id), moment);
}

/** Of those who are waited for, goes on waiting for some; the others have had their part. */
function waitOnlyFor(
  room: RoomDocument,
  isStillWaitedFor: (id: string) => boolean,
  moment: Moment,
): RoomDocument {
  const { gate } = room;
  if (!gate) return room;
  const waitingFor = gate.waitingFor.filter(isStillWaitedFor);
  if (waitingFor.length === gate.waitingFor.length) return room;
  if (waitingFor.length === 0) return passGate(room, moment);
  const done = gate.waitingFor.filter((id) => !isStillWaitedFor(id));
  return {
    ...charge(room, done, moment.nowMs),
    gate: { ...gate, waitingFor },
  };
}

/** Writes down what waiting for people at the present gate has cost. */
function charge(
  room: RoomDocument,
  ids: readonly string[],
  nowMs: number,
): RoomDocument {
  const { gate } = room;
  if (!gate) return room;
  const cost = costOf(gate, nowMs);
  return spendPatience(room, new Map(ids.map((id) => [id, cost])), nowMs);
}

function costOf({ reason, since, until }: Gate, nowMs: number): number {
  if (nowMs >= until) return PATIENCE_MS;
  const waitedMs = Math.max(0, nowMs - since);
  // After a load everybody needs a moment, and nobody is to blame for it.
  return reason === "stall"
    ? Math.max(LEAST_STALL_MS, waitedMs)
    : Math.max(0, waitedMs - FREE_LOADING_MS);
}

const notWaitedFor: Rejection = {
  rejected: "not_waited_for",
  message:
    "The room waited for you and has gone on. You will catch up as soon as your video loads.",
};
