/**
 * Keeps the watchers of rooms up to date: at each hint, and every few seconds
 * without one, since a hint may be lost.
 * @module
 */
import type { RoomDocument } from "../../room/document/document.ts";
import type { Timers } from "../../shared/timers.ts";
import type { Found } from "./store.ts";

/** Called with the newest document; `null`: there is none. */
type OnChange = (room: RoomDocument | null) => void;

interface WatchesOptions {
  /** Version of a room that is now known to be in use; `null`: there is none. */
  touch(id: string): Promise<string | null>;
  load(id: string): Promise<Found>;
  /** A room has its first watcher. @returns What undoes it. */
  begin(id: string): () => void;
  recheckMs: number;
  timers: Timers;
  /** A look failed; the next one comes by itself. */
  onError(error: unknown): void;
}

/** Watchers of rooms, and what each room was when they last heard of it. */
export interface Watches {
  watch(id: string, onChange: OnChange): () => void;
  /** Something happened to a room: look now, unless that version is known. */
  hint(id: string, version?: string | null): void;
  /** A room as it was announced last, where nothing says that there is a newer one. */
  known(id: string): { version: string; room: RoomDocument } | null;
  /** This instance is about to write a room's version: its own word of it is no news. */
  writing(id: string, version: string): void;
  /** This instance wrote a room: nobody needs to look. */
  wrote(id: string, found: Found): void;
  /** This instance may have written a room: what was announced last is no measure any more. */
  doubt(id: string): void;
  /** Hints may have been lost: look at all. */
  hintAll(): void;
  dispose(): void;
}

/** No version is like it. */
const UNSURE = Symbol("unsure");

interface Watched {
  listeners: Set<OnChange>;
  /** Version announced last. */
  told: string | null | typeof UNSURE;
  /** The room of that version. */
  room: RoomDocument | null;
  hasLooked: boolean;
  /** Writes of this instance so far: what was read before one says nothing after it. */
  writes: number;
  isLooking: boolean;
  isHinted: boolean;
  /** Version that this instance is writing, and whether word of it has come. */
  writing: { version: string; isHeard: boolean } | null;
  end: () => void;
}

/** Makes the registry; its timer starts. */
export function createWatches(options: WatchesOptions): Watches {
  const { timers, recheckMs } = options;
  const watched = new Map<string, Watched>();
  const stop = timers.every(recheckMs, () => {
    for (const [id, entry] of watched) void recheck(id, entry);
  });

  async function recheck(id: string, entry: Watched) {
    try {
      const version = await options.touch(id);
      if (version !== entry.told) hint(id);
    } catch (error) {
      options.onError(error);
    }
  }

  async function look(id: string, entry: Watched) {
    entry.isLooking = true;
    try {
      do {
        entry.isHinted = false;
        const { writes } = entry;
        const { version, room } = await options.load(id);
        if (version === entry.told) continue;
        if (writes !== entry.writes) {
          entry.isHinted = true;
          continue;
        }
        const isFirst = !entry.hasLooked;
        Object.assign(entry, { told: version, room, hasLooked: true });
        // That a room does not exist yet is no news.
        if (room === null && isFirst) continue;
        tellAll(entry, room);
      } while (entry.isHinted);
    } catch (error) {
      options.onError(error);
    } finally {
      entry.isLooking = false;
    }
  }

  /** What one listener does wrong is not the others' loss, nor the writer's. */
  function tellAll({ listeners }: Watched, room: RoomDocument | null) {
    for (const tell of listeners) {
      try {
        tell(room);
      } catch (error) {
        options.onError(error);
      }
    }
  }

  function hint(id: string, version?: string | null) {
    const entry = watched.get(id);
    if (!entry || version === entry.told) return;
    if (entry.writing && version === entry.writing.version) {
      entry.writing.isHeard = true;
      return;
    }
    entry.isHinted = true;
    if (!entry.isLooking) void look(id, entry);
  }

  return {
    watch(id, onChange) {
      const entry: Watched = watched.get(id) ?? {
        listeners: new Set(),
        told: UNSURE,
        room: null,
        hasLooked: false,
        writes: 0,
        isLooking: false,
        isHinted: false,
        writing: null,
        end: options.begin(id),
      };
      watched.set(id, entry);
      const tell: OnChange = (room) => onChange(room);
      entry.listeners.add(tell);
      return () => {
        entry.listeners.delete(tell);
        if (entry.listeners.size > 0 || watched.get(id) !== entry) return;
        watched.delete(id);
        entry.end();
      };
    },
    hint,
    known(id) {
      const { told: version, room, isHinted } = watched.get(id) ?? {};
      const isSure = typeof version === "string" && room && !isHinted;
      return isSure ? { version, room } : null;
    },
    writing(id, version) {
      const entry = watched.get(id);
      if (entry) entry.writing = { version, isHeard: false };
    },
    wrote(id, { version, room }) {
      const entry = watched.get(id);
      if (!entry) return;
      entry.writing = null;
      Object.assign(entry, { told: version, room, hasLooked: true });
      entry.writes++;
      tellAll(entry, room);
    },
    doubt(id) {
      const entry = watched.get(id);
      if (!entry) return;
      const isWritten = entry.writing?.isHeard ?? false;
      Object.assign(entry, { told: UNSURE, writing: null });
      entry.writes++;
      if (isWritten) hint(id);
    },
    hintAll() {
      for (const id of watched.keys()) hint(id);
    },
    dispose() {
      stop();
      for (const { end } of watched.values()) end();
      watched.clear();
    },
  };
}
