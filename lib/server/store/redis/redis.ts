/**
 * Rooms in Redis: for a cluster of any size. One script compares, swaps and
 * notifies; room time is Redis' own (docs/design.md, "Rooms").
 * @module
 */
import { realTimers, type Timers } from "../../../shared/timers.ts";
import { LEASE_MS, type Peers } from "../peers.ts";
import type { Log } from "../../log/log.ts";
import { createRedisLink, OPERATION_MS, type RedisLink } from "./link.ts";
import { createRedisNews } from "./news.ts";
import type { SCRIPTS } from "./scripts.ts";
import { createRoomClock } from "../room_clock.ts";
import {
  ABANDONED_MS,
  type Backend,
  RECHECK_MS,
  type RoomStore,
} from "../store.ts";
import { createUpdate, type UpdateOptions } from "../updates.ts";
import { type Found } from "../store.ts";
import { createRoomReader } from "../stored_rooms.ts";
import { createSharedCheck } from "../../upstream/shared_check.ts";
import { createWatches } from "../watches.ts";
import type { TicketVault } from "../ticket_vault.ts";

interface RedisBackendOptions {
  url: string;
  log: Log;
  /** Before every key. @default {"cowatch"} */
  prefix?: string;
  /** A change of a room was overtaken, and is tried again. */
  onRetry?: () => void;
  /** @default {this process's} */
  timers?: Timers;
  /** @default {ABANDONED_MS} */
  abandonedAfterMs?: number;
  /** @default {RECHECK_MS} */
  recheckMs?: number;
  /** @default {LEASE_MS} */
  leaseMs?: number;
}

/** Absence of Redis after which nobody waits for it any more, ms. Chosen: longer than a failover of one connection. */
const LONG_GONE_MS = 500;

/** Life of what a health check writes, ms. Chosen: gone soon after the last check. */
const HEALTH_MS = 10_000;

/** Makes the backend; its connections are on their way. */
export function createRedisBackend(options: RedisBackendOptions): Backend {
  const { log, prefix = "cowatch", timers = realTimers } = options;
  const {
    abandonedAfterMs = ABANDONED_MS,
    recheckMs = RECHECK_MS,
    leaseMs = LEASE_MS,
  } = options;
  const roomOf = createRoomReader(log);
  const clock = createRoomClock(timers.now, Date.now());
  const link = createRedisLink({
    url: options.url,
    timers,
    log,
  });
  const news = createRedisNews({
    url: options.url,
    prefix,
    log,
    onHint: (id, version) => watches.hint(id, version),
  });
  const watches = createWatches({
    async touch(id) {
      const args = [String(abandonedAfterMs)];
      const [version] = await timed("touchRoom", id, { args }) ?? [];
      return typeof version === "string" ? version : null;
    },
    load: read,
    begin: news.follow,
    recheckMs,
    timers,
    onError: (error) => log.warn("watch_failed", { error }),
  });

  /** Runs a script that answers with the time, which goes to the clock. @returns What else it answers; `null` where there is no time in it. */
  async function timed(
    script: keyof typeof SCRIPTS,
    id: string,
    { args = [], leftMs = OPERATION_MS }: {
      args?: readonly string[];
      leftMs?: number;
    },
  ): Promise<readonly unknown[] | null> {
    const sentMs = timers.now();
    const reply = await link.run(
      (redis) => redis[script](`${prefix}:room:${id}`, args),
      Math.min(OPERATION_MS, leftMs),
    );
    if (!isList(reply)) return null;
    const [seconds, micros, ...rest] = reply;
    const storeMs = Number(seconds) * 1000 + Number(micros) / 1000;
    clock.sample(storeMs, sentMs, timers.now());
    return rest;
  }

  async function read(id: string, leftMs = OPERATION_MS): Promise<Found> {
    const [version, text] = await timed("readRoom", id, { leftMs }) ?? [];
    if (typeof version !== "string" || typeof text !== "string") {
      return { version: null, room: null };
    }
    return { version, room: roomOf({ id, version, text }) };
  }

  async function swap(
    id: string,
    { expected, room, leftMs }: Parameters<UpdateOptions["swap"]>[1],
  ): Promise<string | null> {
    // Two who go on from a past that was lost make the same revision, but not the same stamp.
    const version = [room.epoch, room.rev, room.trail.at(-1) ?? ""].join(":");
    watches.writing(id, version);
    const args = [
      expected ?? "",
      version,
      JSON.stringify(room),
      String(abandonedAfterMs),
      news.channelOf(id),
    ];
    return await timed("swapRoom", id, { args, leftMs }) ? version : null;
  }

  // By writing: a full server and a replica still answer pings.
  const isHealthy = createSharedCheck(async () => {
    const answer = await link.run((redis) =>
      redis.set(`${prefix}:health`, "ok", inMs(HEALTH_MS))
    );
    return answer === "OK";
  }, timers);

  const store: RoomStore = {
    async load(id) {
      return (await read(id)).room;
    },
    update: createUpdate({
      read,
      swap,
      nowMs: clock.nowMs,
      watches,
      isHopeless: () => link.downForMs() > LONG_GONE_MS,
      timers,
      onRetry: options.onRetry,
    }),
    watch: watches.watch,
    nowMs: clock.nowMs,
    isHealthy,
    close() {
      watches.dispose();
      link.close();
      news.close();
      return Promise.resolve();
    },
  };

  const peers: Peers = {
    async heartbeat(instance) {
      const living = await link.run((redis) =>
        redis.heartbeat(`${prefix}:instances`, [instance, String(leaseMs)])
      );
      return new Set(isList(living) ? living.map(String) : []);
    },
    publish(roomId, reports) {
      link.run((redis) => redis.publish(...news.message(roomId, reports)))
        .catch((error: unknown) => log.warn("tell_failed", { error }));
    },
    subscribe: news.subscribe,
  };

  return { store, peers, vault: createRedisVault(link, prefix) };
}

function createRedisVault(link: RedisLink, prefix: string): TicketVault {
  const keyOf = (ticket: string) => `${prefix}:ticket:${ticket}`;
  return {
    async put(ticket, text, ttlMs) {
      await link.run((redis) => redis.set(keyOf(ticket), text, inMs(ttlMs)));
    },
    take: (ticket) => link.run((redis) => redis.getDel(keyOf(ticket))),
  };
}

/** Life of a key, as the library names it. */
function inMs(value: number) {
  return { expiration: { type: "PX", value } } as const;
}

function isList(reply: unknown): reply is readonly unknown[] {
  return Array.isArray(reply);
}
