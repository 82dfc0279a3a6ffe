/**
 * Why a change of a room is refused.
 * @module
 */
import type { ErrorCode } from "../../shared/errors.ts";
import type { RoomDocument } from "./document.ts";

/** Why an operation was refused; the document stays as it was. */
export interface Rejection {
  rejected: ErrorCode;
  /** Sentence for the person. */
  message: string;
  /** Facts behind it: whose doing it is, and how long it lasts, s. */
  details?: { by: string; retryAfterS: number };
}

/** Tells a rejection from a document. */
export function isRejection(
  result: RoomDocument | Rejection,
): result is Rejection {
  return "rejected" in result;
}
