/**
 * Commands to Redis that never keep anyone waiting. The library has no deadline
 * for an answer, and a connection on which others' commands are still written
 * never counts as silent: so each command has a deadline here, and a connection
 * that missed one is given up, since a dead peer looks just the same.
 * @module
 */
import { ErrorReply } from "@redis/client";
import { withDeadline } from "../../../shared/deadline.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Log } from "../../log/log.ts";
import { connect, openRedisClient, type RedisClient } from "./client.ts";

/** A connection for commands, made again whenever it ends. */
export interface RedisLink {
  /** Calls Redis. @throws {DomainError} `store_unavailable`; it may have happened all the same. */
  run<T>(
    call: (client: RedisClient) => Promise<T>,
    deadlineMs?: number,
  ): Promise<T>;
  /** For how long there has been no connection, ms. */
  downForMs(): number;
  close(): void;
}

/** Longest wait for an answer, ms. Chosen: Redis answers in under 10 ms; a person who waits longer has pressed again. */
export const OPERATION_MS = 500;

/** Begins to connect. */
export function createRedisLink(
  { timers, ...options }: { url: string; log: Log; timers: Timers },
): RedisLink {
  let downSinceMs: number | null = timers.now();
  const client = openRedisClient({
    ...options,
    name: "commands",
    onReady: () => downSinceMs = null,
    onAway,
  });

  function onAway() {
    if (!client.isReady) downSinceMs ??= timers.now();
  }

  function giveUp(error: unknown) {
    // Where there is no connection, the library is making one already.
    if (!client.isReady) return;
    options.log.warn("redis_given_up", { error });
    client.destroy();
    onAway();
    connect(client);
  }

  return {
    async run(call, deadlineMs = OPERATION_MS) {
      try {
        return await withDeadline(call(client), {
          ms: deadlineMs,
          late: () => new NoAnswer(`no answer within ${deadlineMs} ms`),
          timers,
        });
      } catch (error) {
        if (isOfNoUse(error)) giveUp(error);
        throw unavailable(error);
      }
    },
    downForMs: () => downSinceMs === null ? 0 : timers.now() - downSinceMs,
    close: () => client.destroy(),
  };
}

class NoAnswer extends Error {
  override name = "NoAnswer";
}

/**
 * Whether a connection is of no use any more: it does not answer, or leads to
 * a server that has stopped being the one that writes. After a failover such
 * connections stay open; only a new one finds the new server.
 * @see SPEC K18
 */
function isOfNoUse(error: unknown): boolean {
  return error instanceof NoAnswer || error instanceof ErrorReply &&
      /\b(READONLY|MASTERDOWN|LOADING)\b/.test(error.message);
}

/** What callers hear while Redis is away. */
function unavailable(cause: unknown): DomainError {
  return new DomainError(
    "store_unavailable",
    "The room cannot be changed right now. Try again in a moment.",
    { cause },
  );
}
