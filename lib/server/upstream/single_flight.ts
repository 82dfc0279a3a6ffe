/**
 * Identical calls at one time are one call.
 * @module
 */

interface SingleFlight {
  /** @param key Names the call and everyone who may share it. */
  run<T>(key: string, call: () => Promise<T>): Promise<T>;
}

/** Makes one that runs nothing. Calls of a key must all be of one type. */
export function createSingleFlight(): SingleFlight {
  const running = new Map<string, Promise<unknown>>();
  return {
    run<T>(key: string, call: () => Promise<T>): Promise<T> {
      const known = running.get(key);
      if (known) return known as Promise<T>;
      const flight = call().finally(() => running.delete(key));
      running.set(key, flight);
      return flight;
    },
  };
}
