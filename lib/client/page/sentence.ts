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
  return sentence.replace(t().errors.check, t().errors.checkOnly)
    .replace(t().errors.soon, "").replace(t().errors.again, "").trimEnd();
}

/** What is told while the page tries again by itself. */
export function tryingAgain(sentence: string): string {
  const told = withoutAsking(sentence);
  if (told.includes(" by itself")) return told;
  return `${told} ${t().errors.byItself}`.trimStart();
}
