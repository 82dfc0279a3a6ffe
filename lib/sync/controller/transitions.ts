/**
 * Small steps that all modes of the controller share.
 * @module
 */
import type {
  ControllerEffect,
  ControllerState,
  Mode,
  Playing,
  Present,
  Step,
} from "./state.ts";
import { SETTLE_MS } from "../constants.ts";
import { forgetDrift } from "../drift.ts";
import { isSeekOnly, playerRate, rest } from "../rate_correction.ts";
import { targetAt } from "../target.ts";

/** A step without effects. */
export function only(state: ControllerState): Step {
  return { state, effects: [] };
}

/** Changes the mode; what was measured in the former one counts no more. */
export function go(state: ControllerState, doing: Mode): ControllerState {
  return {
    ...state,
    doing,
    drift: forgetDrift(state.drift),
    rateCorrection: rest(state.rateCorrection),
    correction: 0,
    driftMs: null,
    wakeAtMs: null,
  };
}

/** Media has just been set in motion. */
export function playingFrom(
  nowMs: number,
  options: { teaches: boolean },
): Playing {
  return {
    mode: "playing",
    sinceMs: nowMs,
    blindUntilMs: nowMs + SETTLE_MS,
    teaches: options.teaches,
    changed: null,
  };
}

/** Makes the next tick go straight to the target. */
export function lose(
  state: ControllerState,
  options: { isUrgent: boolean },
): ControllerState {
  if (!state.isLoaded) return state;
  const isUrgent = options.isUrgent ||
    (state.doing.mode === "lost" && state.doing.isUrgent);
  return go(state, { mode: "lost", isUrgent });
}

/** Asks for the rate that fits, if it is not the one asked for already. */
export function withRate(state: ControllerState): Step {
  const [goal] = state.schedule;
  if (!goal) return only(state);
  const rate = playerRate(state.rateCorrection, goal.rate);
  const correction = isSeekOnly(state.rateCorrection)
    ? 0
    : state.rateCorrection.correction * goal.rate;
  const effects: ControllerEffect[] = rate === state.rate
    ? []
    : [{ type: "rate", rate }];
  return { state: { ...state, rate, correction }, effects };
}

/** Media minus target at the instant of the measurement, ms. */
export function measuredDrift(
  state: ControllerState,
  now: Present,
): number | null {
  const [goal] = state.schedule;
  const { measurement } = now;
  if (!goal || !measurement) return null;
  const roomNowMs = now.roomNowMs + measurement.atMs - now.nowMs;
  const target = targetAt(goal, { roomNowMs, duration: now.duration });
  const driftMs = (measurement.mediaTime - target) * 1000;
  return Number.isFinite(driftMs) ? driftMs : null;
}
