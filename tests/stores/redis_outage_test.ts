/** Rooms in Redis while Redis is away, forgets, or loses what it should have announced. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { createRedisBackend } from "@/lib/server/store/redis/redis.ts";
import { createRoom } from "@/lib/room/document/document.ts";
import type { Reduce } from "@/lib/server/store/store.ts";
import { DomainError } from "@/lib/shared/errors.ts";
import { recordingLog } from "@/tests/support/virtual_hub.ts";
import { startTcpProxy } from "../support/fakes/tcp_proxy.ts";
import { until } from "../store_contract/store_contract.ts";
import { roomOf, startInstance } from "./instance.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis_server.ts";

const plusOne: Reduce = (room) => {
  const base = room ?? createRoom("r", "e1");
  return { ...base, rev: base.rev + 1 };
};

function test(
  name: string,
  options: {
    isDurable?: boolean;
    run(redis: RedisServer): Promise<void>;
  },
) {
  Deno.test({
    name: hasRedis ? name : `${name} (install redis-server to run)`,
    ignore: !hasRedis,
    async fn() {
      const redis = await startRedis(options);
      try {
        await options.run(redis);
      } finally {
        await redis.close();
      }
    },
  });
}

function connect(redis: RedisServer, { recheckMs = 100 } = {}) {
  const logged: string[] = [];
  const log = recordingLog(logged);
  const backend = createRedisBackend({ url: redis.url, log, recheckMs });
  return { ...backend, log, logged };
}

/** An instance with a hub. */
async function instance(redis: RedisServer) {
  const backend = connect(redis);
  await until(() => backend.store.isHealthy());
  return startInstance(backend);
}

for (
  const [how, stop] of [
    ["is killed", (redis: RedisServer) => redis.kill()],
    ["does not answer", (redis: RedisServer) => redis.freeze()],
  ] as const
) {
  test(
    `[R32] while Redis ${how} a change is refused within 1 s, and works again after`,
    {
      isDurable: true,
      async run(redis) {
        const { store } = connect(redis);
        await until(() => store.isHealthy());
        await store.update("r", plusOne);
        await stop(redis);
        for (let n = 0; n < 3; n++) {
          const startMs = performance.now();
          const error = await assertRejects(
            () => store.update("r", plusOne),
            DomainError,
          );
          assertEquals(error.code, "store_unavailable");
          const tookMs = performance.now() - startMs;
          assert(tookMs < 1050, `refused after ${tookMs} ms`);
        }
        assertEquals(await store.isHealthy(), false);
        if (how === "is killed") await redis.restart();
        else redis.thaw();
        await until(() => store.isHealthy(), { withinMs: 5000 });
        const result = await store.update("r", plusOne);
        assert(result.status === "ok");
        // What was refused may have happened: the answer was lost, not the wish.
        assert(result.room.rev >= 2);
        await store.close();
      },
    },
  );
}

test("[R30] room time goes on while Redis is away", {
  async run(redis) {
    const { store } = connect(redis);
    await until(() => store.isHealthy());
    await store.load("r");
    await redis.kill();
    const before = store.nowMs();
    const realMs = performance.now();
    await until(() => performance.now() - realMs > 300);
    const wentMs = store.nowMs() - before;
    assert(Math.abs(wentMs - (performance.now() - realMs)) < 20);
    await store.close();
  },
});

test("[R31] a lost notification delays only: the instance looks for itself", {
  async run(redis) {
    const one = connect(redis);
    const two = connect(redis);
    await until(() => one.store.isHealthy());
    await until(() => two.store.isHealthy());
    const seen: number[] = [];
    const stop = one.store.watch("r", (room) => seen.push(room?.rev ?? -1));
    await two.store.update("r", plusOne);
    await until(() => seen.at(-1) === 1);
    // Written past the script: nobody is notified.
    const key = "cowatch:room:r";
    const room = { ...createRoom("r", "e1"), rev: 2 };
    await redis.cli("HSET", key, "v", "e1:2", "d", JSON.stringify(room));
    await until(() => seen.at(-1) === 2, { withinMs: 1000 });
    await redis.cli("CLIENT", "KILL", "TYPE", "pubsub");
    await two.store.update("r", plusOne);
    await until(() => seen.at(-1) === 3, { withinMs: 2000 });
    stop();
    await one.store.close();
    await two.store.close();
  },
});

