/**
 * Reads a member's figures off the controller's steps.
 * @module
 */
import { IN_SYNC_MS, METRICS_EVERY_MS } from "../constants.ts";
import type { ControllerState } from "./state.ts";
import { countMetric, createMetrics, type SyncMetrics } from "../metrics.ts";

/** Figures, and what is needed to go on counting. */
export interface Observation {
  readonly metrics: SyncMetrics;
  /** Whether a correction is under way that has not reached the target. */
  readonly isCorrecting: boolean;
  /** Device instant of the last drift that was counted. */
  readonly countedMs: number;
}

/** Makes an observation of nothing. */
export function createObservation(): Observation {
  return {
    metrics: createMetrics(),
    isCorrecting: false,
    countedMs: -Infinity,
  };
}

/** Whether what is shown is the room's frame, as far as a person can tell. */
export function isInSync(state: ControllerState): boolean {
  switch (state.doing.mode) {
    case "paused":
    case "ended":
      return true;
    case "playing":
      return state.driftMs !== null && Math.abs(state.driftMs) <= IN_SYNC_MS;
    default:
      return false;
  }
}

/** Takes in one step of the controller. @see SPEC S18 */
export function observe(
  seen: Observation,
  step: { before: ControllerState; after: ControllerState },
  nowMs: number,
): Observation {
  const { before, after } = step;
  const begins = isBusy(after) && !isBusy(before);
  if (begins) seen = count(seen, { type: "attempt" }, nowMs);
  const isCorrecting = begins || seen.isCorrecting;
  if (isCorrecting && !isBusy(after) && isInSync(after)) {
    seen = count(seen, { type: "success" }, nowMs);
    seen = { ...seen, isCorrecting: false };
  } else {
    seen = { ...seen, isCorrecting };
  }
  const isDue = nowMs - seen.countedMs >= METRICS_EVERY_MS;
  if (!isDue || after.driftMs === null) return seen;
  seen = count(seen, { type: "drift", driftS: after.driftMs / 1000 }, nowMs);
  return { ...seen, countedMs: nowMs };
}

/** Notes a stall: it lowers the quality for a while. */
export function observeStall(seen: Observation, nowMs: number): Observation {
  return count(seen, { type: "stall" }, nowMs);
}

function isBusy(state: ControllerState): boolean {
  return state.doing.mode === "placing" ||
    state.rateCorrection.correction !== 0;
}

function count(
  seen: Observation,
  event: Parameters<typeof countMetric>[1],
  nowMs: number,
): Observation {
  return { ...seen, metrics: countMetric(seen.metrics, event, nowMs) };
}
