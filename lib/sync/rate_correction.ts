/**
 * Small corrections by playback rate: when to begin one, when to stop, and
 * what rate this player needs to really run at the asked one.
 * @module
 */
import {
  COST_SPREAD_FACTOR,
  ENTER_MS,
  GENTLE_RATE,
  JUDGE_MS,
  LEAVE_MS,
  LEAVE_SHARE,
  MAX_ENTER_MS,
  MAX_TRIM,
  MIN_TRIM,
  NOISE_FACTOR,
  PROBE_AGAIN_MS,
  PROBE_FAILURES,
  PROBE_MS,
  RATE_STEP,
  TRIM_STEP,
} from "./constants.ts";
import type { DriftEstimate } from "./drift.ts";
import {
  createHunting,
  type Hunting,
  noteBegin,
  noteEnd,
  wideningAt,
} from "./hunting.ts";
import {
  NO_RESPONSE,
  type Probe,
  type RateResponse,
  weigh,
} from "./rate_response.ts";
import { clamp } from "../shared/stats.ts";
import {
  CALM,
  type CorrectionProfile,
  hasten,
  refit,
  SETTLING,
  strength,
} from "./strength.ts";
import {
  correctionLossMs,
  costSpreadMs,
  isRestarting,
  isStretched,
  otherLossMs,
  type RateCost,
} from "./rate_cost.ts";

/** State of the correction by rate. */
export interface RateCorrection {
  /** Correction now, unitless: 0.02 plays 2 % faster than the room. */
  readonly correction: number;
  /** Lasting trim against the player's own rate error, unitless. */
  readonly trim: number;
  /** Drift (ms) and device instant when the present correction or hold began. */
  readonly since: { readonly driftMs: number; readonly atMs: number } | null;
  /** A correction that has ended and is to be judged. */
  readonly unjudged: Probe | null;
  /** What the corrections since the last verdict have shown. */
  readonly response: RateResponse;
  readonly hunting: Hunting;
  /** Times in a row that the device was found not to follow. */
  readonly failures: number;
  /** Device instant until which it only seeks; `null` when it follows rates. */
  readonly seekOnlyUntilMs: number | null;
}

/** What a correction is decided from. */
interface CorrectionInput {
  estimate: DriftEstimate;
  /** Media seconds per second. */
  roomRate: number;
  /** Device instant, ms. */
  atMs: number;
  /** Media has only just been set in motion. */
  isSettling: boolean;
  /** What changes of rate cost this player. */
  cost: RateCost;
}

/** Makes a correction at rest. */
export function createRateCorrection(): RateCorrection {
  return {
    correction: 0,
    trim: 0,
    since: null,
    unjudged: null,
    response: NO_RESPONSE,
    hunting: createHunting(),
    failures: 0,
    seekOnlyUntilMs: null,
  };
}

/** Ends what is under way, at a discontinuity; what was learned stays. */
export function rest(rateCorrection: RateCorrection): RateCorrection {
  return { ...rateCorrection, correction: 0, since: null, unjudged: null };
}

/**
 * Sound is stretched a little from the start on: a correction that follows
 * then costs nothing, and one follows most starts.
 * @see SPEC S24
 */
export function atStart(
  rateCorrection: RateCorrection,
  roomRate: number,
): RateCorrection {
  const mayStretch = !isStretched(roomRate) && !isSeekOnly(rateCorrection);
  return mayStretch
    ? { ...rateCorrection, correction: RATE_STEP }
    : rateCorrection;
}

/** Whether this device is corrected by seeks alone now. */
export function isSeekOnly(rateCorrection: RateCorrection): boolean {
  return rateCorrection.seekOnlyUntilMs !== null;
}

/** Rate to ask of the player in a room of this rate; within {@linkcode MAX_RATE} of it, within {@linkcode GENTLE_RATE} when gentle. */
export function playerRate(
  rateCorrection: RateCorrection,
  roomRate: number,
): number {
  const bound = Math.max(GENTLE_RATE, Math.abs(rateCorrection.correction));
  const factor = clamp(rateCorrection.correction + rateCorrection.trim, {
    min: -bound,
    max: bound,
  });
  return roomRate * (1 + factor);
}

/**
 * Decides the correction from the present estimate.
 * @see SPEC S7–S10, S24
 */
export function steer(
  rateCorrection: RateCorrection,
  now: CorrectionInput,
): RateCorrection {
  if (rateCorrection.seekOnlyUntilMs !== null) {
    if (now.atMs < rateCorrection.seekOnlyUntilMs) return rateCorrection;
    rateCorrection = {
      ...rest(rateCorrection),
      failures: 0,
      seekOnlyUntilMs: null,
    };
  }
  return rateCorrection.correction === 0
    ? hold(rateCorrection, now)
    : close(rateCorrection, now);
}

/** Nothing is corrected: does something need to be? */
function hold(
  rateCorrection: RateCorrection,
  now: CorrectionInput,
): RateCorrection {
  const { driftMs } = now.estimate;
  const start = { driftMs, atMs: now.atMs };
  const since = rateCorrection.since ?? start;
  const widening = wideningAt(rateCorrection.hunting, now.atMs);
  const enters = Math.abs(driftMs) >= enterMs(widening, now);
  const held = { ...rateCorrection, since };
  const judged = enters || now.atMs - since.atMs >= JUDGE_MS
    ? judge(held, now)
    : held;
  if (!enters || isSeekOnly(judged)) return judged;
  const profile = now.isSettling ? SETTLING : CALM;
  const begun = {
    ...judged,
    correction: strength(driftMs, { ...now, profile }),
    trim: learnTrim(judged, now),
    hunting: noteBegin(judged.hunting, {
      sign: -Math.sign(driftMs),
      atMs: now.atMs,
    }),
    since: start,
  };
  const { intoMs, outMs } = correctionLossMs(now.cost, {
    from: playerRate(judged, now.roomRate),
    to: playerRate(begun, now.roomRate),
  });
  if (intoMs === 0) return begun;
  // What the losses of both ways leave over is corrected; it is measured again after the first.
  const lossMs = (intoMs + outMs) * now.roomRate;
  const leftMs = afterLoss(driftMs, { lossMs, profile });
  const correction = Math.abs(leftMs) < ENTER_MS
    ? -Math.sign(leftMs || 1) * RATE_STEP
    : strength(leftMs, { ...now, profile });
  return { ...begun, correction, since: null };
}

