/**
 * A deadline for promises that may never settle.
 * @module
 */
import { realTimers, type Timers } from "./timers.ts";

/**
 * Waits for a promise, but not for ever. What it becomes afterwards is nobody's
 * concern, a rejection too.
 * @param options `ms` until `late()` makes the error to reject with.
 */
export function withDeadline<T>(
  promise: Promise<T>,
  { ms, late, timers = realTimers }: {
    ms: number;
    late: () => Error;
    timers?: Pick<Timers, "after">;
  },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = timers.after(ms, () => reject(late()));
    promise.then(resolve, reject).finally(stop);
  });
}
