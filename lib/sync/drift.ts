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
  JUMP_FACTOR,
  MIN_DRIFT_SAMPLES,
  MIN_JUMP_MS,
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
  /** Sizes of the last changes from one measurement to the next, ms; outlive discontinuities. */
  readonly changesMs: readonly number[];
  /** Standard deviation of one measurement, ms, told from them. */
  readonly noiseMs: number;
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
    changesMs: [],
    noiseMs: 0,
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
  const changesMs = withChange(state, residualMs);
  return {
    residualsMs: afterJump(residualsMs, state.noiseMs),
    changesMs,
    noiseMs: noiseOf(changesMs),
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
  return [...state.changesMs, Math.abs(residualMs - last)]
    .slice(-NOISE_MEMORY);
}

/**
 * Standard deviation of one measurement, ms. From the middle change, so that
 * a player that loses a moment now and then does not pass for a noisy one.
 */
function noiseOf(changesMs: readonly number[]): number {
  if (changesMs.length < MIN_DRIFT_SAMPLES) return 0;
  // The middle change between two normal values is 0.954 of their deviation.
  return median(changesMs) / 0.954;
}

/** Middle of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? NaN)) / 2;
}
