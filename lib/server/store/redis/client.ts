/**
 * A connection to Redis that the client library keeps: it connects again by
 * itself, subscribes again to what it was subscribed to, and ends a connection
 * on which nothing comes back.
 * @module
 */
import type { EventEmitter } from "node:events";
import { createClient } from "@redis/client";
import type { Log } from "../../log/log.ts";
import { SCRIPTS } from "./scripts.ts";

/** A connection, with our scripts as methods. */
export type RedisClient = ReturnType<typeof openClient>;

interface RedisClientOptions {
  url: string;
  /** In the log, and for Redis: which connection this is. */
  name: string;
  log: Log;
  /** Whether commands wait for a connection where there is none. @default {false: they fail at once} */
  canWait?: boolean;
  /** A connection is there, for the first time or again. */
  onReady?: () => void;
  /** There is none; called again for each attempt that fails. */
  onAway?: () => void;
}

/** Longest wait for a connection, ms. Chosen: twice a wait for an answer. */
const CONNECT_MS = 1000;
/** Wait before the next attempt to connect, ms. Chosen: a restarted Redis is there in about a second. */
const RETRY_MS = 100;
/** Time between two looks at an idle connection, ms. Chosen: an outage shows within three seconds. */
const PING_MS = 1000;
/** Longest silence of a connection, ms: a ping, and an answer to it. */
const SILENCE_MS = PING_MS + 500;

/** Begins to connect, and goes on until `destroy()`. */
export function openRedisClient(options: RedisClientOptions): RedisClient {
  const { name, log, onReady, onAway } = options;
  const client = openClient(options);
  let isAway = false;
  // Its types leave out that it is one.
  const events = client as unknown as EventEmitter;
  events.on("ready", () => {
    isAway = false;
    log.info("redis_connected", { name });
    onReady?.();
  });
  events.on("error", (error) => {
    // An outage is logged once, not at each attempt.
    if (!isAway) log.warn("redis_away", { name, error });
    isAway = true;
    onAway?.();
  });
  connect(client);
  return client;
}

/** Begins to connect; what goes wrong is an `error` event. */
export function connect(client: RedisClient): void {
  client.connect().catch(() => {});
}

function openClient({ url, name, canWait = false }: RedisClientOptions) {
  return createClient({
    url,
    name: `cowatch-${name}`,
    scripts: SCRIPTS,
    disableOfflineQueue: !canWait,
    pingInterval: PING_MS,
    // The library's own counts until a command is written, not until it is
    // answered, and leaves a timer of 5 s behind for each.
    commandOptions: { timeout: 0 },
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      reconnectStrategy: RETRY_MS,
    },
  });
}
