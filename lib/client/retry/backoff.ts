/**
 * When to try again.
 * @module
 */

/** First ceiling of a wait, ms. Chosen: a restarted server is back in about a second. */
const FIRST_RETRY_MS = 500;
/** Highest ceiling of a wait, ms. Source: everyone sees the same within 10 s of an outage's end; what is left is for the way in. */
export const MAX_RETRY_MS = 8000;

/**
 * Full jitter: anywhere between nothing and a ceiling that doubles.
 * @param attempt 0 for the first retry.
 * @param random Within [0, 1).
 * @returns Wait in ms.
 */
export function retryDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
  return Math.round(random * ceiling);
}
