/** Documents in a store that are none: one room's fault stays its own. */
import { assert, assertEquals } from "@std/assert";
import { monotonicClock } from "@/lib/shared/timers.ts";
import { gzip } from "@/lib/server/store/gzip.ts";
import { createKvBackend } from "@/lib/server/store/kv/kv.ts";
import type { Backend } from "@/lib/server/store/store.ts";
import { createRedisBackend } from "@/lib/server/store/redis/redis.ts";
import { createHub } from "@/lib/server/hub/hub.ts";
import { HubVisitor, recordingLog } from "@/tests/support/virtual_hub.ts";
import { until } from "../store_contract/store_contract.ts";
import { roomOf } from "./instance.ts";
import { hasRedis, startRedis } from "./redis_server.ts";

interface Subject {
  backend: Backend;
  logged: string[];
  /** Writes what is no room over a room, past the store. */
  spoil(id: string, document: string): Promise<void>;
  close(): Promise<void>;
}

const SPOILED: readonly string[] = [
  "",
  "{",
  "null",
  "[]",
  '{"id":"r","epoch":"e","rev":1}',
  '{"id":"r","epoch":"e","rev":1,"members":null,"queue":{}}',
];

async function openKv(): Promise<Subject> {
  const path = await Deno.makeTempFile({ suffix: ".sqlite" });
  const logged: string[] = [];
  const log = recordingLog(logged);
  const options = { log, now: monotonicClock, recheckMs: 50 };
  const backend = createKvBackend({ kv: Deno.openKv(path), ...options });
  const kv = await Deno.openKv(path);
  return {
    backend,
    logged,
    async spoil(id, document) {
      // As it is, and as what it should be packed into.
      const value = document === "" ? document : {
        document: await gzip(document),
        touchedAt: monotonicClock(),
      };
      await kv.set(["cowatch", "room", id], value);
    },
    async close() {
      await backend.store.close();
      kv.close();
    },
  };
}

async function openRedis(): Promise<Subject> {
  const redis = await startRedis();
  const logged: string[] = [];
  const log = recordingLog(logged);
  const backend = createRedisBackend({ url: redis.url, log, recheckMs: 50 });
  await until(() => backend.store.isHealthy());
  let version = 0;
  return {
    backend,
    logged,
    async spoil(id, document) {
      const key = `cowatch:room:${id}`;
      await redis.cli("HSET", key, "v", `x:${++version}`, "d", document);
    },
    async close() {
      await backend.store.close();
      await redis.close();
    },
  };
}

for (
  const [name, open, ignore] of [
    ["kv", openKv, false],
    [
      hasRedis ? "redis" : "redis (install redis-server to run)",
      openRedis,
      !hasRedis,
    ],
  ] as const
) {
  Deno.test({
    name:
      `[K17] [R29] ${name}: a spoiled room starts over, or brought back by who knows it, and costs no other room anything`,
    ignore,
    async fn() {
      const { backend, logged, spoil, close } = await open();
      const log = recordingLog(logged);
      const hub = createHub({ ...backend, log, maxMembers: 9 });
      const enter = async (id: string, roomId: string) => {
        const visitor = new HubVisitor(hub, id, { roomId });
        await until(() => visitor.socket.all("welcome").length > 0, {
          what: `${id} in ${roomId}`,
        });
        return visitor;
      };
      try {
        const ben = await enter("ben", "good");
        for (const [n, text] of SPOILED.entries()) {
          await spoil(`bad${n}`, text);
          const ann = await enter(`ann${n}`, `bad${n}`);
          assertEquals(roomOf(ann).host, `ann${n}`);
        }
        assert(logged.includes("room_unreadable"));
        // Spoiled under somebody's feet: the instance still knows it.
        const cat = await enter("cat", "r");
        cat.tell({ type: "load", videoId: "v1" });
        await until(() => roomOf(cat).video !== null);
        const { epoch } = roomOf(cat);
        await spoil("r", SPOILED[5] ?? "");
        await until(() => roomOf(cat).epoch !== epoch, {
          withinMs: 8000,
          what: "another life of the room",
        });
        assertEquals(roomOf(cat).video?.id, "v1");
        // And all the while the others go on.
        ben.tell({ type: "load", videoId: "v2" });
        await until(() => roomOf(ben).video?.id === "v2");
      } finally {
        hub.dispose();
        await close();
      }
    },
  });
}
