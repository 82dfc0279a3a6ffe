/**
 * Which store stands behind the rooms (`ROOM_STORE`).
 * @module
 */
import { realTimers } from "../shared/timers.ts";
import { monotonicClock } from "../shared/timers.ts";
import type { Config } from "./config/config.ts";
import { noPeers } from "./store/peers.ts";
import { createKvBackend } from "./store/kv/kv.ts";
import type { Log } from "./log/log.ts";
import { createMemoryStore } from "./store/memory.ts";
import { createRedisBackend } from "./store/redis/redis.ts";
import type { Backend } from "./store/store.ts";
import type { TicketVault } from "./store/ticket_vault.ts";

/** The configured backend; `vault`: `null` where there is none outside of this process. */
type ChosenBackend =
  & Omit<Backend, "vault">
  & { vault: TicketVault | null };

/** Makes the configured one; connections are on their way. `onSweep`: something in this process's memory may be over. `onRetry`: a change was overtaken, and is tried again. */
export function createBackend(
  { store, redisUrl }: Pick<Config, "store" | "redisUrl">,
  { log, onSweep, onRetry }: {
    log: Log;
    onSweep: () => void;
    onRetry?: () => void;
  },
): ChosenBackend {
  switch (store) {
    case "memory": {
      const store = createMemoryStore({
        now: monotonicClock,
        timers: realTimers,
        onSweep,
        onError: (error) => log.error("watch_failed", { error }),
      });
      return { store, peers: noPeers, vault: null };
    }
    case "kv":
      return createKvBackend({
        kv: Deno.openKv(),
        log,
        now: monotonicClock,
        ...(onRetry ? { onRetry } : {}),
      });
    case "redis":
      return createRedisBackend({
        url: redisUrl,
        log,
        ...(onRetry ? { onRetry } : {}),
      });
  }
}
