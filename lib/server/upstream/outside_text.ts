/**
 * Words from outside that people read: titles, names, labels.
 * @module
 */
import { clip } from "./clip.ts";

/** Control characters and what ends a line: they show as boxes, or break a line of ours. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** What turns the text around it: where nothing closes it, our own words after it run backwards. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Something that leaves a mark: no space, control, format or filler character. */
const VISIBLE = /[^\p{Z}\p{C}\u115f\u1160\u2800\u3164\uffa0]/u;

/**
 * A text from outside in one line, without what plays with the words around
 * it, at most so many UTF-16 units.
 * @returns `null` when nothing of it can be seen.
 */
export function outsideText(text: string, maxLength: number): string | null {
  const clean = text.toWellFormed()
    .replaceAll(CONTROLS, " ")
    .replaceAll(TURNS, "")
    .trim();
  const kept = clip(clean, maxLength).trimEnd();
  return VISIBLE.test(kept) ? kept : null;
}
