/**
 * Where a timeline stands: the one rule that rooms, viewers and tests share.
 * @module
 */
import type { Timeline } from "./room.ts";

/**
 * Where a timeline stands at a room time, in seconds of media.
 * @param when `atMs`: room time. `duration`: in seconds, or `null` where no end is known: then only clamped from below.
 * @see SPEC S2
 */
export function positionAt(
  timeline: Pick<Timeline, "playing" | "position" | "rate" | "at">,
  when: { atMs: number; duration: number | null },
): number {
  const elapsedS = timeline.playing
    ? timeline.rate * Math.max(0, when.atMs - timeline.at) / 1000
    : 0;
  const end = when.duration ?? Infinity;
  return Math.min(end, Math.max(0, timeline.position + elapsedS));
}
