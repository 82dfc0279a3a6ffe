/**
 * The timelines that count one after another: what holds now, and what has
 * been announced for an instant that has not come.
 * @module
 */
import type { Timeline } from "../shared/room.ts";
import { CONTINUOUS_S, MAX_SCHEDULED } from "./constants.ts";
import { targetAt } from "./target.ts";

/** In order of `at`; the first one holds. */
export type Schedule = readonly Timeline[];

/**
 * Takes in a new timeline.
 * @returns `jumps` when the media must go elsewhere at once: nothing that was planned leads to the new timeline.
 * @see SPEC S13
 */
export function announce(
  schedule: Schedule,
  timeline: Timeline,
): { schedule: Schedule; jumps: boolean } {
  const last = schedule.at(-1);
  if (last && isSame(last, timeline)) return { schedule, jumps: false };
  if (!last || !continues(last, timeline) || schedule.length >= MAX_SCHEDULED) {
    return { schedule: [timeline], jumps: true };
  }
  return { schedule: [...schedule, timeline], jumps: false };
}

/** Drops timelines whose successor's instant has come. */
export function advance(schedule: Schedule, roomNowMs: number): Schedule {
  const current = schedule.findLastIndex(({ at }) => at <= roomNowMs);
  return current <= 0 ? schedule : schedule.slice(current);
}

function continues(last: Timeline, next: Timeline): boolean {
  const arrival = targetAt(last, { roomNowMs: next.at, duration: null });
  return last.videoId === next.videoId && next.at >= last.at &&
    Math.abs(arrival - next.position) <= CONTINUOUS_S;
}

function isSame(a: Timeline, b: Timeline): boolean {
  return a.videoId === b.videoId && a.playing === b.playing &&
    a.position === b.position && a.rate === b.rate && a.at === b.at;
}