for (
  const [how, forget] of [
    ["has lost everything", (redis: RedisServer) => redis.cli("FLUSHALL")],
    ["starts empty", async (redis: RedisServer) => {
      await redis.kill();
      await redis.restart();
    }],
  ] as const
) {
  test(
    `[R21] a Redis that ${how} gets the room back from its instances, in a new epoch`,
    {
      async run(redis) {
        const [one, two] = [await instance(redis), await instance(redis)];
        const ann = await one.enter("ann");
        const ben = await two.enter("ben");
        ann.tell({ type: "load", videoId: "v1" });
        await until(() => roomOf(ben).video?.id === "v1");
        const { epoch } = roomOf(ann);
        await forget(redis);
        await until(
          () =>
            roomOf(ann).epoch !== epoch &&
            roomOf(ann).epoch === roomOf(ben).epoch,
          { withinMs: 5000, what: "a new epoch for all" },
        );
        ann.tell({ type: "set_control", control: "everyone" });
        await until(() => roomOf(ben).settings.control === "everyone");
        assertEquals(roomOf(ann), roomOf(ben));
        assertEquals(roomOf(ben).host, "ann");
        assertEquals(
          (roomOf(ben).members as { goneAt: unknown }[])
            .map(({ goneAt }) => goneAt),
          [null, null],
        );
        assertEquals(roomOf(ben).video?.id, "v1");
        await one.close();
        await two.close();
      },
    },
  );
}

test("[R20] who came and went while Redis was away is put right after", {
  isDurable: true,
  async run(redis) {
    const [one, two] = [await instance(redis), await instance(redis)];
    const ann = await one.enter("ann");
    const ben = await one.enter("ben");
    const cat = await two.enter("cat");
    await redis.kill();
    ben.vanish();
    // Their good-bye finds no store.
    await until(() => one.logged.includes("sign_off_failed"), {
      withinMs: 3000,
    });
    await redis.restart();
    await until(
      () => roomOf(cat).members.find(({ id }) => id === "ben")?.goneAt !== null,
      { withinMs: 10_000, what: "the heartbeat" },
    );
    assertEquals(ann.socket.closed, null);
    await one.close();
    await two.close();
  },
});

test(
  "[K18] after a failover that keeps connections the new server is found within seconds",
  {
    async run(former) {
      const next = await startRedis();
      const wire = startTcpProxy(former.port);
      const logged: string[] = [];
      const { store, vault } = createRedisBackend({
        url: `redis://127.0.0.1:${wire.port}`,
        log: recordingLog(logged),
      });
      try {
        await until(() => store.isHealthy());
        await store.update("r", plusOne);
        // Whoever connects now finds the other one; who is connected is kept.
        wire.target = next.port;
        await former.cli("REPLICAOF", "127.0.0.1", String(next.port));
        const failedMs = performance.now();
        await until(
          () => vault.put("t", "text", 1000).then(() => true, () => false),
          { withinMs: 5000, what: "a ticket after the failover" },
        );
        const tookMs = performance.now() - failedMs;
        assert(tookMs < 2500, `after ${tookMs} ms`);
        assertEquals(await next.cli("EXISTS", "cowatch:ticket:t"), "1");
        await until(() => store.isHealthy());
        assertEquals((await store.update("r", plusOne)).status, "ok");
      } finally {
        await store.close();
        wire.close();
        await next.close();
      }
    },
  },
);

test(
  "[R31] [K18] connections that went silent are replaced, whether one asks or only listens",
  {
    async run(redis) {
      const wire = startTcpProxy(redis.port);
      const { store } = createRedisBackend({
        url: `redis://127.0.0.1:${wire.port}`,
        log: recordingLog([]),
        // What is seen in time was announced, not looked up.
        recheckMs: 60_000,
      });
      const other = connect(redis);
      try {
        await until(() => store.isHealthy());
        await until(() => other.store.isHealthy());
        const seen: number[] = [];
        store.watch("r", (room) => seen.push(room?.rev ?? -1));
        await until(async () => {
          await other.store.update("r", plusOne);
          return seen.length > 0;
        });
        wire.state = "silent";
        await until(async () => !await store.isHealthy());
        // Those that are connected lead nowhere for good; new ones do not.
        wire.forget();
        const healedMs = performance.now();
        await until(() => store.isHealthy(), { withinMs: 4000 });
        const heard = seen.length;
        await until(async () => {
          await other.store.update("r", plusOne);
          return seen.length > heard + 1;
        }, { withinMs: 4000, what: "news on a new connection" });
        const tookMs = performance.now() - healedMs;
        assert(tookMs < 4000, `after ${tookMs} ms`);
      } finally {
        await store.close();
        await other.store.close();
        wire.close();
      }
    },
  },
);

for (
  const [what, spoil] of [
    ["is full", ["CONFIG", "SET", "maxmemory", "1"]],
    ["only reads", ["REPLICAOF", "127.0.0.1", "1"]],
  ] as const
) {
  test(`[K18] a Redis that ${what} is not healthy, though it answers`, {
    async run(redis) {
      const { store } = connect(redis);
      await until(() => store.isHealthy());
      await redis.cli(...spoil);
      assertEquals(await redis.cli("PING"), "PONG");
      await until(async () => !await store.isHealthy(), {
        withinMs: 1000,
        what: "its health",
      });
      await store.close();
    },
  });
}
