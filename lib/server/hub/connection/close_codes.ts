/**
 * How a refusal closes a socket: codes of the application's own range
 * (RFC 6455 §7.4.2).
 * @module
 */
import type { ErrorCode } from "../../../shared/errors.ts";

/** Refusals and their codes. */
export const CLOSE_CODES: Readonly<Partial<Record<ErrorCode, number>>> = {
  bad_message: 4400,
  bad_ticket: 4401,
  not_in_instance: 4403,
  not_allowed: 4403,
  too_many_connections: 4409,
  removed: 4410,
  message_too_large: 4413,
  too_many_messages: 4429,
  room_full: 4430,
  too_many_rooms: 4431,
  store_unavailable: 4503,
  internal: 4500,
};

/** Closes that are nobody's fault, by codes of RFC 6455. */
export const PLAIN_CLOSE = {
  restart: 1012,
  /** No sign of life. */
  lost: 1001,
  /** It reads too slowly. */
  slow: 1001,
  /** Its page has another connection. */
  replaced: 1001,
  left: 1000,
} as const;

/** See {@linkcode PLAIN_CLOSE}. */
export type PlainClose = keyof typeof PLAIN_CLOSE;

/** @returns The close code of an error; 4500 for those that no socket meets. */
export function closeCodeOf(code: ErrorCode): number {
  return CLOSE_CODES[code] ?? 4500;
}
