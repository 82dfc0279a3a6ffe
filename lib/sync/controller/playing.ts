/**
 * Following the room while it plays: measure, correct the rate, and seek
 * only when that would take too long.
 * @module
 */
import type { Timeline } from "../../shared/room/room.ts";
import {
  END_S,
  GENTLE_BELOW_MS,
  PAUSED_TWICE_MS,
  RATE_BLIND_MS,
  RESTART_SETTLING_MS,
  SETTLING_MS,
  SETTLING_TICK_MS,
  START_PATIENCE_MS,
} from "../constants.ts";
import type { ControllerState, Playing, Present, Step } from "./state.ts";
import {
  addDrift,
  type DriftEstimate,
  estimateDrift,
  forgetDrift,
  forgetResiduals,
} from "../drift.ts";
import { learnPlay, seekLeadMs } from "../latency.ts";
import { steer } from "../rate_correction.ts";
import {
  isRestarting,
  learnRateCost,
  mayCost,
  otherLossMs,
  type RateChange,
  rateChange,
  type RateCost,
} from "../rate_cost.ts";
import { place } from "./placement.ts";
import { leapAt } from "./schedule.ts";
import { maySeek, noteSeek } from "./seek_backoff.ts";
import { targetAt } from "../target.ts";
import { go, lose, measuredDrift, only, withRate } from "./transitions.ts";

/** A tick with a known room time. */
type PlayingPresent = Present & { toleranceS: number };

/**
 * One tick in motion.
 * @see SPEC S6–S11, S15
 */
export function keepPlaying(
  state: ControllerState,
  doing: Playing,
  now: PlayingPresent,
): Step {
  const [goal] = state.schedule;
  const { measurement, nowMs } = now;
  if (!goal) return only(state);
  if (!goal.playing) return place(state, now);
  state = { ...state, wakeAtMs: nextWakeMs(state, doing, now) };
  if (!measurement || measurement.buffering) {
    return only({ ...state, drift: forgetDrift(state.drift), driftMs: null });
  }
  const isEnding = now.duration !== null &&
    targetAt(goal, now) >= now.duration - END_S;
  if (!measurement.playing) {
    if (isEnding) return place(state, now);
    const isStarting = nowMs - doing.sinceMs < START_PATIENCE_MS;
    return isStarting ? only(state) : foundPaused(state, nowMs);
  }
  // The last pictures run out by themselves; and before its instant a timeline asks for nothing.
  if (isEnding) return only({ ...state, driftMs: null });
  if (goal.at > now.roomNowMs) return only(state);
  return correct(state, { goal, doing, now });
}

function correct(
  state: ControllerState,
  { goal, doing, now }: {
    goal: Timeline;
    doing: Playing;
    now: PlayingPresent;
  },
): Step {
  const { nowMs } = now;
  const driftMs = measuredDrift(state, now);
  if (driftMs === null) return only(state);
  if (nowMs < doing.blindUntilMs) return withRate({ ...state, driftMs });
  const drift = addDrift(state.drift, {
    driftMs,
    correction: state.correction,
    trim: state.rateCorrection.trim * goal.rate,
    atMs: now.measurement?.atMs ?? nowMs,
  });
  const estimate = estimateDrift(drift);
  state = { ...state, drift, driftMs: estimate?.driftMs ?? driftMs };
  if (!estimate) return withRate(state);
  if (doing.changed) {
    state = learnLoss(state, doing, { estimate, nowMs, roomRate: goal.rate });
  }
  if (doing.teaches) {
    state = teach(state, { doing, driftMs: estimate.driftMs / goal.rate });
  }
  const isFarOff = Math.abs(estimate.driftMs) > now.toleranceS * 1000;
  if (isFarOff && maySeek(state.backoff, nowMs)) {
    return place({ ...state, backoff: noteSeek(state.backoff, nowMs) }, now);
  }
  const rateCorrection = steer(state.rateCorrection, {
    estimate,
    roomRate: goal.rate,
    atMs: nowMs,
    isSettling: isSettling(doing, { nowMs, cost: state.rateCost }),
    cost: state.rateCost,
  });
  const step = withRate(wakeAtEnd({ ...state, rateCorrection }, {
    speed: rateCorrection.correction * goal.rate,
    driftMs: estimate.driftMs - otherLossMs(state.rateCost) * goal.rate,
    nowMs,
  }));
  const change = rateChange({
    from: state.rate,
    to: step.state.rate ?? goal.rate,
  });
  return change && mayCost(state.rateCost, change)
    ? afterChange(step, { change, estimate, nowMs })
    : step;
}

