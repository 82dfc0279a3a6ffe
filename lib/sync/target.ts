/**
 * Where a timeline asks the media to be.
 * @module
 */
import type { Timeline } from "../shared/room/room.ts";

/**
 * Computes the target at a room time.
 * @param when `duration` in seconds, or `null` while unknown: then only clamped from below.
 * @returns Media time, seconds.
 * @see SPEC S2
 */
export function targetAt(
  timeline: Timeline,
  when: { roomNowMs: number; duration: number | null },
): number {
  const elapsedS = timeline.playing
    ? timeline.rate * Math.max(0, when.roomNowMs - timeline.at) / 1000
    : 0;
  const end = when.duration ?? Infinity;
  return Math.min(end, Math.max(0, timeline.position + elapsedS));
}
