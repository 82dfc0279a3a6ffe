/**
 * Waits that a signal ends.
 * @module
 */

/** Waits for the first of some events, for a time at most, ms, or for the signal. */
export function once(
  target: EventTarget,
  types: readonly string[],
  { signal, ms }: { signal: AbortSignal; ms: number },
): Promise<void> {
  return new Promise((resolve) => {
    const done = new AbortController();
    if (Number.isFinite(ms)) {
      void sleep(Math.max(0, ms), done.signal).then(resolve);
    }
    const finish = () => {
      done.abort();
      resolve();
    };
    for (const type of types) {
      target.addEventListener(type, finish, { signal: done.signal });
    }
    signal.addEventListener("abort", finish, { signal: done.signal });
    if (signal.aborted) finish();
  });
}

/** Waits for a time, ms, or the signal. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish);
  });
}
