/**
 * Takes secrets out of what an upstream says about our call, before it goes to
 * a log or to a person: some upstreams repeat what they were sent.
 * @module
 */

/** Longest text that is kept, characters. Chosen: a sentence or two. */
const MAX_TEXT = 300;
/** Words this long are keys, tokens or KSs rather than language. Chosen: 128 bits in hex; above Discord's ids (20) and the words of errors. */
const OPAQUE = /[A-Za-z0-9_+/=.~|-]{32,}/g;
/** Stands for what is not shown. */
export const HIDDEN = "[hidden]";

/**
 * Hides secrets in a text and shortens it.
 * @param secrets What was sent; absent ones are ignored.
 */
export function scrub(
  text: string,
  secrets: readonly (string | undefined)[] = [],
): string {
  let clean = text;
  for (const secret of secrets) {
    if (!secret) continue;
    clean = clean.replaceAll(secret, HIDDEN)
      .replaceAll(encodeURIComponent(secret), HIDDEN);
  }
  return clean.replaceAll(OPAQUE, HIDDEN).slice(0, MAX_TEXT);
}
