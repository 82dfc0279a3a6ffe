/**
 * A budget for each owner: what one of them uses up, the others still have.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { type Bucket, type BucketLimits, takeToken } from "./token_bucket.ts";
import { MAX_OWNERS } from "./limits.ts";

/** See the module. */
export interface Quota {
  /**
   * Takes one from an owner's budget.
   * @throws {DomainError} `too_many_requests`, with `details.retryAfterS`
   * @see SPEC X4
   */
  take(owner: string): void;
}

interface QuotaOptions {
  limits: BucketLimits;
  /** ms, monotonic. */
  now: () => number;
  /** @default {MAX_OWNERS} */
  maxOwners?: number;
}

/** Makes a quota that nobody has used. */
export function createQuota(
  { limits, now, maxOwners = MAX_OWNERS }: QuotaOptions,
): Quota {
  // In order of the last use, so the first is who asked longest ago.
  const buckets = new Map<string, Bucket>();

  /** Lets go of those whose budget is whole again, which is all there is to know of them, and of who is too many. */
  function forget(nowMs: number) {
    const wholeMs = (limits.burst / limits.perS) * 1000;
    for (const [owner, { atMs }] of buckets) {
      if (buckets.size <= maxOwners && nowMs - atMs < wholeMs) break;
      buckets.delete(owner);
    }
  }

  return {
    take(owner) {
      const nowMs = now();
      const bucket = buckets.get(owner) ??
        { tokens: limits.burst, atMs: nowMs };
      const next = takeToken(bucket, { limits, nowMs });
      if (next === null) throw tooMany(bucket, { limits, nowMs });
      buckets.delete(owner);
      buckets.set(owner, next);
      forget(nowMs);
    },
  };
}

function tooMany(
  { tokens, atMs }: Bucket,
  { limits, nowMs }: { limits: BucketLimits; nowMs: number },
): DomainError {
  const waitS = (1 - tokens) / limits.perS - (nowMs - atMs) / 1000;
  const retryAfterS = Math.max(1, Math.ceil(waitS));
  return new DomainError(
    "too_many_requests",
    `That was a lot at once. Try again ${inWords(retryAfterS)}.`,
    { details: { retryAfterS } },
  );
}

/** A wait as a person says it: `"in 20 seconds"`, `"in an hour"`. @param seconds At least 0. */
export function inWords(seconds: number): string {
  const count = (n: number, one: string, many: string) =>
    n === 1 ? `in ${one}` : `in ${n} ${many}`;
  if (seconds <= 1) return "in a moment";
  if (seconds < 60) return `in ${Math.ceil(seconds)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return count(minutes, "a minute", "minutes");
  return count(Math.ceil(minutes / 60), "an hour", "hours");
}
