/**
 * Drives rooms of real sockets against one server, and measures: run as a
 * process of its own by `bench/rooms.ts`, which tells it what to do in one
 * JSON argument and reads one JSON line.
 * @module
 */
import { percentile } from "@/lib/shared/stats.ts";
import { createSessions } from "@/lib/server/auth/sessions.ts";
import { cpuSecondsOf, residentBytesOf } from "./process.ts";

/** What to do. */
export interface Load {
  kind: "hub" | "relay";
  /** Of the server, `http://…`. */
  origin: string;
  /** Process whose use is measured; several count together. */
  pids: number[];
  rooms: number;
  size: number;
  /** Controls of each room's host, 1/s. */
  controlsPerS: number;
  seconds: number;
  /** Whether viewers report themselves every 2 s, as real ones do. */
  reports: boolean;
  /** Opens sockets at most this many at once. */
  joinsAtOnce: number;
  secret: string;
  clientId: string;
}

/** What is measured one after the other; a pause is part of nothing. */
export type Phase = "join" | "idle" | "controls" | "pause";

/** What was measured. CPU in seconds of the server's processes. */
export interface Measurement {
  viewers: number;
  join: { cpuS: number; wallS: number; p50Ms: number; p95Ms: number };
  idle: { cpuS: number; wallS: number };
  bytesPerViewer: number;
  controls: {
    cpuS: number;
    wallS: number;
    sent: number;
    deliveries: number;
    messages: number;
    bytes: number;
    patchBytes: number;
    p50Ms: number;
    p95Ms: number;
    p99Ms: number;
    lost: number;
  };
  /** How late the generator's own timer was, ms: over 5 its latencies say nothing. */
  lagP99Ms: number;
}

const IDLE_S = 5;
const REPORT_MS = 2000;
const PING_MS = 10_000;
/** Time in which a crowd has heard of one more, ms. Source: fifty in two seconds. */
const TOLD_EACH_MS = 40;

interface Viewer {
  socket: WebSocket;
  room: Room;
}

interface Room {
  id: string;
  members: Viewer[];
  epoch: string;
  rev: number;
  controls: number;
  /** When each control that is under way was sent, by its position. */
  sentAt: Map<string, number>;
}

const load: Load = JSON.parse(Deno.args[0] ?? "");
const joinMs: number[] = [];
const controlMs: number[] = [];
const lagsMs: number[] = [];
let messages = 0;
let bytes = 0;
let patchBytes = 0;
let deliveries = 0;
let reports = 0;

const sessions = createSessions({ secrets: [load.secret], now: Date.now });
const cpuS = () => load.pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
const resident = () =>
  load.pids.reduce((sum, pid) => sum + residentBytesOf(pid), 0);
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A person's id: a Discord snowflake in form. */
function personOf(room: number, place: number): string {
  return String(900_000_000_000_000_000n + BigInt(room * 2000 + place));
}

async function ticketFor(roomId: string, userId: string): Promise<string> {
  const session = await sessions.seal({
    user: {
      id: userId,
      username: `Person ${userId.slice(-4)}`,
      avatarUrl: null,
    },
    instanceId: roomId,
    roles: [],
    api: { token: "t" },
    signedInAtMs: Date.now(),
  });
  const response = await fetch(`${load.origin}/api/room/ticket`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${session}`,
      "content-type": "application/json",
    },
    body: "{}",
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer.ticket;
}

async function addressOf(room: Room, userId: string): Promise<string> {
  const ws = load.origin.replace("http", "ws");
  return load.kind === "relay"
    ? `${ws}/relay?room=${room.id}&member=${userId}`
    : `${ws}/api/room?ticket=${await ticketFor(room.id, userId)}`;
}

async function join(room: Room, userId: string): Promise<void> {
  // Deno takes headers here, which the type for browsers does not know.
  const options = {
    headers: { origin: `https://${load.clientId}.discordsays.com` },
  } as unknown as string[];
  const socket = new WebSocket(await addressOf(room, userId), options);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let openedAt = 0;
  socket.onopen = () => openedAt = performance.now();
  socket.onerror = () => reject(new Error("a socket failed"));
  socket.onclose = ({ code, reason }) =>
    reject(new Error(`a socket closed: ${code} ${reason}`));
  const viewer = { socket, room };
  socket.onmessage = ({ data }) => {
    if (data.startsWith('{"type":"welcome"')) {
      joinMs.push(performance.now() - openedAt);
      room.members.push(viewer);
      const { room: told } = JSON.parse(data);
      room.epoch = told.epoch ?? "e";
      room.rev = told.rev ?? 0;
      resolve();
    }
    receive(viewer, data);
  };
  await promise;
}

function receive({ room, socket }: Viewer, text: string): void {
  messages++;
  bytes += text.length;
  if (text.startsWith('{"type":"patch"')) {
    const rev = /"rev":(\d+)/.exec(text);
    if (rev) room.rev = Math.max(room.rev, Number(rev[1]));
    const position = /"position":([\d.]+)/.exec(text)?.[1];
    const sentAt = position === undefined
      ? undefined
      : room.sentAt.get(position);
    if (sentAt === undefined) return;
    deliveries++;
    patchBytes += text.length;
    controlMs.push(performance.now() - sentAt);
  } else if (text.startsWith('{"type":"knock"')) {
    socket.send(PING);
  } else if (text.startsWith('{"type":"error"')) {
    throw new Error(text);
  }
}

