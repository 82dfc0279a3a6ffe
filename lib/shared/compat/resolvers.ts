/**
 * Promises that are settled from outside, in browsers that lack
 * `Promise.withResolvers`.
 * @module
 */

/** @returns A promise and what fulfils it. */
export function withResolver(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((fulfil) => resolve = fulfil);
  return { promise, resolve: () => resolve() };
}
