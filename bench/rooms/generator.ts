/**
 * Drives rooms of real sockets against one server, and measures: run as a
 * process of its own by `bench/rooms.ts`, which tells it what to do in one
 * JSON argument and reads a JSON line for each phase, and one with the result.
 * @module
 */
import { percentile } from "@/lib/shared/stats.ts";
import type { Controls, Load, Measurement, Phase, Said } from "./load.ts";
import { cpuSecondsOf, residentBytesOf, ticksOf } from "./process.ts";
import { costOf } from "./report.ts";
import { comeBack } from "./storm.ts";
import {
  createViewers,
  PING,
  placeOf,
  type Room,
  roomsOf,
  type Viewer,
} from "./viewers.ts";

/** Chosen: processor time is counted in hundredths of a second. */
const IDLE_S = 4;
/** Time after joining until all is idle, ms. Chosen: what joining leaves behind is done. Everybody says a word in it: ten thousand take longer to come than the 10 s of silence after which they are asked. */
const CALM_MS = 4000;
/** Time after the last word, ms. Chosen: its answer is through. */
const STILL_MS = 500;
/** Time until what is hot has been compiled, ms: measured, few functions are after it. */
const WARM_UP_MS = 12_000;
const REPORT_MS = 2000;
const PING_MS = 10_000;
/** Time in which a crowd has heard of one more, ms. Source: 47 in two seconds, and some in reserve. */
const TOLD_EACH_MS = 50;
/** Members from whom on a room is a crowd. */
const CROWD = 50;
/** Who comes late, one after the other. */
const LATE = 40;

const load: Load = JSON.parse(Deno.args[0] ?? "");
const viewers = createViewers(load);
const { tally } = viewers;
const rooms = roomsOf(load);
const lagsMs: number[] = [];

const cpuS = () => load.pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
const ticks = () =>
  load.pids.map(ticksOf).reduce((sum, { own, kernel }) => ({
    own: sum.own + own,
    kernel: sum.kernel + kernel,
  }), { own: 0, kernel: 0 });
const resident = () =>
  load.pids.reduce((sum, pid) => sum + residentBytesOf(pid), 0);
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

function say(line: Said): void {
  Deno.stdout.writeSync(
    new TextEncoder().encode(`${JSON.stringify(line)}\n`),
  );
}

/** Tells who started this what is being measured now. @returns What ends it with the use of processors. */
function enter(phase: Phase) {
  say({ phase });
  const from = { cpuS: cpuS(), ticks: ticks(), at: performance.now() };
  return () => {
    const until = ticks();
    const kernel = until.kernel - from.ticks.kernel;
    const own = until.own - from.ticks.own;
    const use = {
      cpuS: cpuS() - from.cpuS,
      wallS: (performance.now() - from.at) / 1000,
      kernelShare: kernel / Math.max(1, kernel + own),
    };
    say({ phase: "pause" });
    return use;
  };
}

async function joinAll(): Promise<Measurement["join"]> {
  const end = enter("join");
  // Hosts before all others, so that who controls is known.
  await joinPlaces(0, 1);
  await joinPlaces(1, load.size);
  return { ...end(), ...quantiles(viewers.joinMs) };
}

/** Those whose place in their room lies within bounds. */
async function joinPlaces(from: number, to: number): Promise<void> {
  const count = load.rooms * (to - from);
  let next = 0;
  await Promise.all(Array.from({ length: load.joinsAtOnce }, async () => {
    while (next < count) {
      const n = next++;
      const room = rooms[n % load.rooms]!;
      const place = from + Math.floor(n / load.rooms);
      room.members[place] = await viewers.join(room, place);
    }
  }));
}

function quantiles(values: readonly number[]) {
  return {
    p50Ms: percentile(values, 0.5),
    p95Ms: percentile(values, 0.95),
    p99Ms: percentile(values, 0.99),
  };
}

function command(room: Room, fields: Record<string, unknown>): void {
  room.members[0]?.socket.send(JSON.stringify({
    type: "command",
    id: `c${room.controls++}-${room.id.slice(2, 14)}`,
    epoch: room.epoch,
    rev: room.rev,
    command: fields,
  }));
}

