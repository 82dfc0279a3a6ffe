/**
 * How far the media is from the target, told from noisy measurements.
 *
 * Each measurement is kept less the correction that had been asked for until
 * then, so measurements from before and after a change of rate compare, and
 * the median does not lag behind a correction.
 * @module
 */
import {
  DRIFT_WINDOW,
  MAX_DEVIATION_MS,
  MIN_DRIFT_SAMPLES,
  NOISE_MEMORY,
} from "./constants.ts";

/** Measurements since the last discontinuity. */
export interface DriftState {
  /** Drift less the asked correction, ms. */
  readonly residualsMs: readonly number[];
  /** Correction asked for so far, ms of media. */
  readonly askedMs: number;
  /** Device instant up to which `askedMs` counts. */
  readonly atMs: number | null;
  /** Standard deviation of one measurement, ms; outlives discontinuities. */
  readonly noiseMs: number;
  /** Measurements that `noiseMs` was learned from. */
  readonly noiseCount: number;
}

/** What is believed now, ms. */
export interface DriftEstimate {
  /** Media minus target; negative: behind. */
  driftMs: number;
  /** Standard deviation of one measurement. */
  noiseMs: number;
}

/** Makes an estimate without measurements. */
export function createDrift(): DriftState {
  return {
    residualsMs: [],
    askedMs: 0,
    atMs: null,
    noiseMs: 0,
    noiseCount: 0,
  };
}

/** Forgets the measurements, at a discontinuity, but not how noisy they are. */
export function forgetDrift(state: DriftState): DriftState {
  return { ...state, residualsMs: [], askedMs: 0, atMs: null };
}

/** Takes in one measurement. `correction`: rate asked for since the former one, less the room's; media seconds per second. */
export function addDrift(
  state: DriftState,
  measured: { driftMs: number; correction: number; atMs: number },
): DriftState {
  const elapsedMs = state.atMs === null ? 0 : measured.atMs - state.atMs;
  const askedMs = state.askedMs + measured.correction * Math.max(0, elapsedMs);
  const residualMs = measured.driftMs - askedMs;
  const residualsMs = [...state.residualsMs, residualMs].slice(-DRIFT_WINDOW);
  return {
    ...learnNoise(state, residualMs),
    residualsMs: afterJump(residualsMs),
    askedMs,
    atMs: Math.max(measured.atMs, state.atMs ?? -Infinity),
  };
}

/** @returns `null` while there are too few measurements. */
export function estimateDrift(state: DriftState): DriftEstimate | null {
  if (state.residualsMs.length < MIN_DRIFT_SAMPLES) return null;
  return {
    driftMs: median(state.residualsMs) + state.askedMs,
    noiseMs: state.noiseMs,
  };
}

/** Media that jumped is measured from there on: what came before would only blur it. */
function afterJump(residualsMs: readonly number[]): readonly number[] {
  const newest = residualsMs.slice(-MIN_DRIFT_SAMPLES);
  const older = residualsMs.slice(0, -MIN_DRIFT_SAMPLES);
  if (older.length === 0) return residualsMs;
  const before = median(older);
  const isAway = (sign: number) =>
    newest.every((r) => sign * (r - before) > MAX_DEVIATION_MS);
  return isAway(1) || isAway(-1) ? newest : residualsMs;
}

function learnNoise(state: DriftState, residualMs: number): DriftState {
  if (state.residualsMs.length < MIN_DRIFT_SAMPLES) return state;
  const deviationMs = Math.abs(residualMs - median(state.residualsMs));
  // A jump of the media is not noise; 1.25 turns a mean deviation into a standard deviation, if noise is normal.
  const sizeMs = 1.25 * Math.min(MAX_DEVIATION_MS, deviationMs);
  const noiseCount = Math.min(NOISE_MEMORY, state.noiseCount + 1);
  const noiseMs = state.noiseMs + (sizeMs - state.noiseMs) / noiseCount;
  return { ...state, noiseMs, noiseCount };
}

/** Middle of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? NaN)) / 2;
}
