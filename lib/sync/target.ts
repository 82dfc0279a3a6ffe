/**
 * Where a timeline asks the media to be.
 * @module
 */
import { positionAt } from "../shared/room/timeline.ts";
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
  const { roomNowMs: atMs, duration } = when;
  return positionAt(timeline, { atMs, duration });
}
