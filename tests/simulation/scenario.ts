/**
 * One simulation: a world made from a seed, operations and faults in it, then
 * healing, and what must be true after that.
 * @module
 */
import { publicRoom, type RoomDocument } from "@/lib/room/document/document.ts";
import {
  HOST_GRACE_MS,
  MAX_CONNECTIONS_PER_MEMBER,
} from "@/lib/shared/limits.ts";
import { seededRandom } from "@/tests/support/seeded_random.ts";
import { FAULTS, FORGETFUL } from "./faults.ts";
import { digestOf } from "./referee.ts";
import { type Bug, World } from "./world.ts";

/** Options of {@linkcode simulate}. */
interface SimulationOptions {
  seed: number;
  /** @default {300} */
  operations?: number;
  bug?: Bug;
  /** Looks into the world as it was when something was found to be wrong. */
  inspect?: (world: World) => void;
}

/** What came of it. */
interface Outcome {
  seed: number;
  /** What was wrong; empty when all is well. */
  faults: readonly string[];
  /** The run as one word: the same seed gives the same. */
  trace: string;
  /** How often each kind of fault has shown. */
  fired: ReadonlyMap<string, number>;
  /** Events, and commands accepted. */
  steps: number;
  accepted: number;
  /** Time from healing until all saw the same, ms. */
  convergedMs: number;
}

/** Share of worlds in which somebody spoils the film for the others. */
const MALICE = 0.3;
/** Mean time between two operations, ms. */
const BETWEEN_MS = 100;
/** Time in which all must see the same after healing, ms. Source: docs/design.md, "Rooms", doubled. */
const CONVERGE_MS = 10_000;
/** Time after healing at which the roster must be true, ms. Source: docs/design.md, "Rooms". */
const ROSTER_MS = 25_000;
/** Time after the last page was closed at which nothing may be left, ms. Chosen: a lost instance's lease and the grace. */
const EMPTY_MS = 40_000;
/** Error of room time at the end, ms: up to CLOCK_STEP_MS of `lib/sync` is bent away slowly, and the way may be slow. */
const MAX_CLOCK_MS = 550;

/** Moments at which all must see the same once, and time between them, ms. Chosen: a change reaches everybody within a few of them. */
const MOMENTS = 12;
const MOMENT_MS = 130;

