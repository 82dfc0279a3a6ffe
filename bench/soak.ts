/**
 * `deno task soak`: 500 rooms for two hours, five people a second leave and
 * five others come. The server's heap after a collection must not grow by over
 * 1 MB an hour once everybody has been there. `deno task soak 10` runs for ten
 * minutes. Whether it leaks is told by the last two thirds.
 * @module
 */
import { helpIfAsked } from "@/tools/help.ts";
import { freePort } from "@/tests/e2e/server.ts";
import { collectGarbage, connectInspector } from "@/tests/support/inspector.ts";
import { residentBytesOf } from "./rooms/process.ts";
import { createViewers, PING, roomsOf, type Viewer } from "./rooms/viewers.ts";
import { CLIENT_ID, SECRET, startWorld } from "./rooms/world.ts";

helpIfAsked(import.meta);

const ROOMS = 500;
/** People in a room at once, of the six who are there in turn. */
const SIZE = 4;
const POOL = 6;
const CHURN_PER_S = 5;
const REPORT_MS = 2000;
/** Heap that an hour may add, MB. */
const MAX_MB_PER_HOUR = 1;
/** Heap that a run of under half an hour may add, MB. Chosen: twice the noise of one, measured. */
const MAX_MB = 1;

const minutes = Number(Deno.args[0] ?? 120);
const inspectPort = freePort();
const world = startWorld();
const subject = await world.startHub(
  { rooms: ROOMS, size: POOL, rates: [], seconds: 0 },
  inspectPort,
);
const [pid = 0] = subject.pids;
const inspector = await connectInspector(inspectPort);
const { ask } = inspector;
const load = {
  kind: "hub" as const,
  ...subject,
  rooms: ROOMS,
  size: SIZE,
  rates: [],
  seconds: 0,
  joinsAtOnce: 20,
  hasStorm: false,
  secret: SECRET,
  clientId: CLIENT_ID,
};
const viewers = createViewers(load);
const rooms = roomsOf(load);
viewers.expectEnd();

/** Who is there, in order of coming. */
const present: { viewer: Viewer; place: number }[] = [];
/** Whose turn is next, by room. */
const nextPlace = rooms.map(() => 0);

async function come(index: number): Promise<void> {
  const place = (nextPlace[index] ?? 0) % POOL;
  nextPlace[index] = place + 1;
  present.push({ viewer: await viewers.join(rooms[index]!, place), place });
}

async function heapMb(): Promise<number> {
  await collectGarbage(inspector);
  const { usedSize } = await ask<{ usedSize: number }>("Runtime.getHeapUsage");
  return usedSize / 1e6;
}

await ask("HeapProfiler.enable");
let joined = 0;
await Promise.all(Array.from({ length: load.joinsAtOnce }, async () => {
  while (joined < ROOMS * SIZE) await come(joined++ % ROOMS);
}));
const report = JSON.stringify({
  type: "report",
  report: { status: "active", driftMs: 3, rttMs: 30 },
});
let turn = 0;
const talking = setInterval(() => {
  const share = present.length / (REPORT_MS / 50);
  for (let n = 0; n < share; n++) {
    const { socket } = present[turn++ % present.length]!.viewer;
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(turn % 5 === 0 ? PING : report);
    }
  }
}, 50);
let moved = 0;
let isOver = false;
const churning = setInterval(() => {
  const [gone] = present.splice(0, 1);
  if (!gone) return;
  gone.viewer.socket.send(JSON.stringify({ type: "leave" }));
  come(gone.viewer.room.index).catch((error) => {
    // Who is on the way when it ends does not arrive.
    if (!isOver) throw error;
  });
  moved++;
}, 1000 / CHURN_PER_S);

const samples: { atH: number; mb: number }[] = [];
const startedAt = performance.now();
const stepMs = Math.min(60_000, minutes * 60_000 / 12);
while (performance.now() - startedAt < minutes * 60_000) {
  await new Promise((done) => setTimeout(done, stepMs));
  const atH = (performance.now() - startedAt) / 3_600_000;
  const mb = await heapMb();
  samples.push({ atH, mb });
  say(
    `${(atH * 60).toFixed(1)} min: heap ${mb.toFixed(2)} MB, resident ${
      (residentBytesOf(pid) / 1e6).toFixed(0)
    } MB, ${present.length} people, ${moved} have moved`,
  );
}
isOver = true;
clearInterval(talking);
clearInterval(churning);
const settled = samples.slice(Math.floor(samples.length / 3));
const slope = slopeOf(settled);
const growth = (settled.at(-1)?.mb ?? 0) - (settled[0]?.mb ?? 0);
say(
  `heap: ${growth.toFixed(2)} MB more, ${
    slope.toFixed(2)
  } MB/h, over the last two thirds`,
);
await subject.stop();
await world.close();
// A short run's slope is its noise; what it can show is what grows with each who comes.
const isLeaking = minutes >= 30 ? slope > MAX_MB_PER_HOUR : growth > MAX_MB;
Deno.exit(isLeaking ? 1 : 0);

/** Least squares. */
function slopeOf(points: readonly { atH: number; mb: number }[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const atMean = mean(points.map(({ atH }) => atH));
  const mbMean = mean(points.map(({ mb }) => mb));
  const over = mean(
    points.map(({ atH, mb }) => (atH - atMean) * (mb - mbMean)),
  );
  return over / mean(points.map(({ atH }) => (atH - atMean) ** 2));
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
