/**
 * Where a room's media is best joined by who has yet to load it.
 * @module
 */
import type { Timeline } from "../shared/room/room.ts";
import { JOIN_AHEAD_S, LAST_FRAME_S } from "./constants.ts";
import { targetAt } from "./target.ts";

/**
 * Computes the place at which a load should begin: ahead of a room that
 * plays, so that the media is there when it has come, and never where no
 * picture is.
 * @param when `duration` in seconds, or `null` while unknown.
 * @returns Media time, seconds.
 * @see SPEC S2, W36
 */
export function joinAt(
  timeline: Timeline,
  when: { roomNowMs: number; duration: number | null },
): number {
  const target = targetAt(timeline, when);
  const ahead = timeline.playing && target > 0 ? target + JOIN_AHEAD_S : target;
  const last = Math.max(0, (when.duration ?? Infinity) - LAST_FRAME_S);
  return Math.min(ahead, last);
}
