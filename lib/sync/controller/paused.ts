/**
 * Resting where the room rests, ready to begin at an announced instant.
 * @module
 */
import type { Timeline } from "../../shared/room/room.ts";
import { END_S, LATE_START_MS, PAUSED_TOLERANCE_S } from "../constants.ts";
import type { ControllerState, Present, Step } from "./state.ts";
import { pastHoles } from "../holes.ts";
import { place, startPlaying } from "./placement.ts";
import { maySeek, noteSeek } from "./seek_backoff.ts";
import { targetAt } from "../target.ts";
import { only } from "./transitions.ts";

/**
 * One tick at rest.
 * @see SPEC S12–S13
 */
export function stayPaused(state: ControllerState, now: Present): Step {
  const [goal, next] = state.schedule;
  if (!goal) return only(state);
  const starting = goal.playing ? goal : next;
  const startAtRoomMs = startOf(starting, now);
  if (startAtRoomMs === null) return stayPut(state, goal, now);
  if (starting && isInHole(state, starting.position)) {
    // At its end the room is waited for.
    return goal.playing
      ? place(state, now)
      : only({ ...state, wakeAtMs: startAtRoomMs - now.roomNowMs + now.nowMs });
  }
  const startAtMs = startAtRoomMs - now.roomNowMs + now.nowMs -
    state.latency.playMs;
  if (now.nowMs < startAtMs) return only({ ...state, wakeAtMs: startAtMs });
  const isLate = now.nowMs - startAtMs > LATE_START_MS;
  return isLate && goal.playing ? place(state, now) : begin(state, now.nowMs);
}

function begin(state: ControllerState, nowMs: number): Step {
  const [goal, ...later] = state.schedule;
  // The instant of the announced timeline is the play latency away: it holds from here.
  const schedule = goal?.playing ? state.schedule : later;
  return startPlaying({ ...state, schedule }, nowMs, { teaches: true });
}

function stayPut(state: ControllerState, goal: Timeline, now: Present): Step {
  const { measurement, nowMs } = now;
  state = { ...state, driftMs: null, wakeAtMs: null };
  if (!measurement || measurement.buffering) return only(state);
  const restsAt = pastHoles(state.holes, targetAt(goal, now));
  const offS = Math.abs(measurement.mediaTime - restsAt);
  const strays = measurement.playing || offS > PAUSED_TOLERANCE_S;
  if (!strays || !maySeek(state.backoff, nowMs)) return only(state);
  return place({ ...state, backoff: noteSeek(state.backoff, nowMs) }, now);
}

function isInHole({ holes }: ControllerState, position: number): boolean {
  return pastHoles(holes, position) > position;
}

/** Room time at which a timeline sets paused media in motion. */
function startOf(timeline: Timeline | undefined, now: Present): number | null {
  if (!timeline?.playing) return null;
  const isOver = now.duration !== null &&
    targetAt(timeline, now) >= now.duration - END_S;
  return isOver ? null : timeline.at;
}
