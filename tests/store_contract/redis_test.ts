/** The store in Redis keeps the contract. */
import { createRedisBackend } from "@/lib/server/store/redis/redis.ts";
import { recordingLog } from "@/tests/support/virtual_hub.ts";
import {
  hasRedis,
  type RedisServer,
  startRedis,
} from "../stores/redis_server.ts";
import { storeContract, until } from "./store_contract.ts";

const ABANDONED_AFTER_MS = 200;
const LEASE_MS = 150;

let server: RedisServer;

Deno.test.beforeAll(async () => {
  if (hasRedis) server = await startRedis();
});
Deno.test.afterAll(async () => {
  if (hasRedis) await server.close();
});

storeContract(hasRedis ? "redis" : "redis (install redis-server to run)", {
  ignore: !hasRedis,
  async open() {
    const options = {
      url: server.url,
      log: recordingLog([]),
      prefix: `test-${crypto.randomUUID()}`,
      abandonedAfterMs: ABANDONED_AFTER_MS,
      leaseMs: LEASE_MS,
      recheckMs: 50,
    };
    const [one, two] = [
      createRedisBackend(options),
      createRedisBackend(options),
    ];
    for (const { store } of [one, two]) await until(() => store.isHealthy());
    return {
      one,
      two,
      abandonedAfterMs: ABANDONED_AFTER_MS,
      leaseMs: LEASE_MS,
      async close() {
        await one.store.close();
        await two.store.close();
      },
    };
  },
});
