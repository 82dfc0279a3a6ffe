/**
 * How good a member's sync is, and how much drift is therefore accepted.
 * @module
 */
import type { NetworkQuality } from "../shared/room/room.ts";
import {
  BASE_TOLERANCE_S,
  FAIR_FROM_S,
  POOR_FROM_S,
  SEEK_ONLY_TOLERANCE_S,
  STALL_MEMORY_MS,
  TOLERANCE_FACTOR,
} from "./constants.ts";

/**
 * Grades a member.
 * @param recent `sinceStallMs`: `null` when it never stalled.
 * @see SPEC S18
 */
export function gradeQuality(
  averageDriftS: number,
  recent: { sinceStallMs: number | null },
): NetworkQuality {
  const hasStalled = recent.sinceStallMs !== null &&
    recent.sinceStallMs < STALL_MEMORY_MS;
  if (averageDriftS < FAIR_FROM_S) return hasStalled ? "fair" : "good";
  if (averageDriftS < POOR_FROM_S) return hasStalled ? "poor" : "fair";
  return "poor";
}

/** Drift that is not worth a seek, seconds. @see SPEC S17 */
export function toleranceS(
  quality: NetworkQuality,
  options: { isSeekOnly?: boolean } = {},
): number {
  const base = options.isSeekOnly ? SEEK_ONLY_TOLERANCE_S : BASE_TOLERANCE_S;
  return base * TOLERANCE_FACTOR[quality];
}
