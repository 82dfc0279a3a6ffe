/**
 * Rooms in Deno KV: for Deno Deploy. A document is kept compressed, since a
 * value may have 64 KiB; room time is the server's (docs/design.md, "Words").
 * @module
 */
import * as v from "valibot";
import type { Rejection } from "../../../room/operation.ts";
import { realTimers, type Timers } from "../../../shared/timers.ts";
import { gunzip, gzip } from "../gzip.ts";
import { createKvGuard, type KvGuard } from "./guard.ts";
import { LEASE_MS } from "../peers.ts";
import { createKvPeers } from "./peers.ts";
import type { Log } from "../../log/log.ts";
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

interface KvBackendOptions {
  /** Opened by the caller, closed by the store. */
  kv: Promise<Deno.Kv>;
  log: Log;
  /** Room time, ms since epoch; must not go back. */
  now: () => number;
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
  /** Time between two looks at what other instances say, ms. @default {2000} */
  listenMs?: number;
}

/** What is kept of a room. `touchedAt`: room time of the last change or sign of use, ms. */
const Kept = v.object({
  document: v.instance(Uint8Array<ArrayBuffer>),
  touchedAt: v.number(),
});
type Kept = v.InferOutput<typeof Kept>;

/** @returns `null` for what is no compressed text. */
async function textOf(value: unknown): Promise<string | null> {
  if (!v.is(Kept, value)) return null;
  try {
    return await gunzip(value.document);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Life of what a health check writes, ms. Chosen: gone soon after the last check. */
const HEALTH_MS = 10_000;

/** Bytes of a compressed document. Source: Deno KV allows 64 KiB a value; the rest is for its frame. */
const MAX_DOCUMENT_BYTES = 63 * 1024;

/** Makes the backend. */
export function createKvBackend(options: KvBackendOptions): Backend {
  const { kv, log, now, timers = realTimers } = options;
  const {
    abandonedAfterMs = ABANDONED_MS,
    recheckMs = RECHECK_MS,
    leaseMs = LEASE_MS,
    listenMs = 2000,
  } = options;
  const roomOf = createRoomReader(log);
  const guarded = createKvGuard(kv, timers);
  const watches = createWatches({
    touch,
    load: read,
    begin: follow,
    recheckMs,
    timers,
    onError: (error) => log.warn("watch_failed", { error }),
  });

  async function read(id: string): Promise<Found> {
    const entry = await guarded((kv) => kv.get(keyOf(id)));
    const { value, versionstamp: version } = entry;
    if (version === null || isOver(value)) return { version, room: null };
    const text = await textOf(value);
    return { version, room: roomOf({ id, version, text }) };
  }

  /** KV may keep what has expired for a while. */
  function isOver(value: unknown): boolean {
    return v.is(Kept, value) && value.touchedAt + abandonedAfterMs <= now();
  }

  async function write(
    id: string,
    { expected, kept }: { expected: string | null; kept: Kept },
  ): Promise<string | null> {
    const result = await guarded((kv) =>
      kv.atomic()
        .check({ key: keyOf(id), versionstamp: expected })
        .set(keyOf(id), kept, { expireIn: abandonedAfterMs })
        .commit()
    );
    return result.ok ? result.versionstamp : null;
  }

  async function swap(
    id: string,
    { expected, room }: Parameters<UpdateOptions["swap"]>[1],
  ): Promise<string | null | Rejection> {
    const document = await gzip(JSON.stringify(room));
    if (document.byteLength > MAX_DOCUMENT_BYTES) return tooLarge;
    return await write(id, { expected, kept: { document, touchedAt: now() } });
  }

  async function touch(id: string): Promise<string | null> {
    const { value, versionstamp } = await guarded((kv) => kv.get(keyOf(id)));
    if (versionstamp === null || isOver(value)) return null;
    // What is no room is nobody's to keep.
    if (!v.is(Kept, value)) return versionstamp;
    const isFresh = now() - value.touchedAt < abandonedAfterMs / 3;
    if (!isFresh) {
      const kept = { ...value, touchedAt: now() };
      await write(id, { expected: versionstamp, kept });
    }
    return versionstamp;
  }

  function follow(id: string): () => void {
    let reader: ReadableStreamDefaultReader<[Deno.KvEntryMaybe<Kept>]> | null =
      null;
    let isOver = false;
    const listen = async () => {
      const db = await kv;
      if (isOver) return;
      reader = db.watch<[Kept]>([keyOf(id)]).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        watches.hint(id, value[0].versionstamp);
      }
    };
    listen().catch((error: unknown) => {
      // The looks every few seconds go on.
      if (!isOver) log.warn("watch_failed", { error });
    });
    return () => {
      isOver = true;
      reader?.cancel().catch(() => {});
    };
  }

  // By writing: a store that is full or read-only still answers questions.
  const isHealthy = createSharedCheck(async () => {
    await guarded((kv) =>
      kv.set(["cowatch", "health"], "ok", { expireIn: HEALTH_MS })
    );
    return true;
  }, timers);

  const store: RoomStore = {
    async load(id) {
      return (await read(id)).room;
    },
    update: createUpdate({
      read,
      swap,
      nowMs: now,
      watches,
      // The guard has waited already.
      isHopeless: () => true,
      timers,
      onRetry: options.onRetry,
    }),
    watch: watches.watch,
    nowMs: now,
    isHealthy,
    async close() {
      watches.dispose();
      peers.dispose();
      (await kv).close();
    },
  };

  const peers = createKvPeers({
    kv,
    log,
    now,
    timers,
    guarded,
    leaseMs,
    listenMs,
  });

  return { store, peers, vault: createKvVault({ now, guarded }) };
}

function keyOf(id: string): Deno.KvKey {
  return ["cowatch", "room", id];
}

function createKvVault(
  { now, guarded }: { now: () => number; guarded: KvGuard },
): TicketVault {
  const key = (ticket: string) => ["cowatch", "ticket", ticket];
  return {
    async put(ticket, text, ttlMs) {
      const kept = { text, expiresAt: now() + ttlMs };
      await guarded((kv) => kv.set(key(ticket), kept, { expireIn: ttlMs }));
    },
    async take(ticket) {
      const entry = await guarded((kv) =>
        kv.get<{ text: string; expiresAt: number }>(key(ticket))
      );
      if (entry.versionstamp === null) return null;
      const { ok } = await guarded((kv) =>
        kv.atomic().check(entry).delete(key(ticket)).commit()
      );
      return ok && entry.value.expiresAt > now() ? entry.value.text : null;
    },
  };
}

const tooLarge: Rejection = {
  rejected: "room_full",
  message:
    "This room is too full. Close a page, or remove videos from the queue.",
};
