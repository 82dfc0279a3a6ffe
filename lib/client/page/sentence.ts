/**
 * Errors in words for a person.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { t } from "../../shared/texts.ts";

/** The sentence of an expected error; of others, that something went wrong. */
export function sentenceOf(error: unknown): string {
  return error instanceof DomainError ? error.message : t().errors.unknown;
}

/** A sentence for where nobody needs to be asked to try again: a button does that, or the page itself. */
export function withoutAsking(sentence: string): string {
  return sentence.replace(t().errors.again, "")
    // What the server says is in English.
    .replace(/\s*\bTry again\b[^.]*\./, "")
    .replace(" and try again.", ".").trimEnd();
}

/** What is told while the page tries again by itself. */
export function tryingAgain(sentence: string): string {
  const told = withoutAsking(sentence);
  if (told.includes(" by itself")) return told;
  return `${told} ${t().errors.byItself}`.trimStart();
}
