/**
 * One member's socket: what goes out is bounded, what comes in is counted.
 * @module
 */
import {
  MAX_BAD_MESSAGES,
  MESSAGE_BURST,
  MESSAGES_PER_S,
  QUEUE_COALESCE_BYTES,
  QUEUE_DROP_BYTES,
} from "../../../shared/limits.ts";
import type { ErrorCode } from "../../../shared/errors.ts";
import type { ServerMessage } from "../../../shared/room/protocol.ts";
import { createBucket, takeToken } from "../../limits/token_bucket.ts";
import { closeCodeOf, PLAIN_CLOSE, type PlainClose } from "./close_codes.ts";

/** What the hub needs of a WebSocket. */
export interface HubSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  readonly bufferedAmount: number;
}

/** A socket with its counters. */
export interface Connection {
  readonly id: string;
  readonly memberId: string;
  /** False once closed from either side; nothing is sent any more. */
  readonly isOpen: boolean;
  /** Missed messages for being slow: wants a whole `welcome` when it reads again. */
  readonly isBehind: boolean;
  /** Hub time of the last message, ms. */
  readonly lastSeenMs: number;
  send(message: ServerMessage | string): void;
  /** Whether the slow reader has caught up enough for a `welcome`; clears `isBehind`. */
  takeCatchUp(): boolean;
  /** Counts a message. @returns The code to close with, or `null` when it may pass. */
  countMessage(): ErrorCode | null;
  /** Counts a bad one. @returns The code to close with, or `null`. */
  countBad(): ErrorCode | null;
  close(code: ErrorCode | PlainClose, reason: string): void;
  /** The other side closed. */
  markClosed(): void;
}

/** How much may wait for a slow reader, bytes. */
export interface QueueLimits {
  /** Beyond it only the newest room is sent. */
  coalesceBytes: number;
  /** Beyond it the reader is dropped. */
  dropBytes: number;
  /** Sent between two looks at what waits, for each look costs as much as a send. */
  lookBytes: number;
}

/** Bounds of a server's queues. */
export const QUEUE: QueueLimits = {
  coalesceBytes: QUEUE_COALESCE_BYTES,
  dropBytes: QUEUE_DROP_BYTES,
  // Chosen: little beside what may wait.
  lookBytes: 4096,
};

const LIMITS = { perS: MESSAGES_PER_S, burst: MESSAGE_BURST };

/** Wraps a socket. `onDrop` is called at most once, synchronously, when this side gives up on it. */
export function createConnection(options: {
  id: string;
  memberId: string;
  socket: HubSocket;
  now: () => number;
  /** `why`: the code that it was closed with; `null` when the other side did. */
  onDrop: (why: ErrorCode | PlainClose | null) => void;
  /** A message was handed to the socket. */
  onSent?: () => void;
  /** It has missed a message for being slow. */
  onBehind?: () => void;
  queue?: QueueLimits | undefined;
}): Connection {
  const { socket, now, queue = QUEUE } = options;
  let isOpen = true;
  let isBehind = false;
  let lastSeenMs = now();
  let badMessages = 0;
  /** Of the longest message so far: one whole room must not be too much. */
  let largestBytes = 0;
  /** Sent since the last look at what waits. */
  let unseenBytes = Infinity;
  let bucket = createBucket(LIMITS, lastSeenMs);

  const connection: Connection = {
    id: options.id,
    memberId: options.memberId,
    get isOpen() {
      return isOpen;
    },
    get isBehind() {
      return isBehind;
    },
    get lastSeenMs() {
      return lastSeenMs;
    },
    send(message) {
      if (!isOpen) return;
      const text = typeof message === "string"
        ? message
        : JSON.stringify(message);
      unseenBytes += text.length;
      if (isBehind || unseenBytes > queue.lookBytes) {
        unseenBytes = 0;
        const queued = socket.bufferedAmount;
        if (queued > queue.dropBytes + largestBytes) {
          connection.close("slow", "reads too slowly");
          return;
        }
        if (queued > queue.coalesceBytes) {
          isBehind = true;
          options.onBehind?.();
          return;
        }
      }
      // Encoded only where it may be the longest: each unit has three bytes at most.
      if (text.length * 3 > largestBytes) {
        largestBytes = Math.max(largestBytes, byteLength(text));
      }
      try {
        socket.send(text);
        options.onSent?.();
      } catch {
        // It is closing, and its end is still to be told. Others wait for their part.
        connection.close("lost", "cannot be sent to");
      }
    },
    takeCatchUp() {
      if (!isBehind || socket.bufferedAmount > queue.coalesceBytes) {
        return false;
      }
      isBehind = false;
      return true;
    },
    countMessage() {
      lastSeenMs = now();
      const next = takeToken(bucket, { limits: LIMITS, nowMs: lastSeenMs });
      if (next === null) return "too_many_messages";
      bucket = next;
      return null;
    },
    countBad() {
      badMessages++;
      return badMessages >= MAX_BAD_MESSAGES ? "bad_message" : null;
    },
    close(code, reason) {
      if (!isOpen) return;
      // First, because close() tells nothing about a peer that does not read.
      isOpen = false;
      options.onDrop(code);
      socket.close(
        code in PLAIN_CLOSE
          ? PLAIN_CLOSE[code as PlainClose]
          : closeCodeOf(code as ErrorCode),
        reason,
      );
    },
    markClosed() {
      if (!isOpen) return;
      isOpen = false;
      options.onDrop(null);
    },
  };
  return connection;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}
