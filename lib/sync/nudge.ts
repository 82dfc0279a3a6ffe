/**
 * Small corrections by playback rate: when to begin one, how strong, when to
 * stop; what rate this player needs to really run at the asked one; and
 * whether it follows fine rates at all.
 * @module
 */
import {
  ECHO_FORGOTTEN_MS,
  ECHO_MS,
  ENTER_MS,
  GENTLE_BELOW_MS,
  GENTLE_RATE,
  GENTLE_TIME_MS,
  JUDGE_MS,
  LEAVE_MS,
  LEAVE_SHARE,
  MAX_ENTER_MS,
  MAX_RATE,
  MAX_SAME_WIDENING,
  MAX_TRIM,
  MAX_WIDENING,
  MIN_TRIM,
  NOISE_FACTOR,
  PROBE_AGAIN_MS,
  PROBE_FAILURES,
  PROBE_MS,
  PROBE_SHARE,
  RATE_DOUBT,
  RATE_STEP,
  SETTLING_FROM_MS,
  SETTLING_TIME_MS,
  STRONG_TIME_MS,
  TRIM_GAIN,
  TRIM_HOLD_MS,
} from "./constants.ts";
import type { DriftEstimate } from "./drift.ts";
import { clamp } from "./latency.ts";

/** State of the correction by rate. */
export interface Nudge {
  /** Correction now, unitless: 0.02 plays 2 % faster than the room. */
  readonly correction: number;
  /** Lasting trim against the player's own rate error, unitless. */
  readonly trim: number;
  /** Drift (ms) and device instant when the present correction or hold began. */
  readonly since: { readonly driftMs: number; readonly atMs: number } | null;
  /** A correction that has ended and is to be judged: drift and instant of its start, and the change it asked for, ms. */
  readonly unjudged:
    | {
      readonly driftMs: number;
      readonly atMs: number;
      readonly askedMs: number;
    }
    | null;
  /** Factor on the dead zone: grows while corrections only chase each other. */
  readonly widening: number;
  /** Device instant at which the last correction ended, and its sign. */
  readonly lastEnd: { readonly atMs: number; readonly sign: number };
  /** Probes in a row that the device did not follow. */
  readonly failures: number;
  /** Device instant until which it only seeks; `null` when it follows rates. */
  readonly seekOnlyUntilMs: number | null;
}

/** Makes a correction at rest. */
export function createNudge(): Nudge {
  return {
    correction: 0,
    trim: 0,
    since: null,
    unjudged: null,
    widening: 1,
    lastEnd: { atMs: -Infinity, sign: 0 },
    failures: 0,
    seekOnlyUntilMs: null,
  };
}

/** Ends what is under way, at a discontinuity; what was learned stays. */
export function rest(nudge: Nudge): Nudge {
  return { ...nudge, correction: 0, since: null, unjudged: null };
}

/** Whether this device is corrected by seeks alone now. */
export function isSeekOnly(nudge: Nudge): boolean {
  return nudge.seekOnlyUntilMs !== null;
}

/** Rate to ask of the player in a room of this rate; within {@linkcode MAX_RATE} of it, within {@linkcode GENTLE_RATE} when gentle. */
export function playerRate(nudge: Nudge, roomRate: number): number {
  const bound = Math.max(GENTLE_RATE, Math.abs(nudge.correction));
  const factor = clamp(nudge.correction + nudge.trim, {
    min: -bound,
    max: bound,
  });
  return roomRate * (1 + factor);
}

/** How strong corrections are. */
interface Manner {
  /** Drift below which they are gentle, ms. */
  gentleBelowMs: number;
  /** How long the others should take, ms, where the bound allows. */
  strongTimeMs: number;
}

const CALM: Manner = {
  gentleBelowMs: GENTLE_BELOW_MS,
  strongTimeMs: STRONG_TIME_MS,
};
const SETTLING: Manner = {
  gentleBelowMs: SETTLING_FROM_MS,
  strongTimeMs: SETTLING_TIME_MS,
};

/**
 * Decides the correction from the present estimate.
 * @param now `roomRate`: media seconds per second. `isSettling`: media has only just been set in motion.
 * @see SPEC S7–S10
 */
export function steer(
  nudge: Nudge,
  now: {
    estimate: DriftEstimate;
    roomRate: number;
    atMs: number;
    isSettling: boolean;
  },
): Nudge {
  const { driftMs, noiseMs } = now.estimate;
  const manner = now.isSettling ? SETTLING : CALM;
  if (nudge.seekOnlyUntilMs !== null) {
    if (now.atMs < nudge.seekOnlyUntilMs) return nudge;
    nudge = { ...rest(nudge), failures: 0, seekOnlyUntilMs: null };
  }
  const start = { driftMs, atMs: now.atMs };
  const since = nudge.since ?? start;
  const enterMs = clamp(nudge.widening * NOISE_FACTOR * noiseMs, {
    min: nudge.widening * ENTER_MS,
    max: MAX_ENTER_MS,
  });

  if (nudge.correction === 0) {
    const enters = Math.abs(driftMs) >= enterMs;
    const held = { ...nudge, since };
    const judged = enters || now.atMs - since.atMs >= JUDGE_MS
      ? judge(held, now)
      : held;
    if (!enters || isSeekOnly(judged)) return judged;
    return {
      ...judged,
      correction: strength(driftMs, now.roomRate, manner),
      trim: learnTrim(judged, { ...now, since }),
      widening: widen(judged, {
        sign: -Math.sign(driftMs),
        atMs: now.atMs,
      }),
      since: start,
    };
  }

  const leaveMs = Math.max(LEAVE_MS, LEAVE_SHARE * enterMs);
  const isOver = Math.abs(driftMs) <= leaveMs ||
    Math.sign(driftMs) === Math.sign(nudge.correction);
  const askedMs = nudge.correction * now.roomRate * (now.atMs - since.atMs);
  if (isOver) {
    const unjudged = { ...since, askedMs };
    return {
      ...nudge,
      correction: 0,
      since: start,
      unjudged,
      lastEnd: { atMs: now.atMs, sign: Math.sign(nudge.correction) },
    };
  }
  const fitting = refit(nudge.correction, {
    driftMs,
    wanted: strength(driftMs, now.roomRate, manner),
    manner,
  });
  if (fitting !== nudge.correction) {
    return { ...nudge, correction: fitting, since: start };
  }
  const isEarly = now.atMs - since.atMs < JUDGE_MS ||
    Math.abs(askedMs) < PROBE_MS + 2 * noiseMs;
  if (isEarly) return { ...nudge, since };
  const unjudged = { ...since, askedMs };
  return judge({ ...nudge, since: start, unjudged }, now);
}