/** A correction is under way: has it done its work? */
function close(
  rateCorrection: RateCorrection,
  now: CorrectionInput,
): RateCorrection {
  const { driftMs, noiseMs } = now.estimate;
  const start = { driftMs, atMs: now.atMs };
  const since = rateCorrection.since ?? start;
  const zoneMs = enterMs(rateCorrection.hunting.widening, now);
  const leaveMs = Math.max(LEAVE_MS, LEAVE_SHARE * zoneMs);
  const sign = Math.sign(rateCorrection.correction);
  // Where the way back costs something, it is begun from beyond the target.
  const backMs = otherLossMs(now.cost) * now.roomRate;
  const profile = now.isSettling ? SETTLING : CALM;
  const leftMs = afterLoss(driftMs, { lossMs: backMs, profile });
  const hasCrossed = Math.sign(leftMs) === sign;
  const askedMs = rateCorrection.correction * now.roomRate *
    (now.atMs - since.atMs);
  const unjudged = { ...since, driftMs: since.driftMs - backMs, askedMs };
  const ended = {
    ...rateCorrection,
    since: start,
    // A start is no correction, so what follows was not caused by one.
    hunting: now.isSettling
      ? rateCorrection.hunting
      : noteEnd(rateCorrection.hunting, { sign, atMs: now.atMs }),
  };
  const isClose = Math.abs(leftMs) <= (hasCrossed ? zoneMs : leaveMs);
  if (isClose) return { ...ended, correction: 0, unjudged };

  const wanted = strength(leftMs, { ...now, profile });
  if (hasCrossed) {
    const hunting = now.isSettling
      ? rateCorrection.hunting
      : noteBegin(ended.hunting, { sign: -sign, atMs: now.atMs });
    return { ...ended, correction: wanted, hunting };
  }
  const present = rateCorrection.correction;
  const fitting = isRestarting(now.cost)
    ? hasten(present, { leftMs, wanted, lossMs: backMs })
    : refit(present, { driftMs: leftMs, wanted, profile });
  if (fitting !== present) {
    return { ...rateCorrection, correction: fitting, since: start };
  }
  const isEarly = now.atMs - since.atMs < JUDGE_MS ||
    Math.abs(askedMs) < PROBE_MS + 2 * noiseMs;
  if (isEarly) return { ...rateCorrection, since };
  return judge({
    ...rateCorrection,
    since: start,
    unjudged: { ...unjudged, driftMs: since.driftMs },
  }, now);
}

/** What a loss will leave over, ms; it makes no correction stronger than what is seen now allows. */
function afterLoss(
  driftMs: number,
  { lossMs, profile: { gentleBelowMs } }: {
    lossMs: number;
    profile: CorrectionProfile;
  },
): number {
  const leftMs = driftMs - lossMs;
  if (Math.abs(driftMs) >= gentleBelowMs) return leftMs;
  const max = gentleBelowMs - 1;
  return clamp(leftMs, { min: -max, max });
}

/** Drift at which a correction begins, ms. */
function enterMs(widening: number, now: CorrectionInput): number {
  const factor = Math.max(1, widening);
  const { noiseMs } = now.estimate;
  return clamp(factor * NOISE_FACTOR * noiseMs, {
    // What a correction costs by chance is not worth one.
    min: Math.max(
      factor * ENTER_MS,
      COST_SPREAD_FACTOR * costSpreadMs(now.cost),
    ),
    max: MAX_ENTER_MS,
  });
}

/** The trim that this player needs; changed only when the rate changes anyway, since a change is heard. */
function learnTrim(
  rateCorrection: RateCorrection,
  { estimate, roomRate }: CorrectionInput,
): number {
  const { slope } = estimate;
  if (slope === null || rateCorrection.failures > 0) return rateCorrection.trim;
  const trim = clamp(-slope / roomRate, { min: -MAX_TRIM, max: MAX_TRIM });
  if (Math.abs(trim) < MIN_TRIM) return 0;
  return Math.round(trim / TRIM_STEP) * TRIM_STEP;
}

/** Compares what the last correction did with what it was asked to do. */
function judge(
  rateCorrection: RateCorrection,
  now: CorrectionInput,
): RateCorrection {
  if (!rateCorrection.unjudged) return rateCorrection;
  const { response, verdict } = weigh(rateCorrection.response, {
    probe: rateCorrection.unjudged,
    driftMs: now.estimate.driftMs,
    atMs: now.atMs,
    roomRate: now.roomRate,
  });
  const judged = { ...rateCorrection, unjudged: null, response };
  switch (verdict) {
    case "open":
      return judged;
    case "follows":
      return { ...judged, failures: 0 };
    case "ignores": {
      const failures = rateCorrection.failures + 1;
      if (failures < PROBE_FAILURES) return { ...judged, failures };
      return {
        ...rest(judged),
        trim: 0,
        failures,
        seekOnlyUntilMs: now.atMs + PROBE_AGAIN_MS,
      };
    }
  }
}