async function loadFilms(): Promise<void> {
  if (load.kind === "relay") return;
  for (const room of rooms) {
    command(room, { type: "set_wait", waitForAll: false });
  }
  for (const room of rooms) {
    command(room, { type: "load", videoId: "0_v1" });
    await sleep(1);
  }
}

let reports = 0;
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

/** How late this process is, in `lagsMs`. */
function watchLag(): () => void {
  let lastAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    lagsMs.push(now - lastAt - 10);
    lastAt = now;
  }, 10);
  return () => clearInterval(timer);
}

function press(room: Room): void {
  const position = placeOf(room).toString();
  room.sentAt.set(position, performance.now());
  command(room, { type: "seek", position: Number(position) });
}

async function controlAt(perS: number): Promise<Controls> {
  const stop = spread(rooms, { everyMs: 1000 / perS, act: press });
  await sleep(1000);
  tally.clear();
  lagsMs.length = 0;
  for (const room of rooms) room.sentAt.clear();
  const end = enter("controls");
  await sleep(load.seconds * 1000);
  const use = end();
  const { messages, bytes, patchBytes } = tally;
  const lagP99Ms = percentile(lagsMs, 0.99);
  stop();
  // What is under way arrives, and is no loss.
  await sleep(1000);
  const sent = rooms.reduce((sum, { sentAt }) => sum + sentAt.size, 0);
  return {
    ...use,
    perS,
    messages,
    bytes,
    patchBytes,
    deliveries: tally.deliveries,
    ...quantiles(tally.controlMs),
    lost: sent * load.size - tally.deliveries,
    lagP99Ms,
  };
}

/** Of what was measured several times at one rate, the one in the middle by its cost. */
function middles(controls: readonly Controls[]): Controls[] {
  const byRate = Map.groupBy(controls, ({ perS }) => perS);
  return [...byRate.values()].map((several) =>
    several.toSorted((one, other) =>
      costOf(one) - costOf(other)
    )[Math.floor(several.length / 2)]!
  );
}

/** Some come to rooms that live, one after the other. */
async function comeLate(): Promise<Measurement["late"]> {
  viewers.joinMs.length = 0;
  const end = enter("late");
  for (let n = 0; n < LATE; n++) {
    const room = rooms[n * 7 % rooms.length]!;
    const viewer = await viewers.join(room, 1500 + n);
    await sleep(20);
    viewer.socket.onclose = null;
    viewer.socket.close();
  }
  end();
  return quantiles(viewers.joinMs);
}

function talk(all: readonly Viewer[]): (() => void)[] {
  return [
    spread(all, {
      everyMs: PING_MS,
      act: ({ socket }) => socket.send(PING),
    }),
    spread(all, {
      everyMs: REPORT_MS,
      act: ({ socket, room }) => socket.send(report(room)),
    }),
  ];
}

async function measure(): Promise<Measurement> {
  const emptyBytes = resident();
  const join = await joinAll();
  const all = rooms.flatMap(({ members }) => members);
  await loadFilms();
  const stopWords = spread(all, {
    everyMs: CALM_MS,
    act: ({ socket }) => socket.send(PING),
  });
  await sleep(CALM_MS);
  stopWords();
  await sleep(STILL_MS);
  const endIdle = enter("idle");
  await sleep(IDLE_S * 1000);
  const idle = endIdle();
  const residentBytes = resident();
  const stops = [...talk(all), watchLag()];
  // A crowd takes its time to get to know its people, and V8 to know the code.
  const isCrowd = load.kind === "hub" && load.size >= CROWD;
  const stopWarming = spread(rooms, {
    everyMs: 1000 / (load.rates[0] ?? 1),
    act: press,
  });
  await sleep(Math.max(WARM_UP_MS, isCrowd ? load.size * TOLD_EACH_MS : 0));
  stopWarming();
  const controls: Controls[] = [];
  for (const perS of load.rates) controls.push(await controlAt(perS));
  const late = await comeLate();
  for (const stop of stops) stop();
  const storm = load.hasStorm
    ? await comeBack(rooms, { viewers, kill: () => void enter("kill") })
    : null;
  return {
    viewers: all.length,
    join,
    idle,
    bytesPerViewer: (residentBytes - emptyBytes) / all.length,
    residentBytes,
    controls: middles(controls),
    late,
    storm,
  };
}

say({ result: await measure() });
Deno.exit(0);