/** Correction that closes a drift, against its sign. */
function strength(
  driftMs: number,
  roomRate: number,
  { gentleBelowMs, strongTimeMs }: Manner,
): number {
  const sizeMs = Math.abs(driftMs) / roomRate;
  const isGentle = Math.abs(driftMs) < gentleBelowMs;
  const wanted = sizeMs / (isGentle ? GENTLE_TIME_MS : strongTimeMs);
  const bounded = clamp(wanted, {
    min: isGentle ? RATE_STEP * 2 : GENTLE_RATE,
    max: isGentle ? GENTLE_RATE : MAX_RATE,
  });
  return -Math.sign(driftMs) * Math.floor(bounded / RATE_STEP + 1e-9) *
    RATE_STEP;
}

/** A change of rate is heard: one is made only where the bound demands it, or where it saves much. */
function refit(
  present: number,
  { driftMs, wanted, manner: { gentleBelowMs } }: {
    driftMs: number;
    wanted: number;
    manner: Manner;
  },
): number {
  const isGentle = Math.abs(driftMs) < gentleBelowMs;
  if (isGentle) return Math.abs(present) > GENTLE_RATE ? wanted : present;
  const ratio = Math.abs(wanted) / Math.abs(present);
  const isWellAbove = Math.abs(driftMs) > 1.5 * gentleBelowMs;
  return (ratio >= 2 && isWellAbove) || ratio <= 0.5 ? wanted : present;
}

/**
 * A correction soon after another is its echo. The other way: of a rate this
 * player rounds, or of noise. The same way: of a rate error that a trim will
 * end, or of a player that follows no rates, which a wider zone brings to light.
 */
function widen(nudge: Nudge, now: { sign: number; atMs: number }): number {
  const { lastEnd, widening } = nudge;
  const sinceMs = now.atMs - lastEnd.atMs;
  if (sinceMs > ECHO_FORGOTTEN_MS) return 1;
  if (sinceMs >= ECHO_MS) return Math.max(1, widening / 2);
  const most = lastEnd.sign === now.sign ? MAX_SAME_WIDENING : MAX_WIDENING;
  return Math.max(widening, Math.min(most, 2 * widening));
}

function learnTrim(
  nudge: Nudge,
  now: {
    estimate: DriftEstimate;
    roomRate: number;
    atMs: number;
    since: { driftMs: number; atMs: number };
  },
): number {
  const heldMs = now.atMs - now.since.atMs;
  // A jump says nothing about the rate; it crosses the dead zone in one step.
  const isJump = Math.abs(now.estimate.driftMs) > MAX_ENTER_MS;
  if (heldMs < TRIM_HOLD_MS || isJump || nudge.failures > 0) return nudge.trim;
  const slope = (now.estimate.driftMs - now.since.driftMs) /
    (heldMs * now.roomRate);
  if (Math.abs(slope) < MIN_TRIM) return nudge.trim;
  const trim = clamp(nudge.trim - TRIM_GAIN * slope, {
    min: -MAX_TRIM,
    max: MAX_TRIM,
  });
  return Math.round(trim / MIN_TRIM) * MIN_TRIM;
}

/** Compares what the last correction did with what it was asked to do. */
function judge(
  nudge: Nudge,
  now: { estimate: DriftEstimate; roomRate: number; atMs: number },
): Nudge {
  const { unjudged } = nudge;
  if (!unjudged) return nudge;
  const share = (now.estimate.driftMs - unjudged.driftMs) / unjudged.askedMs;
  // What the player's own rate error may have undone meanwhile proves nothing.
  const doubtMs = RATE_DOUBT * now.roomRate * (now.atMs - unjudged.atMs);
  const isTooSmall = (1 - PROBE_SHARE) * Math.abs(unjudged.askedMs) < doubtMs;
  if (isTooSmall) return { ...nudge, unjudged: null };
  if (share >= PROBE_SHARE) {
    return { ...nudge, unjudged: null, failures: 0 };
  }
  const failures = nudge.failures + 1;
  if (failures < PROBE_FAILURES) return { ...nudge, unjudged: null, failures };
  return {
    ...rest(nudge),
    trim: 0,
    failures,
    seekOnlyUntilMs: now.atMs + PROBE_AGAIN_MS,
  };
}
