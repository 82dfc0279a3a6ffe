/**
 * A clock that never goes back and does not follow the system's jumps.
 * @module
 */

/** @returns Ms since epoch as of the process's start plus monotonic time since. */
export function monotonicClock(): number {
  return performance.timeOrigin + performance.now();
}
