/**
 * How strong a correction by rate is.
 * @module
 */
import {
  GENTLE_BELOW_MS,
  GENTLE_RATE,
  MAX_RATE,
  RATE_STEP,
  SETTLING_FROM_MS,
  SETTLING_TIME_MS,
  STRONG_TIME_MS,
  WORTH_A_LOSS_MS,
} from "./constants.ts";
import { clamp } from "../shared/stats.ts";

/** Bounds and haste of corrections. */
export interface CorrectionProfile {
  /** Drift below which they are gentle, ms. */
  gentleBelowMs: number;
  /** How long the others should take, ms, where the bound allows. */
  strongTimeMs: number;
}

/** In the middle of a film, where a change is heard. */
export const CALM: CorrectionProfile = {
  gentleBelowMs: GENTLE_BELOW_MS,
  strongTimeMs: STRONG_TIME_MS,
};

/** Just after a start, which is a jump anyway. */
export const SETTLING: CorrectionProfile = {
  gentleBelowMs: SETTLING_FROM_MS,
  strongTimeMs: SETTLING_TIME_MS,
};

/**
 * Correction that closes a drift, against its sign.
 * @param driftMs Media minus target, ms; not 0.
 * @param at `roomRate`: media seconds per second.
 * @returns Share of the room's rate, a multiple of {@linkcode RATE_STEP}.
 * @see SPEC S8
 */
export function strength(
  driftMs: number,
  at: { roomRate: number; profile: CorrectionProfile },
): number {
  const { gentleBelowMs, strongTimeMs } = at.profile;
  const against = -Math.sign(driftMs);
  if (Math.abs(driftMs) < gentleBelowMs) return against * GENTLE_RATE;
  const size = clamp(Math.abs(driftMs) / at.roomRate / strongTimeMs, {
    min: GENTLE_RATE,
    max: MAX_RATE,
  });
  return against * Math.floor(size / RATE_STEP + 1e-9) * RATE_STEP;
}

/** A change of rate is heard: one is made only where the bound demands it, or where it saves much. */
export function refit(
  present: number,
  { driftMs, wanted, profile: { gentleBelowMs } }: {
    driftMs: number;
    wanted: number;
    profile: CorrectionProfile;
  },
): number {
  // A start is stretched less than any correction needs.
  if (Math.abs(present) < GENTLE_RATE) return wanted;
  const isGentle = Math.abs(driftMs) < gentleBelowMs;
  if (isGentle) return Math.abs(present) > GENTLE_RATE ? wanted : present;
  const ratio = Math.abs(wanted) / Math.abs(present);
  const isWellAbove = Math.abs(driftMs) > 1.5 * gentleBelowMs;
  return (ratio >= 2 && isWellAbove) || ratio <= 0.5 ? wanted : present;
}

/** The same where each change costs `lossMs` of media: only for an end that is sooner by {@linkcode WORTH_A_LOSS_MS}. */
export function hasten(
  present: number,
  { leftMs, wanted, lossMs }: {
    leftMs: number;
    wanted: number;
    lossMs: number;
  },
): number {
  const dueMs = Math.abs(leftMs / present);
  const soonerMs = dueMs - Math.abs((leftMs - lossMs) / wanted);
  return soonerMs >= WORTH_A_LOSS_MS ? wanted : present;
}
