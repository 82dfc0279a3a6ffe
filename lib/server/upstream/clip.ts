/**
 * Texts from outside, cut to what is kept of them.
 * @module
 */

/** The beginning of a text, at most so many UTF-16 units; no character is cut in half. */
export function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text.toWellFormed();
  let kept = "";
  for (const character of text.slice(0, maxLength + 1)) {
    if (kept.length + character.length > maxLength) break;
    kept += character;
  }
  return kept.toWellFormed();
}
