/**
 * The timelines that count one after another: what holds now, and what has
 * been announced for an instant that has not come.
 * @module
 */
import type { Timeline } from "../../shared/room/room.ts";
import { CONTINUOUS_S, MAX_SCHEDULED } from "../constants.ts";
import { targetAt } from "../target.ts";

/** In order of `at`; the first one holds. */
export type Schedule = readonly Timeline[];

/**
 * Takes in a new timeline.
 * @param options `mayRunOn`: media is in motion, and a jump that plays on can wait for {@linkcode leap}.
 * @returns `jumps` when the media must go elsewhere at once: nothing that was planned leads to the new timeline.
 * @see SPEC S13, S19
 */
export function announce(
  schedule: Schedule,
  timeline: Timeline,
  { mayRunOn }: { mayRunOn: boolean },
): { schedule: Schedule; jumps: boolean } {
  const last = schedule.at(-1);
  if (last && isSame(last, timeline)) return { schedule, jumps: false };
  if (!last || schedule.length >= MAX_SCHEDULED) {
    return { schedule: [timeline], jumps: true };
  }
  if (continues(last, timeline)) {
    return { schedule: [...schedule, timeline], jumps: false };
  }
  // A room that will stand still waits for its viewers, so they go there at once.
  const [held] = schedule;
  const runsOn = mayRunOn && timeline.playing && held !== undefined &&
    held.videoId === timeline.videoId && timeline.at > held.at;
  // Of what was planned, only what holds now outlives a jump.
  return runsOn
    ? { schedule: [held, timeline], jumps: false }
    : { schedule: [timeline], jumps: true };
}

/**
 * Room time at which media must leave what holds for a place that this does
 * not lead to; `null` when it leads on.
 * @param leadMs How long getting there takes this device.
 */
export function leapAt(schedule: Schedule, leadMs: number): number | null {
  const [held, next] = schedule;
  return held && next && !continues(held, next) ? next.at - leadMs : null;
}

/** Leaves what holds for what comes next. */
export function leap(schedule: Schedule): Schedule {
  return schedule.slice(1);
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
