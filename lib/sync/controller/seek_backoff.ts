/**
 * Keeps seeks that correct drift from chasing each other on a device or line
 * that cannot follow.
 * @module
 */
import {
  MAX_SEEK_BACKOFF_MS,
  SEEK_BACKOFF_MS,
  SEEK_CALM_MS,
} from "../constants.ts";

/** When the next correcting seek may come. */
export interface SeekBackoff {
  /** Pause after the last one, ms. */
  readonly pauseMs: number;
  /** Device instant of the last one. */
  readonly lastMs: number;
}

/** Makes a back-off without history. */
export function createBackoff(): SeekBackoff {
  return { pauseMs: 0, lastMs: -Infinity };
}

/** Whether a correcting seek may be done now. */
export function maySeek(backoff: SeekBackoff, nowMs: number): boolean {
  return nowMs - backoff.lastMs >= backoff.pauseMs;
}

/** Notes a correcting seek: each one soon after another doubles the pause. */
export function noteSeek(backoff: SeekBackoff, nowMs: number): SeekBackoff {
  const isCalm = nowMs - backoff.lastMs > backoff.pauseMs + SEEK_CALM_MS;
  const pauseMs = isCalm || backoff.pauseMs === 0
    ? SEEK_BACKOFF_MS
    : Math.min(MAX_SEEK_BACKOFF_MS, 2 * backoff.pauseMs);
  return { pauseMs, lastMs: nowMs };
}
