/** What a change of a room asks of Redis. */
import { assertEquals } from "@std/assert";
import { createRoom } from "@/lib/room/document/document.ts";
import { createRedisBackend } from "@/lib/server/store/redis/redis.ts";
import type { Reduce } from "@/lib/server/store/store.ts";
import { recordingLog } from "@/tests/support/virtual_hub.ts";
import { until } from "../store_contract/store_contract.ts";
import { hasRedis, startRedis } from "./redis_server.ts";

const plusOne = (id: string): Reduce => (room) => {
  const base = room ?? createRoom(id, "e1");
  return { ...base, rev: base.rev + 1 };
};

Deno.test({
  name: hasRedis
    ? "[K30] twenty changes of a watched room are twenty scripts, on one connection, and one other hears"
    : "[K30] twenty changes are twenty scripts (install redis-server to run)",
  ignore: !hasRedis,
  async fn() {
    const redis = await startRedis();
    const { store } = createRedisBackend({
      url: redis.url,
      log: recordingLog([]),
      recheckMs: 60_000,
    });
    try {
      for (let n = 0; n < 10; n++) store.watch(`r${n}`, () => {});
      await until(() => store.isHealthy().catch(() => false));
      for (let n = 0; n < 10; n++) {
        await store.update(`r${n}`, plusOne(`r${n}`));
      }
      await redis.cli("CONFIG", "RESETSTAT");
      await Promise.all(
        Array.from(
          { length: 20 },
          (_, n) => store.update(`r${n % 10}`, plusOne(`r${n % 10}`)),
        ),
      );
      const stats = await redis.cli("INFO", "commandstats");
      assertEquals(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1], "20");
      const clients = await redis.cli("CLIENT", "LIST");
      const ours = [...clients.matchAll(/name=(cowatch-\w+)/g)];
      assertEquals(
        ours.map(([, name]) => name).sort(),
        ["cowatch-commands", "cowatch-news"],
      );
      assertEquals((await store.load("r0"))?.rev, 3);
    } finally {
      await store.close();
      await redis.close();
    }
  },
});
