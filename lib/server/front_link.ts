/**
 * One connection of the front: its head, and then bytes both ways.
 * @module
 */

/**
 * What a connection waits for: its first request's `head`; the server's word
 * on a `request`; the peer's next request after an `answer`; nothing, once it
 * is a WebSocket, whose two ends look after each other.
 */
export type Phase = "head" | "request" | "answer" | "socket";

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
    const next = new Uint8Array(head.byteLength + count);
    next.set(head);
    next.set(piece.subarray(0, count), head.byteLength);
    const from = Math.max(0, head.byteLength - HEAD_END.length);
    head = next;
    if (hasEnd(head, from)) return head;
  }
  return null;
}

function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at <= bytes.length - HEAD_END.length; at++) {
    if (HEAD_END.every((byte, n) => bytes[at + n] === byte)) return true;
  }
  return false;
}

/** Passes bytes on until the server has ended; the peer may end its side first. */
export async function passOn(
  link: FrontLink,
  { upstream, head }: { upstream: Deno.TcpConn; head: Uint8Array },
): Promise<void> {
  link.conn.setNoDelay();
  upstream.setNoDelay();
  await writeAll(upstream, head);
  await Promise.race([
    answers(link, upstream),
    // A peer that only stops sending still reads; one that fails does not.
    requests(link, upstream).then(() => new Promise<never>(() => {})),
  ]);
}

async function requests(link: FrontLink, upstream: Deno.TcpConn) {
  const piece = new Uint8Array(REQUEST_BYTES);
  for (;;) {
    const count = await link.conn.read(piece);
    if (count === null) return await upstream.closeWrite();
    if (link.phase === "answer") {
      link.phase = "request";
      link.sinceMs = performance.now();
    }
    await writeAll(upstream, piece.subarray(0, count));
  }
}

async function answers(link: FrontLink, upstream: Deno.TcpConn) {
  const piece = new Uint8Array(ANSWER_BYTES);
  for (;;) {
    const count = await upstream.read(piece);
    if (count === null) return;
    if (link.phase !== "socket") {
      link.phase = switches(piece.subarray(0, count)) ? "socket" : "answer";
      link.sinceMs = performance.now();
    }
    await writeAll(link.conn, piece.subarray(0, count));
  }
}

function switches(answer: Uint8Array): boolean {
  const start = answer.subarray(0, SWITCHING.length);
  return new TextDecoder().decode(start) === SWITCHING;
}

async function writeAll(to: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    at += await to.write(bytes.subarray(at));
  }
}
