/**
 * Which store stands behind the rooms (`ROOM_STORE`).
 * @module
 */
import { realTimers } from "../shared/timers.ts";
import { monotonicClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { noPeers } from "./hub_peers.ts";
import { createKvBackend } from "./kv_store.ts";
import type { Log } from "./log.ts";
import { createMemoryStore } from "./memory_store.ts";
import { createRedisBackend } from "./redis_store.ts";
import type { Backend } from "./room_store.ts";
import { createMemoryVault } from "./ticket_vault.ts";

/** Makes the configured one; connections are on their way. */
export function createBackend(
  { store, redisUrl }: Pick<Config, "store" | "redisUrl">,
  { log }: { log: Log },
): Backend {
  switch (store) {
    case "memory": {
      const vault = createMemoryVault({ now: monotonicClock });
      const store = createMemoryStore({
        now: monotonicClock,
        timers: realTimers,
        onSweep: vault.forget,
        onError: (error) => log.error("watch_failed", { error }),
      });
      return { store, peers: noPeers, vault };
    }
    case "kv":
      return createKvBackend({ kv: Deno.openKv(), log, now: monotonicClock });
    case "redis":
      return createRedisBackend({ url: redisUrl, log });
  }
}
