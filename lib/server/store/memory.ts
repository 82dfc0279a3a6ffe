/**
 * Rooms in this process: for one server, and for development.
 * @module
 */
import type { RoomDocument } from "../../room/document/document.ts";
import { isRejection } from "../../room/operation.ts";
import type { Timers } from "../../shared/timers.ts";
import { ABANDONED_MS, type RoomStore } from "./store.ts";

interface MemoryStoreOptions {
  /** Room time, ms since epoch; must not go back. */
  now: () => number;
  /** @default {ABANDONED_MS} */
  abandonedAfterMs?: number;
  /** Given, it forgets also while nobody asks; `close()` ends that. */
  timers?: Pick<Timers, "every">;
  /** A watcher has failed; the others are called all the same. @default {throws it} */
  onError?: (error: unknown) => void;
  /** Called with each look for what is abandoned. */
  onSweep?: () => void;
}

/** Time between looks for what is abandoned, ms. Chosen: the life of a room is ten times that. */
const SWEEP_MS = 60_000;

/** Makes a store that lives and dies with the process. */
export function createMemoryStore(
  options: MemoryStoreOptions,
): RoomStore & { readonly size: number } {
  const { now, abandonedAfterMs = ABANDONED_MS } = options;
  /** In order of the last touch. */
  const rooms = new Map<string, { room: RoomDocument; touchedAt: number }>();
  const watchers = new Map<string, Set<(room: RoomDocument | null) => void>>();

  const stopSweeping = options.timers?.every(
    Math.min(SWEEP_MS, abandonedAfterMs),
    () => {
      forgetAbandoned();
      options.onSweep?.();
    },
  );

  function read(id: string): RoomDocument | null {
    forgetAbandoned();
    return rooms.get(id)?.room ?? null;
  }

  /** Deleting first keeps the map in order. */
  function touch(id: string, room: RoomDocument) {
    rooms.delete(id);
    rooms.set(id, { room, touchedAt: now() });
  }

  function forgetAbandoned() {
    const oldest = now() - abandonedAfterMs;
    for (const [id, { room, touchedAt }] of rooms) {
      if (touchedAt > oldest) break;
      if (watchers.has(id)) touch(id, room);
      else rooms.delete(id);
    }
  }

  return {
    get size() {
      return rooms.size;
    },
    load: (id) => Promise.resolve(read(id)),
    // Throws as a rejection, like the stores that are far away.
    // deno-lint-ignore require-await
    async update(id, reduce) {
      const before = read(id);
      const result = reduce(before, { nowMs: now() });
      if (isRejection(result)) return { status: "rejected", rejection: result };
      if (result !== before) {
        touch(id, result);
        for (const notify of watchers.get(id) ?? []) {
          queueMicrotask(() => notify(result));
        }
      }
      return { status: "ok", room: result };
    },
    watch(id, onChange) {
      const set = watchers.get(id) ?? new Set();
      let isOver = false;
      const notify = (room: RoomDocument | null) => {
        if (isOver) return;
        try {
          onChange(room);
        } catch (error) {
          if (!options.onError) throw error;
          options.onError(error);
        }
      };
      watchers.set(id, set.add(notify));
      return () => {
        isOver = true;
        set.delete(notify);
        if (set.size > 0 || watchers.get(id) !== set) return;
        watchers.delete(id);
        const entry = rooms.get(id);
        if (entry) touch(id, entry.room);
      };
    },
    nowMs: now,
    isHealthy: () => Promise.resolve(true),
    close() {
      stopSweeping?.();
      rooms.clear();
      watchers.clear();
      return Promise.resolve();
    },
  };
}