/** Runs one seed. */
// deno-lint-ignore house/long-function -- the actors of a scenario share its world
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const { seed, operations = 300, bug } = options;
  const random = seededRandom(seed);
  const isInMemory = random.chance(0.15);
  const world = new World(random, { isInMemory, bug });
  const { referee, time } = world;
  const isOver = () => referee.faults.length > 0;
  const endings: (() => void)[] = [];
  let isHealed = false;

  populate();
  const lastMs = operations * BETWEEN_MS;
  planFaults(lastMs);
  for (let n = 0; n < operations && !isOver(); n++) {
    await time.advance(random.next() * 2 * BETWEEN_MS);
    random.pick(world.viewers).act();
  }
  await time.advance(heal());
  const convergedMs = await converge();
  if (!isOver()) {
    await time.advance(ROSTER_MS - convergedMs);
    // Films go on and rooms with them: a change may be on its way to some at
    // this very moment, but not at every one of these.
    let differing = disagreement({ mayBeFull: false });
    for (let n = 0; differing !== null && n < MOMENTS; n++) {
      await time.advance(MOMENT_MS);
      differing = disagreement({ mayBeFull: false });
    }
    if (differing !== null) referee.blame(`not healed at all: ${differing}`);
    checkRoster();
    checkClocks();
    checkCommands();
    checkLines();
  }
  if (!isOver()) await closeAll();
  if (isOver()) options.inspect?.(world);
  return {
    seed,
    faults: referee.faults,
    trace: world.trace,
    fired: world.fired,
    steps: time.steps,
    accepted: [...referee.accepted.values()].reduce(
      (sum, { size }) => sum + size,
      0,
    ),
    convergedMs,
  };

  function populate() {
    const instances = isInMemory ? 1 : random.whole(1, 4);
    for (let n = 0; n < instances; n++) world.start();
    const rooms = random.whole(1, 3);
    const viewers = random.whole(2, 12);
    // A chance of its own, so that the other worlds stay as they are.
    const malice = seededRandom(~seed >>> 0);
    const isSpoiled = malice.chance(MALICE);
    for (let n = 0; n < viewers; n++) {
      // Some people have two pages open; with three, one page of theirs that a
      // crash left behind would rightly keep the next one out.
      const isSecond = n % 2 === 1 && random.chance(0.3);
      const person = isSecond ? n - 1 : n;
      const isLast = n === viewers - 1;
      const viewer = world.join(
        `r${person % rooms}`,
        `p${person}`,
        isSpoiled && isLast ? malice : null,
      );
      time.after(random.next() * 2000, () => viewer.open(), viewer.device);
    }
  }

  function planFaults(untilMs: number) {
    const isForgetful = random.chance(0.15);
    for (const [name, { memory, begin }] of Object.entries(FAULTS)) {
      if (isInMemory && !memory) continue;
      if (FORGETFUL.includes(name) && !isForgetful) continue;
      if (random.chance(0.5)) continue;
      for (let n = random.whole(1, 3); n > 0; n--) {
        time.after(random.next() * untilMs, () => {
          if (isHealed) return;
          const end = begin(world);
          let hasEnded = false;
          const endOnce = () => {
            if (!hasEnded) end();
            hasEnded = true;
          };
          endings.push(endOnce);
          time.after(500 + random.next() * 9000, endOnce);
        });
      }
    }
  }

  /** @returns Time until the last late packets have arrived, ms. */
  function heal(): number {
    isHealed = true;
    const [, slowMs] = world.network.faults.latencyMs;
    for (const end of endings) end();
    // While somebody changes the room each second not all see the same at once.
    for (const viewer of world.viewers) viewer.isCalm = true;
    for (const line of world.network.lines) {
      if (line.isCut || line.server.actor.isDead) line.reset();
      if (line.isStalled) line.read();
    }
    if (world.running.length === 0) world.start();
    return slowMs;
  }

  async function converge(): Promise<number> {
    const healedMs = time.nowMs;
    while (!isOver()) {
      const differing = disagreement({ mayBeFull: true });
      if (differing === null) break;
      if (time.nowMs - healedMs > CONVERGE_MS) {
        referee.blame(`not healed after 10 s: ${differing}`);
        break;
      }
      await time.advance(250);
    }
    return time.nowMs - healedMs;
  }

  /**
   * Why not all see the same; `null` when they do. `mayBeFull`: pages that a
   * crash left behind may still keep out another page of the same person.
   */
  function disagreement({ mayBeFull }: { mayBeFull: boolean }): string | null {
    for (const viewer of world.viewers) {
      if (!viewer.isOpen) continue;
      const { personId, room, roomId } = viewer;
      const stored = world.stored(roomId);
      if (!viewer.isConnected || !room) {
        if (mayBeFull && isFull(personId, stored)) continue;
        return `${personId} is not connected`;
      }
      if (!stored) return `${roomId} is lost`;
      const version = `${room.epoch}:${room.rev}`;
      if (version !== `${stored.epoch}:${stored.rev}`) {
        return `${personId} has ${version}, not ${stored.epoch}:${stored.rev}`;
      }
      if (digestOf(room) !== digestOf(publicRoom(stored))) {
        return `${personId} sees another ${version}`;
      }
    }
    return null;
  }

  function checkRoster() {
    for (const roomId of new Set(world.viewers.map((one) => one.roomId))) {
      const here = new Set(
        world.viewers.filter((one) => one.roomId === roomId && one.isConnected)
          .map(({ personId }) => personId),
      );
      const { members = [], host = null, gate } = world.stored(roomId) ?? {};
      const hostIsHere = members.some(({ id, goneAt }) =>
        id === host && goneAt === null
      );
      if (here.size > 0 && !hostIsHere) referee.blame(`${roomId} has no host`);
      const overdueMs = world.cluster.nowMs() - HOST_GRACE_MS - 1000;
      if (members.some(({ goneAt }) => (goneAt ?? Infinity) < overdueMs)) {
        referee.blame(`${roomId} keeps who is long gone`);
      }
      if (gate && gate.until + 1000 < world.cluster.nowMs()) {
        referee.blame(`${roomId} waits for ever`);
      }
      const listed = members.filter(({ goneAt }) => goneAt === null)
        .map(({ id }) => id);
      const wrong = listed.filter((id) => !here.has(id))
        .concat([...here].filter((id) => !listed.includes(id)));
      if (wrong.length > 0) referee.blame(`the roster lies about ${wrong}`);
    }
  }

  function checkClocks() {
    for (const viewer of world.viewers) {
      const roomNow = viewer.roomNow();
      if (roomNow === null) continue;
      const offMs = Math.abs(roomNow - world.cluster.nowMs());
      if (offMs > MAX_CLOCK_MS) {
        referee.blame(`${viewer.personId}'s clock is off by ${offMs} ms`);
      }
    }
  }

  /** What was acknowledged has happened, once, unless a store forgot it. */
  function checkCommands() {
    if (referee.hasGoneBack) return;
    const done = new Map(
      [...referee.accepted.values()].flatMap((ids) => [...ids]),
    );
    for (const id of world.acknowledged) {
      if (!done.has(id) && !referee.idle.has(id)) {
        referee.blame(`${id} was acknowledged and has not happened`);
      }
    }
  }

  function checkLines() {
    for (const line of world.network.lines) {
      if (line.backlog > world.queue.coalesceBytes) {
        referee.blame(`sent to a reader with ${line.backlog} bytes unread`);
      }
    }
  }

  async function closeAll() {
    for (const viewer of world.viewers) viewer.close();
    await time.advance(EMPTY_MS);
    for (const { roomId } of world.viewers) {
      const { members = [] } = world.stored(roomId) ?? {};
      if (members.length > 0) referee.blame(`${roomId} keeps who has left`);
    }
    for (const { hub, store } of world.running) {
      const { rooms, connections } = hub.stats();
      if (rooms + connections > 0) {
        referee.blame(`${rooms} rooms, ${connections} connections are left`);
      }
      hub.dispose();
      await store.close();
    }
    await time.advance(15_000);
    if (time.pending > 0) referee.blame(`${time.pending} timers are left`);
  }
}

/** Whether somebody is listed with as many pages as one may have. */
function isFull(personId: string, stored: RoomDocument | null): boolean {
  const { connections = [] } =
    stored?.members.find(({ id }) => id === personId) ?? {};
  return connections.length >= MAX_CONNECTIONS_PER_MEMBER;
}
