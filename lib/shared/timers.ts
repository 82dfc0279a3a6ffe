/**
 * Time as a port: what waits and what measures gets it from outside, so that
 * tests can move it.
 * @module
 */

/** A monotonic clock with timers. */
export interface Timers {
  /** Monotonic time, ms; only differences mean something. */
  now(): number;
  /** Runs once after `ms`. @returns What calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Runs every `ms`. @returns What ends it. */
  every(ms: number, run: () => void): () => void;
}

/** The time of this process. */
export const realTimers: Timers = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

/** Resolves after `ms`. */
export function delay(
  timers: Pick<Timers, "after">,
  ms: number,
): Promise<void> {
  return new Promise((resolve) => void timers.after(ms, resolve));
}

/** A clock that never goes back and does not follow the system's jumps. @returns Ms since epoch as of the process's start plus monotonic time since. */
export function monotonicClock(): number {
  return performance.timeOrigin + performance.now();
}
