/**
 * A value that is made when it is first asked for.
 * @module
 */

/** Makes a function that calls `make` at its first call, and gives what that gave at every call. One that throws is called again. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
