/**
 * The ready check: people are asked whether they are back. Their answers come
 * as those to the ready gate do, gathered; each is a word of its member, so that
 * a crowd's answers are small.
 * @module
 */
import { READY_CHECK_MS } from "../shared/limits.ts";
import { awaitedIn } from "../shared/room/ready_check.ts";
import type { RoomDocument } from "./document/document.ts";
import { goOn } from "./gate.ts";
import type { Moment } from "./operation.ts";

/** Asks. @param room It stands still. @see SPEC G13 */
export function askBack(
  room: RoomDocument,
  { by, plays }: { by: string; plays: boolean },
  { nowMs }: Moment,
): RoomDocument {
  return {
    ...room,
    check: {
      rev: room.rev + 1,
      by,
      since: nowMs,
      until: nowMs + READY_CHECK_MS,
      plays,
    },
  };
}

/** Members are back. @param rev Of the check that they saw. @returns The same object where it is not asked any more. */
export function markBack(
  room: RoomDocument,
  { memberIds, rev }: { memberIds: readonly string[]; rev: number },
): RoomDocument {
  if (room.check?.rev !== rev) return room;
  const answered = new Set(
    awaitedIn(room).filter((id) => memberIds.includes(id)),
  );
  if (answered.size === 0) return room;
  return {
    ...room,
    members: room.members.map((one) =>
      answered.has(one.id) ? { ...one, back: rev } : one
    ),
  };
}

/** Goes on without those who are missing: that is a press of play, whatever was wanted for when all are back. */
export function passCheck(room: RoomDocument, moment: Moment): RoomDocument {
  return goOn({ ...room, check: null }, moment);
}

/**
 * What time and other changes do to it: it is over once the film goes on or is
 * another one, once all are back, or when its time is up, which starts nothing.
 * @see SPEC G13, G14
 */
export function settleCheck(room: RoomDocument, moment: Moment): RoomDocument {
  const { check } = room;
  if (!check) return room;
  const ended = { ...room, check: null };
  const isOver = room.timeline.playing || room.gate !== null ||
    room.loadedRev > check.rev || moment.nowMs >= check.until;
  if (isOver) return ended;
  if (awaitedIn(room).length > 0) return room;
  return check.plays ? goOn(ended, moment) : ended;
}
