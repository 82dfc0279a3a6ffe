/**
 * Notices that time has jumped: the device slept, or learned that room time is
 * quite another.
 * @module
 */
import { ROOM_STEP_MS, SLEEP_GAP_MS } from "../../sync/constants.ts";

/** Compares each moment with the one before. */
interface JumpWatch {
  /** @returns Whether time jumped since the last look. `roomNowMs`: `null` before the clock is known. */
  look(moment: { nowMs: number; roomNowMs: number | null }): boolean;
}

/** Begins at a moment, monotonic ms. */
export function createJumpWatch(startMs: number): JumpWatch {
  let lastMs = startMs;
  let lastOffsetMs: number | null = null;
  return {
    look({ nowMs, roomNowMs }) {
      const offsetMs = roomNowMs === null ? null : roomNowMs - nowMs;
      const hasSlept = nowMs - lastMs > SLEEP_GAP_MS;
      const isOtherTime = offsetMs !== null && lastOffsetMs !== null &&
        Math.abs(offsetMs - lastOffsetMs) > ROOM_STEP_MS;
      lastMs = nowMs;
      lastOffsetMs = offsetMs;
      return hasSlept || isOtherTime;
    },
  };
}
