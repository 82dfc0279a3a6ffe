/** Redis set up as docs/operations.md says is what Cowatch needs, and no more. */
import { assert, assertEquals } from "@std/assert";
import { loadConfig } from "@/lib/server/config/config.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { createBackend } from "@/lib/server/backend.ts";
import { createRoom } from "@/lib/room/document/document.ts";
import { examineStore } from "@/tools/doctor/store.ts";
import { hasRedis, startRedis } from "../stores/redis_server.ts";

const PASSWORD = "pass-of-the-test";
/** Longest wait for a connection, ms. */
const CONNECT_MS = 10_000;

Deno.test({
  name:
    "[O25] Redis with the settings and the user of the guide keeps rooms, and the doctor has nothing to say",
  ignore: !hasRedis,
  async fn() {
    const guide = await Deno.readTextFile(
      new URL("../../docs/operations.md", import.meta.url),
    );
    const [, settings = ""] = /```\n# redis\.conf\n([^]*?)```/.exec(guide) ??
      [];
    const [, user = ""] = /`ACL (SETUSER[^`]*)`/.exec(guide) ?? [];
    const redis = await startRedis();
    try {
      const lines = settings.trim().split("\n");
      assertEquals(lines.length, 4);
      for (const line of lines) {
        assertEquals(
          await redis.cli("CONFIG", "SET", ...line.split(" ")),
          "OK",
          line,
        );
      }
      const rights = user.replace(">…", `>${PASSWORD}`).split(/\s+/);
      assertEquals(await redis.cli("ACL", ...rights), "OK");
      // Only this user is left.
      assertEquals(await redis.cli("ACL", "SETUSER", "default", "off"), "OK");

      const log = createLog(() => {});
      const { store, redisUrl } = loadConfig({
        ROOM_STORE: "redis",
        REDIS_URL: redis.url.replace("//", `//cowatch:${PASSWORD}@`),
      });
      const found = await examineStore({ store, redisUrl }, { log });
      assertEquals(
        found.map(({ verdict }) => verdict),
        ["ok"],
        found[0]?.message,
      );

      // Two servers: a change of one reaches the other through Redis.
      const [one, two] = [1, 2].map(() =>
        createBackend({ store, redisUrl }, { log, onSweep() {} }).store
      );
      assert(one && two);
      const changed = Promise.withResolvers<void>();
      try {
        await Promise.all([untilHealthy(one), untilHealthy(two)]);
        const stop = one.watch("guide", () => changed.resolve());
        const room = createRoom("guide", "epoch");
        await two.update("guide", () => room);
        await changed.promise;
        stop();
      } finally {
        await Promise.all([one.close(), two.close()]);
      }

      // Another's keys and the server itself are out of reach.
      const as = (...args: string[]) =>
        redis.cli("--user", "cowatch", "--pass", PASSWORD, ...args);
      for (
        const denied of [["SET", "other", "1"], ["FLUSHALL"], ["SHUTDOWN"]]
      ) {
        assert((await as(...denied)).startsWith("NOPERM"), denied.join(" "));
      }
    } finally {
      await redis.close();
    }
  },
});

async function untilHealthy(
  store: { isHealthy(): Promise<boolean> },
): Promise<void> {
  const deadline = performance.now() + CONNECT_MS;
  while (!await store.isHealthy()) {
    assert(performance.now() < deadline, "Redis does not answer");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
