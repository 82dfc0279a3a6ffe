/** One room on two instances of each store that several can share. */
import { assertEquals } from "@std/assert";
import { monotonicClock } from "@/lib/shared/timers.ts";
import { createKvBackend } from "@/lib/server/store/kv/kv.ts";
import type { Log } from "@/lib/server/log/log.ts";
import { createRedisBackend } from "@/lib/server/store/redis/redis.ts";
import type { Backend } from "@/lib/server/store/store.ts";
import { recordingLog } from "@/tests/support/virtual_hub.ts";
import { until } from "../store_contract/store_contract.ts";
import { roomOf, startInstance } from "./instance.ts";
import { hasRedis, startRedis } from "./redis_server.ts";

type Connect = (log: Log) => Backend;

async function onKv(run: (connect: Connect) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await run((log) =>
      createKvBackend({
        kv: Deno.openKv(`${folder}/kv.sqlite`),
        log,
        now: monotonicClock,
        listenMs: 100,
      })
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function onRedis(run: (connect: Connect) => Promise<void>) {
  const { url, close } = await startRedis();
  try {
    await run((log) => createRedisBackend({ url, log }));
  } finally {
    await close();
  }
}

for (
  const [name, on, ignore] of [
    ["kv", onKv, false],
    [
      hasRedis ? "redis" : "redis (install redis-server to run)",
      onRedis,
      !hasRedis,
    ],
  ] as const
) {
  Deno.test({
    name: `[R32] ${name}: viewers of one room on two instances notice nothing`,
    ignore,
    fn: () =>
      on(async (connect) => {
        const open = async () => {
          const logged: string[] = [];
          const log = recordingLog(logged);
          const backend = connect(log);
          await until(() => backend.store.isHealthy());
          return startInstance({ ...backend, log, logged });
        };
        const [one, two] = [await open(), await open()];
        const ann = await one.enter("ann");
        const ben = await two.enter("ben");
        assertEquals(roomOf(ben).host, "ann");
        ann.tell({ type: "set_control", control: "everyone" });
        ann.tell({ type: "set_wait", waitForAll: false });
        ann.tell({ type: "load", videoId: "v1" });
        await until(() => roomOf(ben).video?.id === "v1");
        ben.tell({ type: "seek", position: 42 });
        await until(() => roomOf(ann).timeline.position === 42);
        assertEquals(roomOf(ann), roomOf(ben));
        ben.say({ type: "report", report: { status: "active", rttMs: 321 } });
        await until(
          () =>
            ann.socket.all("presence").some(({ presence }) =>
              presence.ben?.rttMs === 321
            ),
          { withinMs: 5000, what: "presence across instances" },
        );
        for (const { socket } of [ann, ben]) {
          assertEquals(socket.all("error"), []);
        }
        // Both press at once, each on an instance: all is done, once.
        for (let n = 0; n < 10; n++) {
          ann.tell({ type: "suggest", videoId: "v1" });
          ben.tell({ type: "suggest", videoId: "v2" });
        }
        await until(() =>
          [ann, ben].every((one) => roomOf(one).queue.length === 20)
        );
        assertEquals(roomOf(ann), roomOf(ben));
        await one.close();
        await two.close();
      }),
  });
}