const PING = JSON.stringify({ type: "ping", t0: 1 });
/** What a viewer of a paused room says of itself: in place, and no number the same as before. */
function report(room: Room): string {
  const said = reports++;
  return JSON.stringify({
    type: "report",
    report: {
      status: "active",
      networkQuality: "good",
      playbackState: {
        isPlaying: false,
        currentTime: placeOf(room) + (said % 17) / 1000,
        buffering: false,
      },
      driftMs: said % 17,
      rttMs: 30 + said * 7 % 40,
      sync: {
        attempts: 4 + (said >> 10),
        successes: 4 + (said >> 10),
        averageSyncDelta: said % 23 / 1000,
        lastSyncAt: Date.now(),
      },
      lastActive: Date.now() - said % 60_000,
    },
  });
}

/** Where the room's film stands, s. */
function placeOf({ controls }: Room): number {
  return 10 + controls * 0.25;
}

function command(room: Room, fields: Record<string, unknown>): void {
  room.members[0]?.socket.send(JSON.stringify({
    type: "command",
    id: `c${room.controls++}-${room.id.slice(2, 10)}`,
    epoch: room.epoch,
    rev: room.rev,
    command: fields,
  }));
}

/** Runs `act` for each of `all` once in every `everyMs`, phases spread; the result ends it. */
function spread<T>(
  all: readonly T[],
  { everyMs, act }: { everyMs: number; act: (one: T) => void },
): () => void {
  let next = 0;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = (performance.now() - startedAt) / everyMs * all.length;
    for (; next < due; next++) act(all[next % all.length]!);
  }, 5);
  return () => clearInterval(timer);
}

const rooms: Room[] = Array.from({ length: load.rooms }, (_, n) => ({
  id: `i-${100_000_000_000 + n}-gc-1-${2 + n}`,
  members: [],
  epoch: "",
  rev: 0,
  controls: 0,
  sentAt: new Map(),
}));
const people = Array.from(
  { length: load.rooms * load.size },
  (_, n) => [n % load.rooms, Math.floor(n / load.rooms)] as const,
);

/** Tells who started this what is being measured now. */
function enter(phase: Phase): void {
  say({ phase });
}

function say(line: unknown): void {
  Deno.stdout.writeSync(
    new TextEncoder().encode(`${JSON.stringify(line)}\n`),
  );
}

enter("join");
const emptyBytes = resident();
let from = { cpuS: cpuS(), at: performance.now() };
const since = () => ({
  cpuS: cpuS() - from.cpuS,
  wallS: (performance.now() - from.at) / 1000,
});

// Hosts first, so that who controls is known.
let nextPerson = 0;
await Promise.all(Array.from({ length: load.joinsAtOnce }, async () => {
  while (nextPerson < people.length) {
    const [n, place] = people[nextPerson++]!;
    await join(rooms[n]!, personOf(n, place));
  }
}));
const joined = since();
enter("pause");
const viewers = rooms.flatMap(({ members }) => members);

if (load.kind === "hub") {
  for (const room of rooms) {
    command(room, { type: "set_wait", waitForAll: false });
  }
  for (const room of rooms) {
    command(room, { type: "load", videoId: "0_v1" });
    await sleep(1);
  }
}
// Joining leaves work behind that is not the controls'.
await sleep(3000);
from = { cpuS: cpuS(), at: performance.now() };
enter("idle");
await sleep(IDLE_S * 1000);
const idle = since();
enter("pause");
const bytesPerViewer = (resident() - emptyBytes) / viewers.length;

const stops = [
  spread(viewers, {
    everyMs: PING_MS,
    act: ({ socket }) => socket.send(PING),
  }),
  ...(load.reports
    ? [spread(viewers, {
      everyMs: REPORT_MS,
      act: ({ socket, room }) => socket.send(report(room)),
    })]
    : []),
];
let lastAt = performance.now();
const lagTimer = setInterval(() => {
  const now = performance.now();
  lagsMs.push(now - lastAt - 10);
  lastAt = now;
}, 10);
function press(room: Room): void {
  const position = placeOf(room).toString();
  room.sentAt.set(position, performance.now());
  command(room, { type: "seek", position: Number(position) });
}
const stopControls = spread(rooms, {
  everyMs: 1000 / load.controlsPerS,
  act: press,
});
// Warm-up; a crowd takes its time to get to know its people.
await sleep(2000 + (load.reports ? load.size * TOLD_EACH_MS : 0));
for (const list of [controlMs, lagsMs]) list.length = 0;
for (const room of rooms) room.sentAt.clear();
messages =
  bytes =
  patchBytes =
  deliveries =
    0;
from = { cpuS: cpuS(), at: performance.now() };
enter("controls");
await sleep(load.seconds * 1000);
const used = since();
enter("pause");
const measured = { messages, bytes, patchBytes, deliveries };
stopControls();
await sleep(500);
for (const stop of stops) stop();
clearInterval(lagTimer);
const sent = rooms.reduce((sum, { sentAt }) => sum + sentAt.size, 0);

const result: Measurement = {
  viewers: viewers.length,
  join: {
    ...joined,
    p50Ms: percentile(joinMs, 0.5),
    p95Ms: percentile(joinMs, 0.95),
  },
  idle,
  bytesPerViewer,
  controls: {
    ...used,
    ...measured,
    sent,
    p50Ms: percentile(controlMs, 0.5),
    p95Ms: percentile(controlMs, 0.95),
    p99Ms: percentile(controlMs, 0.99),
    lost: sent * load.size - deliveries,
  },
  lagP99Ms: percentile(lagsMs, 0.99),
};
say({ result });
Deno.exit(0);