/** A player may lose media by a change of rate: what was measured before says nothing any more. */
function afterChange(
  { state, effects }: Step,
  { change, estimate: { driftMs }, nowMs }: {
    change: RateChange;
    estimate: DriftEstimate;
    nowMs: number;
  },
): Step {
  if (state.doing.mode !== "playing") return { state, effects };
  return {
    effects,
    state: {
      ...state,
      doing: {
        ...state.doing,
        blindUntilMs: nowMs + RATE_BLIND_MS,
        changed: { change, driftMs, atMs: nowMs },
      },
      drift: change === "leave"
        ? forgetDrift(state.drift)
        : forgetResiduals(state.drift),
      wakeAtMs: nowMs + SETTLING_TICK_MS,
    },
  };
}

function learnLoss(
  state: ControllerState,
  doing: Playing,
  { estimate, nowMs, roomRate }: {
    estimate: DriftEstimate;
    nowMs: number;
    roomRate: number;
  },
): ControllerState {
  const { changed } = doing;
  if (!changed) return state;
  const expectedMs = changed.driftMs +
    state.correction * (nowMs - changed.atMs);
  return {
    ...state,
    rateCost: learnRateCost(state.rateCost, {
      change: changed.change,
      lostMs: (expectedMs - estimate.driftMs) / roomRate,
      isBusy: changed.atMs - doing.sinceMs < SETTLING_MS,
    }),
    doing: { ...doing, changed: null },
  };
}

/** A correction ends when it has done its work, not at some tick after that. */
function wakeAtEnd(
  state: ControllerState,
  { speed, driftMs, nowMs }: { speed: number; driftMs: number; nowMs: number },
): ControllerState {
  if (speed === 0) return state;
  const dueMs = nowMs + Math.max(0, -driftMs / speed);
  return { ...state, wakeAtMs: Math.min(state.wakeAtMs ?? Infinity, dueMs) };
}

/** The first drift after a timed start is the play latency's error, unless something else went wrong. */
function teach(
  state: ControllerState,
  { doing, driftMs }: { doing: Playing; driftMs: number },
): ControllerState {
  const latency = Math.abs(driftMs) < 2 * GENTLE_BELOW_MS
    ? learnPlay(state.latency, driftMs)
    : state.latency;
  return {
    ...state,
    latency,
    doing: { ...doing, teaches: false, changed: null },
  };
}

/** A player that stopped by itself is started once; the second time a person must have done it. */
function foundPaused(state: ControllerState, nowMs: number): Step {
  if (nowMs - state.foundPausedMs < PAUSED_TWICE_MS) {
    return only(go(state, { mode: "away", reason: "person" }));
  }
  return only(lose({ ...state, foundPausedMs: nowMs }, { isUrgent: true }));
}

function isSettling(
  { sinceMs }: Playing,
  { nowMs, cost }: { nowMs: number; cost: RateCost },
): boolean {
  const forMs = isRestarting(cost) ? RESTART_SETTLING_MS : SETTLING_MS;
  return nowMs - sinceMs < forMs;
}

function nextWakeMs(
  state: ControllerState,
  doing: Playing,
  now: Present,
): number | null {
  const [, next] = state.schedule;
  const isBusy =
    isSettling(doing, { nowMs: now.nowMs, cost: state.rateCost }) ||
    doing.changed !== null;
  const tickMs = isBusy ? now.nowMs + SETTLING_TICK_MS : null;
  if (!next) return tickMs;
  const dueAt = leapAt(state.schedule, seekLeadMs(state.latency)) ?? next.at;
  const dueMs = now.nowMs + Math.max(0, dueAt - now.roomNowMs);
  return Math.min(dueMs, tickMs ?? Infinity);
}
