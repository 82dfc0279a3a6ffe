/**
 * What this device has taught about itself: how long its seeks take to land,
 * and how long after `play()` its media moves.
 * @module
 */
import { clamp } from "../shared/stats.ts";
import {
  FIRST_PLAY_MS,
  FIRST_SEEK_MS,
  LEARN_WEIGHT,
  MAX_PLAY_MS,
  MAX_SEEK_MS,
  MIN_SEEK_MS,
} from "./constants.ts";

/** Learned times, ms. */
export interface Latency {
  readonly seekMs: number;
  /** Mean deviation of seek times. */
  readonly seekSpreadMs: number;
  readonly playMs: number;
  /** Whether a first measurement has replaced the assumed values. */
  readonly knowsSeek: boolean;
  readonly knowsPlay: boolean;
}

/** Makes the assumptions of a device that has shown nothing yet. */
export function createLatency(): Latency {
  return {
    seekMs: FIRST_SEEK_MS,
    seekSpreadMs: FIRST_SEEK_MS / 4,
    playMs: FIRST_PLAY_MS,
    knowsSeek: false,
    knowsPlay: false,
  };
}

/** Learns from a seek that took `tookMs` to land. */
export function learnSeek(latency: Latency, tookMs: number): Latency {
  const took = clamp(tookMs, { min: MIN_SEEK_MS, max: MAX_SEEK_MS });
  if (!latency.knowsSeek) {
    return {
      ...latency,
      seekMs: took,
      seekSpreadMs: took / 4,
      knowsSeek: true,
    };
  }
  const errorMs = took - latency.seekMs;
  return {
    ...latency,
    seekMs: latency.seekMs + LEARN_WEIGHT * errorMs,
    seekSpreadMs: latency.seekSpreadMs +
      LEARN_WEIGHT * (Math.abs(errorMs) - latency.seekSpreadMs),
  };
}

/** Learns from a start whose drift came out as `driftMs` of time: behind means that `play()` should have come earlier. */
export function learnPlay(latency: Latency, driftMs: number): Latency {
  const weight = latency.knowsPlay ? LEARN_WEIGHT : 1;
  const playMs = clamp(latency.playMs - weight * driftMs, {
    min: 0,
    max: MAX_PLAY_MS,
  });
  return { ...latency, playMs, knowsPlay: true };
}

/** How far ahead a seek must aim so that it will have landed, ms. */
export function seekLeadMs(latency: Latency): number {
  return Math.min(
    MAX_SEEK_MS,
    latency.seekMs + 2 * latency.seekSpreadMs + latency.playMs,
  );
}
