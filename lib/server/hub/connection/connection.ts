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
import {
  type Bucket,
  createBucket,
  takeToken,
} from "../../limits/token_bucket.ts";
import { forSame } from "../../../shared/for_same.ts";
import { closeCodeOf, PLAIN_CLOSE, type PlainClose } from "./close_codes.ts";

/** What the hub needs of a WebSocket. */
export interface HubSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  readonly bufferedAmount: number;
}

/** Who has a connection, and hears what becomes of it. */
export interface ConnectionOwner {
  /** Called at most once, synchronously, when this side gives up on it. `why`: the code that it was closed with; `null` when the other side did. */
  dropped(why: ErrorCode | PlainClose | null): void;
  /** It has missed a message for being slow. */
  fellBehind(): void;
  /** A message was handed to the socket. */
  sent(): void;
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

/** A socket with its counters. A class, since a server has thousands: they share its functions. */
export class Connection {
  readonly id: string;
  readonly memberId: string;
  #isOpen = true;
  #isBehind = false;
  #lastSeenMs: number;
  #badMessages = 0;
  /** Of the longest message so far: one whole room must not be too much. */
  #largestBytes = 0;
  /** Sent since the last look at what waits. */
  #unseenBytes = Infinity;
  #bucket: Bucket;
  readonly #socket: HubSocket;
  readonly #owner: ConnectionOwner;
  readonly #queue: QueueLimits;

  constructor({ id, memberId, socket, nowMs, owner, queue = QUEUE }: {
    id: string;
    memberId: string;
    socket: HubSocket;
    nowMs: number;
    owner: ConnectionOwner;
    queue?: QueueLimits | undefined;
  }) {
    this.id = id;
    this.memberId = memberId;
    this.#socket = socket;
    this.#owner = owner;
    this.#queue = queue;
    this.#lastSeenMs = nowMs;
    this.#bucket = createBucket(LIMITS, nowMs);
  }

  /** False once closed from either side; nothing is sent any more. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Missed messages for being slow: wants a whole `welcome` when it reads again. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Hub time of the last message, ms. */
  get lastSeenMs(): number {
    return this.#lastSeenMs;
  }

  /** Sends a message, or one that is text already. Never throws. */
  send(message: ServerMessage | string): void {
    if (!this.#isOpen) return;
    const text = typeof message === "string"
      ? message
      : JSON.stringify(message);
    this.#unseenBytes += text.length;
    if (this.#isBehind || this.#unseenBytes > this.#queue.lookBytes) {
      this.#unseenBytes = 0;
      if (!this.#mayQueue()) return;
    }
    // Encoded only where it may be the longest: each unit has three bytes at most.
    if (text.length * 3 > this.#largestBytes) {
      this.#largestBytes = Math.max(this.#largestBytes, byteLength(text));
    }
    try {
      this.#socket.send(text);
      this.#owner.sent();
    } catch {
      // It is closing, and its end is still to be told. Others wait for their part.
      this.close("lost", "cannot be sent to");
    }
  }

  /** Looks at what waits. @returns Whether more may. */
  #mayQueue(): boolean {
    const queued = this.#socket.bufferedAmount;
    if (queued > this.#queue.dropBytes + this.#largestBytes) {
      this.close("slow", "reads too slowly");
      return false;
    }
    if (queued <= this.#queue.coalesceBytes) return true;
    this.#isBehind = true;
    this.#owner.fellBehind();
    return false;
  }

  /** Whether the slow reader has caught up enough for a `welcome`; clears `isBehind`. */
  takeCatchUp(): boolean {
    if (
      !this.#isBehind ||
      this.#socket.bufferedAmount > this.#queue.coalesceBytes
    ) return false;
    this.#isBehind = false;
    return true;
  }

  /** Counts a message that came at a time. @returns The code to close with, or `null` when it may pass. */
  countMessage(nowMs: number): ErrorCode | null {
    this.#lastSeenMs = nowMs;
    const next = takeToken(this.#bucket, { limits: LIMITS, nowMs });
    if (next === null) return "too_many_messages";
    this.#bucket = next;
    return null;
  }

  /** Counts a bad one. @returns The code to close with, or `null`. */
  countBad(): ErrorCode | null {
    this.#badMessages++;
    return this.#badMessages >= MAX_BAD_MESSAGES ? "bad_message" : null;
  }

  /** Closes it, if that has not happened yet. */
  close(code: ErrorCode | PlainClose, reason: string): void {
    if (!this.#isOpen) return;
    // First, because close() tells nothing about a peer that does not read.
    this.#isOpen = false;
    this.#owner.dropped(code);
    this.#socket.close(
      code in PLAIN_CLOSE
        ? PLAIN_CLOSE[code as PlainClose]
        : closeCodeOf(code as ErrorCode),
      reason,
    );
  }

  /** The other side closed. */
  markClosed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#owner.dropped(null);
  }
}

const encoder = new TextEncoder();

/** The same text goes to all of a room, one after the other. */
const byteLength = forSame((text: string) => encoder.encode(text).byteLength);
