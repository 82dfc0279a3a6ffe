/**
 * The store: a room is written and read again, and Redis is asked how it keeps
 * what it is given.
 * @module
 */
import { ErrorReply } from "@redis/client";
import { createRoom } from "@/lib/room/document/document.ts";
import { createBackend } from "@/lib/server/backend.ts";
import type { Config } from "@/lib/server/config/config.ts";
import type { Log } from "@/lib/server/log/log.ts";
import { openRedisClient } from "@/lib/server/store/redis/client.ts";
import { withDeadline } from "@/lib/shared/deadline.ts";
import { DomainError } from "@/lib/shared/errors.ts";
import { fault, type Finding, ok, warning } from "./findings.ts";

/** Longest wait for a store that is about to be connected, ms. Chosen: a connection takes a second at most, and somebody waits at a terminal. */
const PATIENCE_MS = 3000;

const MENDS: Record<Config["store"], string> = {
  memory: "Restart the process.",
  kv: "On Deno Deploy assign a KV database to the app; elsewhere use redis.",
  redis: "Look at REDIS_URL (its host, port, user and password), whether " +
    "Redis runs, and whether it is a primary: a replica takes no writes.",
};

/** Writes and reads a room, which the store forgets by itself. @see SPEC O6 */
export async function examineStore(
  config: Pick<Config, "store" | "redisUrl">,
  { log, patienceMs = PATIENCE_MS }: { log: Log; patienceMs?: number },
): Promise<Finding[]> {
  const { store } = config;
  if (store === "memory") {
    return [
      ok("store", "Rooms are in this process: one machine, one process."),
    ];
  }
  const backend = createBackend(config, { log, onSweep() {} });
  try {
    await untilHealthy(backend.store, patienceMs);
    const id = `doctor-${crypto.randomUUID()}`;
    const room = createRoom(id, crypto.randomUUID());
    await backend.store.update(id, () => room);
    const read = await backend.store.load(id);
    if (read?.epoch !== room.epoch) {
      return [fault("store", {
        message: `The ${store} store does not give back what it was given.`,
        mend: MENDS[store],
      })];
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [fault("store", {
      message: `A room cannot be written to the ${store} store.`,
      mend: MENDS[store],
    })];
  } finally {
    await backend.store.close();
  }
  const written = ok("store", `A room was written to ${store} and read again.`);
  return store === "redis"
    ? [written, ...await examineRedis(config.redisUrl, { log, patienceMs })]
    : [written];
}

/** A first connection is on its way for a moment. */
async function untilHealthy(
  store: { isHealthy(): Promise<boolean> },
  patienceMs: number,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!await store.isHealthy() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** How Redis keeps what it is given. */
async function examineRedis(
  url: string,
  { log, patienceMs }: { log: Log; patienceMs: number },
): Promise<Finding[]> {
  const ready = Promise.withResolvers<void>();
  const redis = openRedisClient({
    url,
    name: "doctor",
    log,
    onReady: ready.resolve,
  });
  try {
    const info = await withDeadline(ready.promise.then(() => redis.info()), {
      ms: patienceMs,
      late: () => new DomainError("store_unavailable", "Redis is silent."),
    });
    return judgeRedis(info);
  } catch (error) {
    // A user of Redis may lack the right to INFO, or it has just gone.
    if (!(error instanceof DomainError || error instanceof ErrorReply)) {
      throw error;
    }
    return [
      warning("store", {
        message: "Redis does not say how it keeps what it is given.",
        mend:
          "Let Cowatch's user of Redis ask INFO, or see docs/operations.md.",
      }),
    ];
  } finally {
    redis.destroy();
  }
}

/** Judges what `INFO` says. @see SPEC O6 */
export function judgeRedis(info: string): Finding[] {
  const field = (name: string) =>
    new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1] ?? "";
  const findings: Finding[] = [];
  const policy = field("maxmemory_policy");
  if (policy !== "noeviction" && policy !== "") {
    findings.push(warning("store", {
      message: `Redis throws rooms away when its memory is full (${policy}).`,
      mend: "Set maxmemory-policy noeviction: a refused change is told to " +
        "whoever made it, a room that is gone is not.",
    }));
  }
  if (field("aof_enabled") === "0") {
    findings.push(warning("store", {
      message:
        "Redis keeps no log of changes: rooms go back, or are gone, when " +
        "it restarts.",
      mend: "Set appendonly yes, see docs/operations.md.",
    }));
  }
  return findings;
}
