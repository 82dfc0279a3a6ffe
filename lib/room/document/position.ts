/**
 * Where a room's timeline stands.
 * @module
 */
import { endOf } from "../../shared/room/extent.ts";
import type { Timeline } from "../../shared/room/protocol.ts";
import type { RoomDocument } from "./document.ts";

/** Where a timeline stands at a room time, in seconds, clamped to the video. `duration`: `null` where no end is known. @see SPEC S2 */
export function positionAt(
  timeline: Timeline,
  { atMs, duration }: { atMs: number; duration: number | null },
): number {
  const elapsedS = timeline.playing
    ? Math.max(0, atMs - timeline.at) / 1000 * timeline.rate
    : 0;
  const end = duration ?? Infinity;
  return Math.min(end, Math.max(0, timeline.position + elapsedS));
}

/** Where a room stands at a room time, in seconds. */
export function positionIn(room: RoomDocument, atMs: number): number {
  return positionAt(room.timeline, { atMs, duration: endOf(room) });
}
