/**
 * How a refusal closes a socket: codes of the application's own range
 * (RFC 6455 §7.4.2).
 * @module
 */
import type { ErrorCode } from "../shared/errors.ts";

const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  bad_message: 4400,
  bad_ticket: 4401,
  not_in_instance: 4403,
  not_allowed: 4403,
  too_many_connections: 4409,
  message_too_large: 4413,
  too_many_messages: 4429,
  room_full: 4430,
  store_unavailable: 4503,
  internal: 4500,
};

/** @returns The close code of an error; 4500 for those that no socket meets. */
export function closeCodeOf(code: ErrorCode): number {
  return CLOSE_CODES[code] ?? 4500;
}
