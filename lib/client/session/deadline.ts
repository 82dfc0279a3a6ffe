/**
 * A deadline for promises that may never settle.
 * @module
 */

/**
 * Waits for a promise, but not for ever.
 * @param options `ms` until `late()` makes the error to reject with.
 */
export function withDeadline<T>(
  promise: Promise<T>,
  options: { ms: number; late: () => Error },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(options.late()), options.ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
