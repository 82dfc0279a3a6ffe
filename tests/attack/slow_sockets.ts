/**
 * A thousand sockets that are of no use, at once: people whose line is dead and
 * says so to nobody, people who talk and read nothing, files that are asked for
 * and not read, requests a byte a second.
 * @module
 */
import { createSessions } from "@/lib/server/auth/sessions.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { openSocket } from "../e2e/visitor.ts";
import { upgrade } from "./room_attacks.ts";
import { type Findings, startAttacked } from "./world.ts";

/** What came of it. */
interface SlowFindings extends Findings {
  sockets: number;
  healthP99Ms: number;
  /** The same while nobody was there. */
  calmP99Ms: number;
  controlP99Ms: number;
  /** Memory before, and at its highest while they were there, bytes. */
  memory: { before: number; most: number };
  /** Of those whose line is dead: still in the room at the end. */
  ghosts: number;
  exitCode: number;
}

const SECRET = "a secret for people whom nobody signs in";
/** Files that the server may have open: three for each socket, and some. */
const MAX_FILES = 8192;
/** Discord ids of these people follow it. */
const FIRST_ID = 100_000_000_000_000_100n;
const ROOMS = 10;
/** People whose line is dead: nothing is read, nothing said. */
const DEAD = 550;
/** People who say that they are there, and read nothing. */
const DEAF = 360;
/** People who ask for the whole room again and again, and read nothing. */
const GREEDY = 10;
/** Files that are asked for and not read. */
const UNREAD = 40;
/** Requests that come a byte a second. */
const DRIPS = 40;
/** Joins under way at once. */
const AT_ONCE = 16;
/** Of a thousand, some may be refused. */
const LEAST_SOCKETS = 990;
/** Longest time that they may add to health's answer, ms (p99). */
const MAX_HEALTH_MS = 100;
/** What one may cost, bytes: Deno's own, the front's, and what waits for it. Measured: 130 KB after a minute. */
const SOCKET_BYTES = 200_000;
const CALM_MS = 2000;
const PING_MS = 2000;
const GREED_MS = 100;
const LOOK_MS = 250;

const sessions = createSessions({ secrets: [SECRET], now: Date.now });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function ticketOf(origin: string, n: number): Promise<string> {
  const session = await sessions.seal({
    user: {
      id: String(FIRST_ID + BigInt(n)),
      username: `Slow ${n}`,
      avatarUrl: null,
    },
    instanceId: `i-slow-${n % ROOMS}`,
    roles: [],
    signedInAtMs: Date.now(),
  });
  const response = await fetch(`${origin}/api/room/ticket`, {
    method: "POST",
    headers: { authorization: `Bearer ${session}` },
  });
  const { ticket, error } = await response.json();
  if (!ticket) throw new Error(`no ticket: ${error}`);
  return ticket;
}

/** A text frame as clients send it, masked by zeros. */
function frameOf(message: unknown): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(message));
  return new Uint8Array([0x81, 0x80 | text.length, 0, 0, 0, 0, ...text]);
}

/** Says something again and again, until the other side has had enough. */
function repeat(
  conn: Deno.TcpConn,
  { bytes, everyMs, isOver }: {
    bytes: Uint8Array;
    everyMs: number;
    isOver(): boolean;
  },
): Promise<void> {
  const say = async () => {
    while (!isOver()) {
      await conn.write(bytes);
      await pause(everyMs);
    }
  };
  // That it is cut is fair.
  return say().catch(() => {});
}

/** Opens all, keeps them for a while, and looks at the server meanwhile. */
export async function holdSlowSockets(
  { holdMs }: { holdMs: number },
): Promise<SlowFindings> {
  const world = await startAttacked({
    maxFiles: MAX_FILES,
    env: { SESSION_SECRET: SECRET },
  });
  const { origin } = world;
  const conns: Deno.TcpConn[] = [];
  const talking: Promise<void>[] = [];
  let isOver = false;
  const talk = (conn: Deno.TcpConn, message: unknown, everyMs: number) =>
    talking.push(
      repeat(conn, {
        bytes: frameOf(message),
        everyMs,
        isOver: () => isOver,
      }),
    );

  async function join(n: number) {
    const conn = await upgrade(origin, await ticketOf(origin, n));
    conns.push(conn);
    if (n < DEAD) return;
    if (n < DEAD + DEAF) talk(conn, { type: "ping", t0: 1 }, PING_MS);
    else talk(conn, { type: "resync" }, GREED_MS);
  }

  async function ask(text: string, drip?: string) {
    const conn = await world.raw(text);
    if (!conn) return;
    conns.push(conn);
    if (drip === undefined) return;
    const bytes = new TextEncoder().encode(drip);
    talking.push(repeat(conn, { bytes, everyMs: 1000, isOver: () => isOver }));
  }

  const calm = world.watch();
  await pause(CALM_MS);
  const { healthMs: calmMs } = await calm.stop();
  const before = await world.memory();
  let most = before;

  let next = 0;
  const worker = async () => {
    while (next < DEAD + DEAF + GREEDY) await join(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (let n = 0; n < UNREAD; n++) {
    await ask(
      "GET /samples/sample-orbit/v0_000.m4s HTTP/1.1\r\nhost: localhost\r\n\r\n",
    );
  }
  for (let n = 0; n < DRIPS; n++) await ask("GET / HTTP/1.1\r\nx: ", "y");

  const watched = world.watch();
  const untilMs = performance.now() + holdMs;
  while (performance.now() < untilMs) {
    await pause(LOOK_MS);
    most = Math.max(most, await world.memory());
  }
  const findings = await watched.stop();
  const ghosts = await ghostsIn(origin);
  isOver = true;
  for (const conn of conns) {
    try {
      conn.close();
    } catch {
      // The server was first.
    }
  }
  await Promise.all(talking);
  const exitCode = await world.close();
  return {
    ...findings,
    sockets: conns.length,
    healthP99Ms: percentile(findings.healthMs, 0.99),
    calmP99Ms: percentile(calmMs, 0.99),
    controlP99Ms: percentile(findings.controlMs, 0.99),
    memory: { before, most },
    ghosts,
    exitCode,
  };
}

/** @returns One sentence for each thing that did not hold, but for who is still in the room. */
export function slowFaultsOf(found: SlowFindings): string[] {
  const { sockets, memory } = found;
  const each = Math.round((memory.most - memory.before) / sockets);
  return [
    ...(sockets < LEAST_SOCKETS ? [`only ${sockets} sockets`] : []),
    ...found.healthFaults.map((fault) => `health: ${fault}`),
    ...(found.healthP99Ms < MAX_HEALTH_MS + found.calmP99Ms
      ? []
      : [`health took ${Math.round(found.healthP99Ms)} ms (p99)`]),
    ...(each < SOCKET_BYTES ? [] : [`each socket cost ${each} bytes`]),
    ...(found.exitCode === 0
      ? []
      : [`the server ended with ${found.exitCode}`]),
  ];
}

/** Counts who is in the rooms and cannot be. */
async function ghostsIn(origin: string): Promise<number> {
  let ghosts = 0;
  for (let room = 0; room < ROOMS; room++) {
    // One more person than there are, in each room.
    const ticket = await ticketOf(origin, 1000 + room);
    const socket = openSocket(origin, { ticket });
    const { room: { members } } = await socket.next("welcome");
    ghosts += members.filter(({ id, goneAt }) =>
      goneAt === null && BigInt(id) - FIRST_ID < DEAD
    ).length;
    socket.close();
  }
  return ghosts;
}
