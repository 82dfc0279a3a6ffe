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
