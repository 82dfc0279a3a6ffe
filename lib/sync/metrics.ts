/**
 * How a member's sync has gone so far.
 * @module
 */
import type { NetworkQuality } from "../shared/room/room.ts";
import { METRICS_WEIGHT } from "./constants.ts";
import { gradeQuality } from "./tolerance.ts";

/** Figures of one member. */
export interface SyncMetrics {
  /** Corrections begun: placements, and corrections by rate. */
  readonly attempts: number;
  /** Corrections that reached the target. */
  readonly successes: number;
  /** Size of the drift, exponentially weighted, seconds. */
  readonly averageSyncDelta: number;
  /** Device instant of the last success (monotonic, ms); `null` before. */
  readonly lastSyncAt: number | null;
  /** Device instant of the last stall (monotonic, ms); `null` before. */
  readonly lastStallAt: number | null;
  readonly quality: NetworkQuality;
}

/** What counts. */
type MetricsEvent =
  | { type: "attempt" }
  | { type: "success" }
  | { type: "stall" }
  /** `driftS`: media minus target, seconds. */
  | { type: "drift"; driftS: number };

/** Makes the figures of a member who has just come. */
export function createMetrics(): SyncMetrics {
  return {
    attempts: 0,
    successes: 0,
    averageSyncDelta: 0,
    lastSyncAt: null,
    lastStallAt: null,
    quality: "good",
  };
}

/** Counts one event. @see SPEC S18 */
export function countMetric(
  metrics: SyncMetrics,
  event: MetricsEvent,
  nowMs: number,
): SyncMetrics {
  const next = { ...metrics, ...change(metrics, event, nowMs) };
  const sinceStallMs = next.lastStallAt === null
    ? null
    : nowMs - next.lastStallAt;
  return {
    ...next,
    quality: gradeQuality(next.averageSyncDelta, { sinceStallMs }),
  };
}

function change(
  metrics: SyncMetrics,
  event: MetricsEvent,
  nowMs: number,
): Partial<SyncMetrics> {
  switch (event.type) {
    case "attempt":
      return { attempts: metrics.attempts + 1 };
    case "success":
      return { successes: metrics.successes + 1, lastSyncAt: nowMs };
    case "stall":
      return { lastStallAt: nowMs };
    case "drift": {
      const sizeS = Math.abs(event.driftS);
      if (!Number.isFinite(sizeS)) return {};
      return {
        averageSyncDelta: METRICS_WEIGHT * sizeS +
          (1 - METRICS_WEIGHT) * metrics.averageSyncDelta,
      };
    }
  }
}
