/**
 * How far the media is from the target, estimated from noisy measurements.
 *
 * Each measurement is kept less the correction that had been asked for until
 * then, so measurements from before and after a change of rate compare, and
 * the median does not lag behind a correction.
 * @module
 */
import { median } from "../shared/stats.ts";
import {
  DRIFT_WINDOW,
  HISTORY_EVERY_MS,
  HISTORY_LENGTH,
  JUMP_FACTOR,
  MIN_DRIFT_SAMPLES,
  MIN_JUMP_MS,
  MIN_SLOPES,
  NOISE_MEMORY,
  SLOPE_LAG,
} from "./constants.ts";

/** Measurements since the last discontinuity. */
export interface DriftState {
  /** Drift less the asked correction, ms. */
  readonly residualsMs: readonly number[];
  /** Correction asked for so far, ms of media. */
  readonly askedMs: number;
  /** What the trim has added so far, ms of media. It only undoes the player's own error, so it is no part of a residual. */
  readonly trimmedMs: number;
  /** Device instant up to which both count. */
  readonly atMs: number | null;
  /** The last changes from one measurement to the next, ms; they outlive discontinuities. */
  readonly changesMs: readonly number[];
  /** Standard deviation of one measurement, ms, estimated from them. */
  readonly noiseMs: number;
  /** Residuals less the trim, at a calmer pace, for the player's own rate error. */
  readonly history: readonly {
    readonly residualMs: number;
    readonly atMs: number;
  }[];
}

/** What is believed now, ms. */
export interface DriftEstimate {
  /** Media minus target; negative: behind. */
  driftMs: number;
  /** Standard deviation of one measurement. */
  noiseMs: number;
  /** How much faster the player runs than it is asked to, media seconds per second; `null` while unknown. */
  slope: number | null;
}

/** Makes an estimate without measurements. */
export function createDrift(): DriftState {
  return {
    residualsMs: [],
    askedMs: 0,
    trimmedMs: 0,
    atMs: null,
    changesMs: [],
    noiseMs: 0,
    history: [],
  };
}

/** Forgets the measurements, at a discontinuity, but not how noisy they are. */
export function forgetDrift(state: DriftState): DriftState {
  return {
    ...state,
    residualsMs: [],
    history: [],
    askedMs: 0,
    trimmedMs: 0,
    atMs: null,
  };
}

/** Forgets the measurements only: the player has lost some media at once, and its pace is what it was. */
export function forgetResiduals(state: DriftState): DriftState {
  return { ...state, residualsMs: [] };
}

/** Takes in one measurement. `correction` and `trim`: what has been added to the room's rate since the former one, media seconds per second. */
export function addDrift(
  state: DriftState,
  measured: {
    driftMs: number;
    correction: number;
    trim: number;
    atMs: number;
  },
): DriftState {
  const elapsedMs = Math.max(0, measured.atMs - (state.atMs ?? Infinity));
  const askedMs = state.askedMs + measured.correction * elapsedMs;
  const trimmedMs = state.trimmedMs + measured.trim * elapsedMs;
  const residualMs = measured.driftMs - askedMs;
  const residualsMs = [...state.residualsMs, residualMs].slice(-DRIFT_WINDOW);
  const changesMs = withChange(state, residualMs);
  const believed = afterJump(residualsMs, state.noiseMs);
  return {
    residualsMs: believed,
    history: withEntry(state.history, {
      residualMs: median(believed) - trimmedMs,
      atMs: measured.atMs,
    }),
    changesMs,
    noiseMs: noiseOf(changesMs),
    askedMs,
    trimmedMs,
    atMs: Math.max(measured.atMs, state.atMs ?? -Infinity),
  };
}

/** @returns `null` while there are too few measurements. */
export function estimateDrift(state: DriftState): DriftEstimate | null {
  if (state.residualsMs.length < MIN_DRIFT_SAMPLES) return null;
  return {
    driftMs: median(state.residualsMs) + state.askedMs,
    noiseMs: state.noiseMs,
    slope: slopeOf(state.history),
  };
}

function withEntry(
  history: DriftState["history"],
  entry: DriftState["history"][number],
): DriftState["history"] {
  const last = history.at(-1);
  if (last && entry.atMs - last.atMs < HISTORY_EVERY_MS) return history;
  return [...history, entry].slice(-HISTORY_LENGTH);
}

/**
 * What three of four slopes agree on at least: moments of sound lost now and
 * then must not pass for a slow player.
 */
function slopeOf(history: DriftState["history"]): number | null {
  const slopes = history.slice(SLOPE_LAG).map((later, index) => {
    const earlier = history[index] ?? later;
    return (later.residualMs - earlier.residualMs) /
      (later.atMs - earlier.atMs);
  });
  if (slopes.length < MIN_SLOPES) return null;
  slopes.sort((a, b) => a - b);
  const quarter = slopes.length >> 2;
  const low = slopes[quarter] ?? 0;
  const high = slopes[slopes.length - 1 - quarter] ?? 0;
  return Math.max(low, 0) + Math.min(high, 0);
}

/** Media that jumped is measured from there on: what came before would only blur it. */
function afterJump(
  residualsMs: readonly number[],
  noiseMs: number,
): readonly number[] {
  const newest = residualsMs.slice(-MIN_DRIFT_SAMPLES);
  const older = residualsMs.slice(0, -MIN_DRIFT_SAMPLES);
  if (older.length === 0) return residualsMs;
  const before = median(older);
  const jumpMs = Math.max(MIN_JUMP_MS, JUMP_FACTOR * noiseMs);
  const isAway = (sign: number) =>
    newest.every((r) => sign * (r - before) > jumpMs);
  return isAway(1) || isAway(-1) ? newest : residualsMs;
}

function withChange(state: DriftState, residualMs: number) {
  const last = state.residualsMs.at(-1);
  if (last === undefined) return state.changesMs;
  return [...state.changesMs, residualMs - last].slice(-NOISE_MEMORY);
}

/**
 * Standard deviation of one measurement, ms. Noise goes both ways; a player
 * that loses a moment now and then goes one way, and does not pass for noisy.
 */
function noiseOf(changesMs: readonly number[]): number {
  if (changesMs.length < MIN_DRIFT_SAMPLES) return 0;
  const sorted = changesMs.toSorted((a, b) => a - b);
  const tenth = Math.floor(sorted.length / 10);
  const down = -(sorted[tenth] ?? 0);
  const up = sorted[sorted.length - 1 - tenth] ?? 0;
  // A tenth of the changes between two normal values exceeds 1.81 deviations.
  return Math.max(0, Math.min(down, up)) / 1.81;
}
