/**
 * How numbers and times are written; texts are in `texts.ts`.
 * @module
 */

/** How they are written where nobody said otherwise. */
export const TEXT_LOCALE = "en";

/**
 * A language tag that this device can format with, in its canonical form.
 * @param tag From outside: anything.
 * @returns `null` for what is no tag or unknown here.
 */
export function knownLocale(tag: unknown): string | null {
  if (typeof tag !== "string") return null;
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
