/**
 * A token bucket, as a pure step.
 * @module
 */

/** State of one bucket: tokens left at a time (ms). */
export interface Bucket {
  tokens: number;
  atMs: number;
}

/** Size and refill of a bucket. */
export interface BucketLimits {
  perS: number;
  burst: number;
}

/** A full bucket. */
export function createBucket(limits: BucketLimits, nowMs: number): Bucket {
  return { tokens: limits.burst, atMs: nowMs };
}

/**
 * Takes one token.
 * @returns The next state, or `null` when the bucket is empty.
 */
export function takeToken(
  bucket: Bucket,
  options: { limits: BucketLimits; nowMs: number },
): Bucket | null {
  const { limits, nowMs } = options;
  const elapsedS = Math.max(0, nowMs - bucket.atMs) / 1000;
  const tokens = Math.min(
    limits.burst,
    bucket.tokens + elapsedS * limits.perS,
  );
  return tokens < 1 ? null : { tokens: tokens - 1, atMs: nowMs };
}
