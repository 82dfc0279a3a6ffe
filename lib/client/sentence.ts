/**
 * Errors in words for a person.
 * @module
 */
import { DomainError } from "../shared/errors.ts";

/** The sentence of an expected error; of others, that something went wrong. */
export function sentenceOf(error: unknown): string {
  return error instanceof DomainError
    ? error.message
    : "Something went wrong. Try again.";
}

/** What is told while the page tries again by itself: asks the person for nothing. */
export function tryingAgain(sentence: string): string {
  const told = sentence.replace(/\s*\bTry again\b[^.]*\./, "")
    .replace(" and try again.", ".");
  return `${told} Cowatch tries again by itself.`.trimStart();
}
