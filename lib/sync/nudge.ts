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
  LEAVE_MS,
  LEAVE_SHARE,
  MAX_ENTER_MS,
  MAX_RATE,
  MAX_TRIM,
  MAX_WIDENING,
  MIN_TRIM,
  NOISE_FACTOR,
  PROBE_AGAIN_MS,
  PROBE_FAILURES,
  PROBE_MS,
  PROBE_SHARE,
  RATE_STEP,
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
  /** Factor on the dead zone: grows while corrections only chase each other. */
  readonly widening: number;
  /** Sign of the last correction and the device instant of its end. */
  readonly last: { readonly sign: number; readonly endMs: number } | null;
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
    widening: 1,
    last: null,
    failures: 0,
    seekOnlyUntilMs: null,
  };
}

/** Ends what is under way, at a discontinuity; what was learned stays. */
export function rest(nudge: Nudge): Nudge {
  return { ...nudge, correction: 0, since: null };
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

/**
 * Decides the correction from the present estimate.
 * @param now `roomRate`: media seconds per second.
 * @see SPEC S7–S10
 */
export function steer(
  nudge: Nudge,
  now: { estimate: DriftEstimate; roomRate: number; atMs: number },
): Nudge {
  const { driftMs, noiseMs } = now.estimate;
  if (nudge.seekOnlyUntilMs !== null) {
    if (now.atMs < nudge.seekOnlyUntilMs) return nudge;
    nudge = { ...rest(nudge), failures: 0, seekOnlyUntilMs: null };
  }
  const start = { driftMs, atMs: now.atMs };
  const since = nudge.since ?? start;
  const enterMs = nudge.widening * clamp(NOISE_FACTOR * noiseMs, {
    min: ENTER_MS,
    max: MAX_ENTER_MS,
  });

  if (nudge.correction === 0) {
    if (Math.abs(driftMs) < enterMs) return { ...nudge, since };
    return {
      ...nudge,
      correction: strength(driftMs, now.roomRate),
      trim: learnTrim(nudge, { ...now, since }),
      widening: widen(nudge, { sign: Math.sign(driftMs), atMs: now.atMs }),
      since: start,
    };
  }

  const leaveMs = Math.max(LEAVE_MS, LEAVE_SHARE * enterMs);
  const isOver = Math.abs(driftMs) <= leaveMs ||
    Math.sign(driftMs) === Math.sign(nudge.correction);
  if (isOver) {
    const last = { sign: -Math.sign(nudge.correction), endMs: now.atMs };
    return { ...nudge, correction: 0, since: start, last, failures: 0 };
  }

  const fitting = refit(nudge.correction, {
    driftMs,
    wanted: strength(driftMs, now.roomRate),
  });
  if (fitting !== nudge.correction) {
    return { ...nudge, correction: fitting, since: start };
  }
  const askedMs = nudge.correction * now.roomRate * (now.atMs - since.atMs);
  if (Math.abs(askedMs) < PROBE_MS + 2 * noiseMs) return { ...nudge, since };
  const share = (driftMs - since.driftMs) / askedMs;
  if (share < PROBE_SHARE) return failProbe(nudge, now.atMs, start);
  return { ...nudge, since: start, failures: 0 };
}

/** Correction that closes a drift, against its sign. */
function strength(driftMs: number, roomRate: number): number {
  const sizeMs = Math.abs(driftMs) / roomRate;
  const isGentle = Math.abs(driftMs) < GENTLE_BELOW_MS;
  const wanted = sizeMs / (isGentle ? GENTLE_TIME_MS : STRONG_TIME_MS);
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
  { driftMs, wanted }: { driftMs: number; wanted: number },
): number {
  const isGentle = Math.abs(driftMs) < GENTLE_BELOW_MS;
  if (isGentle) return Math.abs(present) > GENTLE_RATE ? wanted : present;
  const ratio = Math.abs(wanted) / Math.abs(present);
  return ratio >= 2 || ratio <= 0.5 ? wanted : present;
}

/** A correction that undoes the one just made is an echo of a rate this player rounds, or of noise. */
function widen(nudge: Nudge, now: { sign: number; atMs: number }): number {
  if (!nudge.last) return 1;
  const sinceMs = now.atMs - nudge.last.endMs;
  if (sinceMs > ECHO_FORGOTTEN_MS) return 1;
  const isEcho = sinceMs < ECHO_MS && nudge.last.sign !== now.sign;
  return isEcho ? Math.min(MAX_WIDENING, 2 * nudge.widening) : nudge.widening;
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
  if (heldMs < TRIM_HOLD_MS || isJump) return nudge.trim;
  const slope = (now.estimate.driftMs - now.since.driftMs) /
    (heldMs * now.roomRate);
  if (Math.abs(slope) < MIN_TRIM) return nudge.trim;
  const trim = clamp(nudge.trim - TRIM_GAIN * slope, {
    min: -MAX_TRIM,
    max: MAX_TRIM,
  });
  return Math.round(trim / MIN_TRIM) * MIN_TRIM;
}

function failProbe(
  nudge: Nudge,
  atMs: number,
  since: Nudge["since"],
): Nudge {
  const failures = nudge.failures + 1;
  if (failures < PROBE_FAILURES) return { ...nudge, failures, since };
  return {
    ...rest(nudge),
    trim: 0,
    failures,
    seekOnlyUntilMs: atMs + PROBE_AGAIN_MS,
  };
}
