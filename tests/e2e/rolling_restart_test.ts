/** Two real servers that are restarted one after the other, as an upgrade does, under 20 viewers in 4 rooms who go on pressing. */
import { assert, assertEquals } from "@std/assert";
import { until } from "../store_contract/store_contract.ts";
import { hasRedis, startRedis } from "../stores/redis_server.ts";
import { enterRoom, type RemoteViewer } from "./remote_viewer.ts";
import { type RunningServer, startServer } from "./server.ts";

const ROOMS = 4;
const VIEWERS = 5;
/** Longest time for which anybody may be out of sync, ms. */
const OUT_MS = 5000;
/** Distance from the others that is out of sync, s. */
const APART_S = 0.1;
/** Time between two looks at all viewers, ms. */
const LOOK_MS = 50;
/** Time between two presses of one person, ms: well below what they may. */
const PRESS_MS = 400;
/** Suggestions of one person: two less than they may have. */
const SUGGESTIONS = 8;

/** One room: its viewers, those of whom two press. */
interface Room {
  viewers: RemoteViewer[];
  /** Suggestions that were accepted. */
  suggested: number;
  refused: string[];
}

/** Where a viewer's room is for them, s. */
function placeOf({ room, link }: RemoteViewer): number {
  const { timeline: { position, at, playing } } = room();
  const nowMs = link.roomNow();
  assert(nowMs !== null);
  return position + (playing ? Math.max(0, nowMs - at) / 1000 : 0);
}

/** Looks at everybody until `stop()`. @returns The longest time, ms, for which one viewer was apart from most of their room, or without a server. */
function watch(rooms: readonly Room[]) {
  const sinceMs = new Map<string, number>();
  const longest = { apartMs: 0, awayMs: 0 };
  function note(what: keyof typeof longest, key: string, isSo: boolean) {
    const nowMs = performance.now();
    if (!isSo) return void sinceMs.delete(what + key);
    const since = sinceMs.get(what + key) ?? nowMs;
    sinceMs.set(what + key, since);
    longest[what] = Math.max(longest[what], nowMs - since);
  }
  const timer = setInterval(() => {
    for (const [index, { viewers }] of rooms.entries()) {
      const places = viewers.map(placeOf);
      const middle = places.toSorted((a, b) => a - b)[VIEWERS >> 1] ?? 0;
      for (const [n, place] of places.entries()) {
        const key = `${index}.${n}`;
        note("apartMs", key, Math.abs(place - middle) > APART_S);
        note("awayMs", key, viewers[n]?.origin() === null);
      }
    }
  }, LOOK_MS);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}

async function press(
  room: Room,
  { by, isOver }: { by: number; isOver(): boolean },
) {
  const viewer = room.viewers[by];
  assert(viewer);
  for (let n = 0; !isOver(); n++) {
    const isSuggestion = n % 2 === 0 && n / 2 < SUGGESTIONS;
    const refused = await viewer.tell(
      isSuggestion
        ? { type: "suggest", videoId: "sample-orbit" }
        : { type: "seek", position: (n * 7 + by) % 60 },
    );
    if (refused !== null) room.refused.push(refused);
    else if (isSuggestion) room.suggested++;
    await new Promise((resolve) => setTimeout(resolve, PRESS_MS));
  }
}

/** What {@linkcode roll} needs. */
interface Cluster {
  start(port?: number): Promise<RunningServer>;
  /** Whether what one server writes is told to the other at once: then viewers of one room sit on both. */
  isTold: boolean;
}

