/**
 * What a guest with a valid ticket can try on the room's socket: bounded in
 * count and time, each by itself.
 * @module
 */
import { openSocket } from "../e2e/visitor.ts";

/** Whom to attack, and by which right. */
export interface RoomTarget {
  /** `http://…` */
  origin: string;
  /** A ticket of the attacker's. */
  ticket(): Promise<string>;
}

/** Bytes of one piece of a message without end. */
const PIECE_BYTES = 65_536;
/** Time between two messages of one socket, ms: just under what closes it. */
const MESSAGE_MS = 52;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends messages that never end, on some sockets at once.
 * @returns Bytes that went out before all of them were cut, or the limit.
 */
export async function unfinishedMessages(
  { origin, ticket }: RoomTarget,
  { sockets = 3, maxBytes = 64 * 1024 * 1024 } = {},
): Promise<number> {
  const sent = await Promise.all(Array.from({ length: sockets }, async () => {
    const conn = await upgrade(origin, await ticket());
    const body = new Uint8Array(4 + PIECE_BYTES);
    let bytes = 0;
    try {
      for (; bytes < maxBytes / sockets; bytes += PIECE_BYTES) {
        const opcode = bytes === 0 ? 1 : 0;
        await writeAll(conn, pieceHead(opcode));
        await writeAll(conn, body);
      }
    } catch (error) {
      // That it is cut is what should happen.
      if (!(error instanceof Deno.errors.BrokenPipe) && !isReset(error)) {
        throw error;
      }
    } finally {
      conn.close();
    }
    return bytes;
  }));
  return sent.reduce((sum, one) => sum + one, 0);
}

/** Says everything that makes a room work, as fast as a socket may speak. */
export async function roomFlood(
  { origin, ticket }: RoomTarget,
  { sockets = 3, ms = 5000 } = {},
): Promise<void> {
  await Promise.all(Array.from({ length: sockets }, async () => {
    const socket = openSocket(origin, { ticket: await ticket() });
    const { room: { epoch, rev } } = await socket.next("welcome");
    const untilMs = performance.now() + ms;
    for (let n = 0; performance.now() < untilMs; n++) {
      socket.send(floodMessage(n, { epoch, rev }));
      await pause(MESSAGE_MS);
    }
    socket.close();
  }));
}

function floodMessage(n: number, base: { epoch: string; rev: number }) {
  const playbackState = { isPlaying: true, currentTime: n, buffering: false };
  const status = n % 2 ? "active" : "inactive";
  switch (n % 5) {
    case 0:
      return { type: "stalled" };
    case 1:
      return { type: "resync" };
    case 2: {
      const driftMs = n % 3 ? 1.7e308 : 86_400_000;
      return { type: "report", report: { status, playbackState, driftMs } };
    }
    case 3:
      return { type: "ready", rev: n };
    default: {
      const command = { type: "suggest", videoId: "sample-tide" };
      return { type: "command", id: `f${n}`, ...base, command };
    }
  }
}

/** A socket as an attacker opens it: nobody looks after its frames. */
export async function upgrade(
  origin: string,
  ticket: string,
): Promise<Deno.TcpConn> {
  const { hostname, port, host } = new URL(origin);
  const conn = await Deno.connect({ hostname, port: Number(port) });
  const head = [
    `GET /api/room?ticket=${ticket} HTTP/1.1`,
    `host: ${host}`,
    `origin: ${origin}`,
    "upgrade: websocket",
    "connection: upgrade",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version: 13",
    "\r\n",
  ].join("\r\n");
  await writeAll(conn, new TextEncoder().encode(head));
  const answer = new Uint8Array(4096);
  const count = await conn.read(answer);
  const text = new TextDecoder().decode(answer.subarray(0, count ?? 0));
  if (!text.startsWith("HTTP/1.1 101")) throw new Error(`refused: ${text}`);
  return conn;
}

/** Head of a frame that more follow, masked by zeros. */
function pieceHead(opcode: number): Uint8Array {
  const head = new Uint8Array(10);
  head[0] = opcode;
  head[1] = 0x80 | 127;
  new DataView(head.buffer).setBigUint64(2, BigInt(PIECE_BYTES));
  return head;
}

/** Writes all of it. @throws {Error} When the other side is gone. */
export async function writeAll(
  conn: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    at += await conn.write(bytes.subarray(at));
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted;
}
