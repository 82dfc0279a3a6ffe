/**
 * Languages of numbers and times. The words on screen stay in the language of
 * the texts.
 * @module
 */

/** The language of all texts, and of `lang` in the document. */
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
