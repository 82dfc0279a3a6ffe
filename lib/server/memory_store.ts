/**
 * Rooms in this process: for one server, and for development.
 * @module
 */
import type { RoomDocument } from "../room/document.ts";
import { isRejection } from "../room/reducer.ts";
import type { RoomStore } from "./room_store.ts";

/** Options of {@linkcode createMemoryStore}. */
export interface MemoryStoreOptions {
  /** Room time, ms since epoch; must not go back. */
  now: () => number;
  /** An empty room is forgotten this long after its last change, ms. @default {600_000} (DESIGN §5: abandoned rooms) */
  abandonedAfterMs?: number;
}

/** Makes a store that lives and dies with the process. */
export function createMemoryStore(options: MemoryStoreOptions): RoomStore {
  const { now, abandonedAfterMs = 600_000 } = options;
  const rooms = new Map<string, { room: RoomDocument; expiresAt: number }>();
  const watchers = new Map<
    string,
    Set<(room: RoomDocument | null) => void>
  >();

  function read(id: string): RoomDocument | null {
    const entry = rooms.get(id);
    if (!entry) return null;
    if (entry.expiresAt > now()) return entry.room;
    rooms.delete(id);
    return null;
  }

  /** Writes are the moment to look at others: no timer needs an owner. */
  function forgetAbandoned(nowMs: number) {
    for (const [id, { expiresAt }] of rooms) {
      if (expiresAt > nowMs) break;
      rooms.delete(id);
    }
  }

  return {
    load: (id) => Promise.resolve(read(id)),
    update(id, reduce) {
      const nowMs = now();
      const before = read(id);
      const result = reduce(before, { nowMs });
      if (isRejection(result)) {
        return Promise.resolve({ status: "rejected", rejection: result });
      }
      if (result !== before) {
        // Deleting first keeps the map ordered by time of change.
        rooms.delete(id);
        const isEmpty = result.members.length === 0;
        rooms.set(id, {
          room: result,
          expiresAt: isEmpty ? nowMs + abandonedAfterMs : Infinity,
        });
        forgetAbandoned(nowMs);
        for (const notify of watchers.get(id) ?? []) {
          queueMicrotask(() => notify(result));
        }
      }
      return Promise.resolve({ status: "ok", room: result });
    },
    watch(id, onChange) {
      const set = watchers.get(id) ?? new Set();
      watchers.set(id, set.add(onChange));
      return () => {
        set.delete(onChange);
        if (set.size === 0 && watchers.get(id) === set) watchers.delete(id);
      };
    },
    nowMs: now,
    isHealthy: () => Promise.resolve(true),
    close() {
      rooms.clear();
      watchers.clear();
      return Promise.resolve();
    },
  };
}