/** Restarts both servers. @returns See `watch`. */
async function roll({ start, isTold }: Cluster) {
  const servers = [await start(), await start()];
  const originsFrom = (first: number) => () =>
    [first, 1 - first].map((n) => servers[n]?.origin ?? "");
  const rooms: Room[] = [];
  try {
    for (let index = 0; index < ROOMS; index++) {
      const viewers: RemoteViewer[] = [];
      for (let person = 0; person < VIEWERS; person++) {
        viewers.push(
          await enterRoom(originsFrom((index + (isTold ? person : 0)) % 2), {
            instance: `i-rolling-${index}`,
            person,
          }),
        );
      }
      rooms.push({ viewers, suggested: 0, refused: [] });
      const [host] = viewers;
      for (
        const command of [
          { type: "set_wait", waitForAll: false },
          { type: "set_control", control: "everyone" },
          { type: "load", videoId: "sample-tide" },
        ] as const
      ) assertEquals(await host?.tell(command), null);
    }
    const all = rooms.flatMap(({ viewers }) => viewers);
    const inSync = (what: string) =>
      until(
        () =>
          rooms.every(({ viewers }) => {
            const places = viewers.map(placeOf);
            return viewers.every((one) =>
              one.origin() !== null &&
              one.room().timeline.videoId === "sample-tide"
            ) && Math.max(...places) - Math.min(...places) < APART_S;
          }),
        { withinMs: 2 * OUT_MS, what },
      );
    await inSync("everybody in");

    const watched = watch(rooms);
    let isOver = false;
    const pressing = rooms.flatMap((room, index) =>
      [index, (index + 1) % VIEWERS].map((by) =>
        press(room, { by, isOver: () => isOver })
      )
    );
    for (const n of [0, 1]) {
      const old = servers[n];
      assert(old);
      assertEquals(await old.stop(), 0);
      servers[n] = await start(old.port);
      await until(() => all.every((one) => one.origin() !== null), {
        withinMs: 2 * OUT_MS,
        what: "everybody on the other server",
      });
    }
    isOver = true;
    await Promise.all(pressing);
    await inSync("everybody in sync at the end");
    const longest = watched.stop();

    for (const { viewers, suggested, refused } of rooms) {
      assertEquals(refused, []);
      await until(() =>
        viewers.every((one) => one.room().queue.length === suggested)
      );
      const ids = viewers[0]?.room().queue.map(({ id }) => id);
      assertEquals(new Set(ids).size, suggested, "each once");
      assert(suggested > SUGGESTIONS / 2, `${suggested} suggestions`);
    }
    return longest;
  } finally {
    for (const { viewers } of rooms) {
      for (const viewer of viewers) viewer.close();
    }
    for (const server of servers) assertEquals(await server.stop(), 0);
  }
}

Deno.test({
  name:
    "[O40] on Redis nobody is out of sync for more than 5 s, and no control is lost" +
    (hasRedis ? "" : " (install redis-server to run)"),
  ignore: !hasRedis,
  async fn() {
    const redis = await startRedis({ isDurable: true });
    try {
      const longest = await roll({
        isTold: true,
        start: (port) =>
          startServer({
            env: {
              ROOM_STORE: "redis",
              REDIS_URL: redis.url,
              SESSION_SECRET: "a secret that all instances share",
            },
            ...(port === undefined ? {} : { port }),
          }),
      });
      assert(longest.apartMs <= OUT_MS, JSON.stringify(longest));
      assert(longest.awayMs <= OUT_MS, JSON.stringify(longest));
    } finally {
      await redis.close();
    }
  },
});

// Locally KV tells no other process of a change, as it does on Deno Deploy: it
// is seen at the next look, up to 5 s later. So each room is on one server here
// and moves to the other: what this shows of KV is that a room and its controls
// survive that, not how soon a viewer elsewhere hears of a control.
Deno.test("[O40] on KV nobody is out of sync for more than 5 s, and no control is lost", async () => {
  // Where local KV keeps what it has.
  const folder = await Deno.makeTempDir({ prefix: "cowatch-kv-" });
  try {
    const longest = await roll({
      isTold: false,
      start: (port) =>
        startServer({
          env: {
            DENO_DIR: folder,
            ROOM_STORE: "kv",
            SESSION_SECRET: "a secret that all instances share",
          },
          ...(port === undefined ? {} : { port }),
        }),
    });
    assert(longest.apartMs <= OUT_MS, JSON.stringify(longest));
    assert(longest.awayMs <= OUT_MS, JSON.stringify(longest));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
