/**
 * Going straight to a place: stop, seek there, and begin at the right instant,
 * so that the time a seek takes does not become drift.
 * @module
 */
import {
  BEYOND_S,
  END_S,
  LANDING_POLL_MS,
  LATE_START_MS,
  MAX_PLACE_PATIENCE_MS,
  PLACE_ATTEMPTS,
  PLACE_PATIENCE_MS,
  SAME_FRAME_S,
  STUCK_MS,
} from "../constants.ts";
import type {
  ControllerEffect,
  ControllerState,
  Placement,
  Present,
  Step,
} from "./state.ts";
import { forgetDrift } from "../drift.ts";
import { noteHole, pastHoles } from "../holes.ts";
import { learnSeek, seekLeadMs } from "../latency.ts";
import { atStart, playerRate, rest } from "../rate_correction.ts";
import type { Timeline } from "../../shared/room/room.ts";
import { targetAt } from "../target.ts";
import { playingFrom, withRate } from "./transitions.ts";

/**
 * Begins a placement at what the timeline asks for by the time a seek will have landed.
 * @see SPEC S11–S13
 */
export function place(
  state: ControllerState,
  now: Present,
  options: { attempt?: number } = {},
): Step {
  const aim = aimOf(state, now);
  if (!aim) return { state, effects: [] };
  const { measurement } = now;
  const isThere = measurement !== null && !measurement.buffering &&
    !measurement.playing &&
    Math.abs(measurement.mediaTime - aim.position) < SAME_FRAME_S;
  const rate = playerRate(rest(state.rateCorrection), aim.rate);
  const effects: ControllerEffect[] = [];
  // A player that waits for data would run on by itself when the data comes.
  const isAtRest = measurement && !measurement.playing &&
    !measurement.buffering;
  if (!isAtRest) effects.push({ type: "pause" });
  if (state.rate !== rate) effects.push({ type: "rate", rate });
  if (!isThere) effects.push({ type: "seek", position: aim.position });
  const doing: Placement = {
    mode: "placing",
    position: aim.position,
    startAtRoomMs: aim.startAtRoomMs,
    seekAtMs: isThere ? null : now.nowMs,
    hasLanded: isThere,
    isPastHole: aim.isPastHole,
    attempt: options.attempt ?? 1,
  };
  return {
    effects,
    state: {
      ...state,
      doing,
      rate,
      drift: forgetDrift(state.drift),
      rateCorrection: rest(state.rateCorrection),
      correction: 0,
      driftMs: null,
      waiting: null,
      // What did not come at one place may not come at another either.
      stuckMs: state.waiting ? STUCK_MS : state.stuckMs,
      wakeAtMs: now.nowMs + LANDING_POLL_MS,
    },
  };
}

/** Follows a placement until media moves, or rests where it should. */
export function continuePlacement(
  state: ControllerState,
  doing: Placement,
  now: Present,
): Step {
  if (mustGoElsewhere(state, doing, now)) return place(state, now);
  const sinceSeekMs = doing.seekAtMs === null ? 0 : now.nowMs - doing.seekAtMs;
  if (!doing.hasLanded) {
    const { measurement } = now;
    const lands = measurement !== null && !measurement.buffering &&
      sinceSeekMs > 0;
    if (!lands) {
      const patienceMs = state.stuckMs || PLACE_PATIENCE_MS;
      if (sinceSeekMs < patienceMs) {
        return wait(state, now.nowMs + LANDING_POLL_MS);
      }
      // Longer each time: a slow line must come to an end with some place.
      const stuckMs = Math.min(2 * patienceMs, MAX_PLACE_PATIENCE_MS);
      return place({ ...state, stuckMs }, now);
    }
    const { mediaTime } = measurement;
    if (mediaTime - doing.position > BEYOND_S) {
      const hole = { from: doing.position, to: mediaTime };
      return place({ ...state, holes: noteHole(state.holes, hole) }, now);
    }
    // Data that is missing says nothing about the device.
    const latency = state.stuckMs > 0
      ? state.latency
      : learnSeek(state.latency, sinceSeekMs);
    doing = { ...doing, hasLanded: true };
    state = { ...state, doing, latency, stuckMs: 0 };
  }
  const [goal] = state.schedule;
  if (doing.isPastHole && goal?.playing) {
    // The room may have changed its pace since.
    doing = { ...doing, startAtRoomMs: arrivalAt(goal, doing.position) };
    state = { ...state, doing };
  }
  if (doing.startAtRoomMs === null) {
    return {
      state: { ...state, doing: { mode: "paused" }, wakeAtMs: now.nowMs },
      effects: [],
    };
  }
  const startAtMs = doing.startAtRoomMs - now.roomNowMs + now.nowMs -
    state.latency.playMs;
  if (now.nowMs < startAtMs) return wait(state, startAtMs);
  const lateMs = now.nowMs - startAtMs;
  if (lateMs > LATE_START_MS && doing.attempt < PLACE_ATTEMPTS) {
    return place(state, now, { attempt: doing.attempt + 1 });
  }
  return startPlaying(state, now.nowMs, { teaches: lateMs <= LATE_START_MS });
}

/** Lets media move from where it stands. @see SPEC S24 */
export function startPlaying(
  state: ControllerState,
  nowMs: number,
  options: { teaches: boolean },
): Step {
  const [goal] = state.schedule;
  const rateCorrection = atStart(rest(state.rateCorrection), goal?.rate ?? 1);
  const rated = withRate({ ...state, rateCorrection });
  return {
    state: {
      ...rated.state,
      doing: playingFrom(nowMs, options),
      drift: forgetDrift(state.drift),
      driftMs: null,
      wakeAtMs: null,
    },
    effects: [...rated.effects, { type: "play" }],
  };
}

function aimOf(state: ControllerState, now: Present) {
  const [goal] = state.schedule;
  if (!goal) return null;
  const startsLater = goal.playing && goal.at > now.roomNowMs;
  const startAtRoomMs = startsLater
    ? goal.at
    : now.roomNowMs + seekLeadMs(state.latency);
  const target = targetAt(goal, {
    roomNowMs: goal.playing ? startAtRoomMs : now.roomNowMs,
    duration: now.duration,
  });
  const position = pastHoles(state.holes, target);
  const isPastHole = position > target;
  const isOver = now.duration !== null && position >= now.duration - END_S;
  const startsAt = isPastHole ? arrivalAt(goal, position) : startAtRoomMs;
  return {
    position,
    rate: goal.rate,
    isPastHole,
    startAtRoomMs: goal.playing && !isOver ? startsAt : null,
  };
}

/** Room time at which a running timeline comes to a place. */
function arrivalAt(goal: Timeline, position: number): number {
  return goal.at + (position - goal.position) / goal.rate * 1000;
}

/** Whether the room has since stopped, or started, what this placement prepares. */
function mustGoElsewhere(
  state: ControllerState,
  doing: Placement,
  now: Present,
): boolean {
  const [goal] = state.schedule;
  if (!goal) return false;
  if (!goal.playing) return doing.startAtRoomMs !== null;
  if (doing.startAtRoomMs !== null) return false;
  const isOver = now.duration !== null &&
    doing.position >= now.duration - END_S;
  return !isOver;
}

function wait(state: ControllerState, wakeAtMs: number): Step {
  return { state: { ...state, wakeAtMs }, effects: [] };
}
