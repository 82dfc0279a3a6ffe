/**
 * One connection of the front: its head, and then bytes both ways.
 * @module
 */
import { createFrameLimit } from "./frame_limit.ts";
import { MAX_WIRE_MESSAGE_BYTES } from "../hub/room/limits.ts";

/**
 * What a connection waits for: the rest of a request's `head`; the server's word
 * on a `request`; the peer's next request after an `answer`; nothing, once it
 * is a WebSocket, whose two ends look after each other; the peer's good-bye,
 * once the server is `closing` it.
 */
export type Phase = "head" | "request" | "answer" | "socket" | "closing";

/** One connection. */
export interface FrontLink {
  readonly conn: Deno.TcpConn;
  upstream: Deno.TcpConn | null;
  /** Whose it is, see `client_address.ts`. */
  readonly owner: string;
  phase: Phase;
  /** When the phase began, or the last bytes of an answer went; monotonic, ms. */
  sinceMs: number;
  /** Closes both ends; may be called again. */
  end(): void;
}

/** Bytes that are read at once from a peer. Chosen: a head, or a message. */
const REQUEST_BYTES = 4096;
/** Bytes that are read at once from the server. Chosen: four pieces for a large one, and little for each of many connections. */
const ANSWER_BYTES = 16_384;
/** Ends a head: CR LF CR LF. */
const HEAD_END = [13, 10, 13, 10];
/** How an answer begins that makes a WebSocket of its connection. */
const SWITCHING = "HTTP/1.1 101";
/** How an answer begins that ends its connection. */
const TOO_SLOW = "HTTP/1.1 408";

/**
 * Reads until a request's head is whole; what follows it may be there too.
 * @returns `null` when the peer goes first, or sends a head of more bytes than allowed.
 */
export async function readHead(
  conn: Deno.TcpConn,
  maxBytes: number,
): Promise<Uint8Array | null> {
  let head = new Uint8Array(0);
  const piece = new Uint8Array(REQUEST_BYTES);
  while (head.byteLength < maxBytes) {
    const count = await conn.read(piece);
    if (count === null) return null;
    const from = Math.max(0, head.byteLength - HEAD_END.length);
    head = joined(head, piece.subarray(0, count));
    if (endOf(head, from) !== null) return head;
  }
  return null;
}

/** Whether a head's first line is one of HTTP/1: of other protocols the front could tell neither where a request ends nor which is silent. */
export function isHttp1(head: Uint8Array): boolean {
  const line = new TextDecoder().decode(head.subarray(0, head.indexOf(13) + 1));
  return / HTTP\/1\.[01]\r$/.test(line);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.byteLength + other.byteLength);
  both.set(one);
  both.set(other, one.byteLength);
  return both;
}

/** Where the first head ends, looked for from a place on; `null` where none does. */
function endOf(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at <= bytes.length - HEAD_END.length; at++) {
    const isEnd = HEAD_END.every((byte, n) => bytes[at + n] === byte);
    if (isEnd) return at + HEAD_END.length;
  }
  return null;
}

/** Passes bytes on until the server has ended; the peer may end its side first. */
export async function passOn(
  link: FrontLink,
  { upstream, head }: { upstream: Deno.TcpConn; head: Uint8Array },
): Promise<void> {
  link.conn.setNoDelay();
  upstream.setNoDelay();
  const way: Way = { link, upstream, isBare: isBare(head) };
  await writeAll(upstream, head);
  await Promise.race([
    answers(way),
    // A peer that only stops sending still reads; one that fails does not.
    requests(way).then(() => new Promise<never>(() => {})),
  ]);
}

/** Both ways of a connection. */
interface Way {
  link: FrontLink;
  upstream: Deno.TcpConn;
  /** So far the peer has sent one head, and nothing else. */
  isBare: boolean;
}

/** @throws {Error} When the peer sends a WebSocket message of more than is allowed. */
async function requests(way: Way) {
  const { link, upstream } = way;
  const fits = createFrameLimit(MAX_WIRE_MESSAGE_BYTES);
  const piece = new Uint8Array(REQUEST_BYTES);
  /** The last bytes of a later head that is not whole. */
  let tail = new Uint8Array(0);
  for (;;) {
    const count = await link.conn.read(piece);
    if (count === null) return await upstream.closeWrite();
    const bytes = piece.subarray(0, count);
    if (isSocket(link)) {
      if (!fits(bytes)) throw new Error("a message without end");
    } else {
      way.isBare = false;
    }
    if (link.phase === "answer") {
      // Half of it gets no more time than half of the first.
      enter(link, "head");
      tail = new Uint8Array(0);
    }
    if (link.phase === "head") {
      tail = joined(tail, bytes);
      if (endOf(tail, 0) !== null) enter(link, "request");
      tail = tail.slice(-(HEAD_END.length - 1));
    }
    await writeAll(upstream, bytes);
  }
}

async function answers(way: Way) {
  const { link, upstream } = way;
  const watch = createFrameLimit(Infinity, () => enter(link, "closing"));
  /** The answer that makes a WebSocket of it, until its head is whole. */
  let switching = new Uint8Array(0);
  const piece = new Uint8Array(ANSWER_BYTES);
  for (;;) {
    const count = await upstream.read(piece);
    if (count === null) return;
    const bytes = piece.subarray(0, count);
    if (isSocket(link)) {
      watch(bytes);
    } else if (switching.byteLength > 0 || begins(bytes, SWITCHING)) {
      // Whoever sends frames before they are asked hides where one begins.
      if (!way.isBare) return;
      switching = joined(switching, bytes);
      const end = endOf(switching, 0);
      if (end !== null) {
        enter(link, "socket");
        watch(switching.subarray(end));
      }
    } else {
      enter(link, "answer");
    }
    await writeAll(link.conn, bytes);
    // What is left of the request's body is waited for no longer (RFC 9110 §15.5.9).
    if (link.phase === "answer" && begins(bytes, TOO_SLOW)) return;
  }
}

function isSocket({ phase }: FrontLink): boolean {
  return phase === "socket" || phase === "closing";
}

function enter(link: FrontLink, phase: Phase) {
  link.phase = phase;
  link.sinceMs = performance.now();
}

/** Whether there is nothing behind the end of the head. */
function isBare(head: Uint8Array): boolean {
  return endOf(head, 0) === head.byteLength;
}

function begins(answer: Uint8Array, words: string): boolean {
  return new TextDecoder().decode(answer.subarray(0, words.length)) === words;
}

async function writeAll(to: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    at += await to.write(bytes.subarray(at));
  }
}
