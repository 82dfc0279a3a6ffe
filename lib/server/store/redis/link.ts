/**
 * A connection to Redis that is always on its way back, and never keeps anyone
 * waiting: each command has a deadline, and a connection that missed one is
 * given up, since a dead peer looks just the same.
 * @module
 */
import { withDeadline } from "../../../shared/deadline.ts";
import type { EventEmitter } from "node:events";
import { createClient, ErrorReply } from "@redis/client";
import { DomainError } from "../../../shared/errors.ts";
import { delay, type Timers } from "../../../shared/timers.ts";
import type { Log } from "../../log/log.ts";

/** What a link is made on. */
export type RedisClient = ReturnType<typeof openClient>;

/** Something that Redis answered. */
export type Reply =
  | string
  | number
  | null
  | readonly Reply[];

/** A connection to Redis, made again whenever it ends. */
export interface RedisLink {
  /** Runs a command. @throws {DomainError} `store_unavailable`; it may have happened all the same. */
  run(args: readonly string[], deadlineMs?: number): Promise<Reply>;
  /** The connection, where there is one. */
  client(): RedisClient | null;
  /** For how long there has been none, ms. */
  downForMs(): number;
  close(): void;
}

/** Options of {@linkcode createRedisLink}. */
export interface RedisLinkOptions {
  url: string;
  /** In the log, and for Redis: which connection this is. */
  name: string;
  timers: Timers;
  log: Log;
  /** A connection is there, for the first time or again. */
  onReady?(client: RedisClient): Promise<void> | void;
}

/** Longest wait for an answer, ms. Chosen: Redis answers in under 10 ms; who waits longer has pressed again. */
export const OPERATION_MS = 500;
/** Longest wait for a connection, ms. Chosen: twice a wait for an answer. */
const CONNECT_MS = 1000;
/** Wait before the next attempt to connect, ms. Chosen: a restarted Redis is there in about a second. */
const RETRY_MS = 100;
/** Time between two looks at an idle connection, ms. Chosen: an outage shows within two seconds. */
const PING_MS = 1000;

/** Begins to connect. */
export function createRedisLink(options: RedisLinkOptions): RedisLink {
  const { timers, log, name } = options;
  let current: Connection | null = null;
  let isClosed = false;
  let wasDown = false;
  let downSinceMs = timers.now();
  const stopPinging = timers.every(PING_MS, () => {
    if (current) void run(["PING"]).catch(() => {});
  });

  async function connect() {
    while (!isClosed) {
      const connection = openConnection(options);
      try {
        await within(connection.client.connect(), 2 * CONNECT_MS);
        current = connection;
        await options.onReady?.(connection.client);
        log.info("redis_connected", { name });
        wasDown = false;
        await connection.ended;
      } catch (error) {
        if (!wasDown) log.warn("redis_away", { name, error });
        wasDown = true;
      }
      if (current) downSinceMs = timers.now();
      current = null;
      connection.drop();
      if (!isClosed) await delay(timers, RETRY_MS);
    }
  }

  function within<T>(promise: Promise<T>, ms: number): Promise<T> {
    return withDeadline(promise, {
      ms,
      late: () => new Error(`no answer within ${ms} ms`),
      timers,
    });
  }

  async function run(
    args: readonly string[],
    deadlineMs = OPERATION_MS,
  ): Promise<Reply> {
    const connection = current;
    if (!connection) throw unavailable(new Error("not connected"));
    try {
      const reply = connection.client.sendCommand([...args]);
      return await within(reply, deadlineMs) as unknown as Reply;
    } catch (error) {
      if (isOfNoUse(error)) connection.drop();
      throw unavailable(error);
    }
  }

  void connect();
  return {
    run,
    client: () => current?.client ?? null,
    downForMs: () => current ? 0 : timers.now() - downSinceMs,
    close() {
      isClosed = true;
      stopPinging();
      current?.drop();
    },
  };
}

/**
 * Whether a connection is of no use any more: it does not answer, or leads to
 * a server that has stopped being the one that writes. After a failover such
 * connections stay open; only a new one finds the new server.
 * @see SPEC K18
 */
function isOfNoUse(error: unknown): boolean {
  return !(error instanceof ErrorReply) ||
    /\b(READONLY|MASTERDOWN|LOADING)\b/.test(error.message);
}

interface Connection {
  client: RedisClient;
  /** Resolves when it is of no use any more. */
  ended: Promise<void>;
  drop(): void;
}

function openConnection(options: RedisLinkOptions): Connection {
  const client = openClient(options);
  // Its types leave out that it is one.
  const events = client as unknown as EventEmitter;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  events.on("error", () => resolve());
  events.on("end", () => resolve());
  return {
    client,
    ended,
    drop() {
      resolve();
      if (client.isOpen) client.destroy();
    },
  };
}

function openClient({ url, name }: RedisLinkOptions) {
  return createClient({
    url,
    name: `cowatch-${name}`,
    disableOfflineQueue: true,
    // The link comes back by itself.
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
  });
}

/** What callers hear while Redis is away. */
export function unavailable(cause: unknown): DomainError {
  return new DomainError(
    "store_unavailable",
    "The room cannot be changed right now. Try again in a moment.",
    { cause },
  );
}
