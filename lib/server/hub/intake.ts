/**
 * What comes in on a socket, before anything is done about it: counted,
 * measured, read.
 * @module
 */
import { MAX_MESSAGE_BYTES } from "../../shared/limits.ts";
import {
  type ClientMessage,
  parseClientMessage,
} from "../../shared/room/protocol.ts";
import type { Connection } from "./connection/connection.ts";

/**
 * Takes in what a member sent. What is no message is refused, what is too much
 * closes the socket.
 * @returns The message, or `null` when there is nothing to do about it.
 * @see SPEC R23
 */
export function takeIn(
  data: unknown,
  { connection, nowMs }: { connection: Connection; nowMs: number },
): ClientMessage | null {
  if (!connection.isOpen) return null;
  const tooMany = connection.countMessage(nowMs);
  if (tooMany) {
    connection.close(tooMany, "too many messages");
    return null;
  }
  if (byteLength(data) > MAX_MESSAGE_BYTES) {
    connection.close("message_too_large", "message too large");
    return null;
  }
  const parsed = parseClientMessage(data);
  if (parsed.ok) return parsed.message;
  const { code, error, id } = parsed;
  connection.send({ type: "error", code, error, ...(id ? { id } : {}) });
  const tooBad = connection.countBad();
  if (tooBad) connection.close(tooBad, "too many bad messages");
  return null;
}

const encoder = new TextEncoder();

function byteLength(data: unknown): number {
  if (typeof data !== "string") return 0;
  // A UTF-16 unit takes one byte at least and three at most: most messages need no counting.
  const isSure = data.length > MAX_MESSAGE_BYTES ||
    data.length * 3 <= MAX_MESSAGE_BYTES;
  return isSure ? data.length : encoder.encode(data).byteLength;
}
