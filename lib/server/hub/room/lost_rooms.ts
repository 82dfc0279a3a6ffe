/**
 * Copies of rooms that members bring back after a restart, until they are
 * needed: of each room the newest.
 * @module
 */
import {
  isNewerCopy,
  type RoomCopy,
} from "../../../room/document/restoring.ts";
import { TICKET_TTL_MS } from "../../../shared/limits.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Log } from "../../log/log.ts";
import { MAX_COPIES } from "./limits.ts";
import type { Snapshots } from "./snapshot.ts";

/** Copies of lost rooms, by room. */
export interface LostRooms {
  /** Takes a copy; what is of no use is silently dropped. */
  offer(roomId: string, snapshot: string): Promise<void>;
  /** The newest copy of a room that is at hand. */
  newest(roomId: string): RoomCopy | null;
  /** Forgets copies that nobody came for. */
  sweep(): void;
}

/** Makes the place where they wait. */
export function createLostRooms(
  options: { snapshots: Snapshots; timers: Pick<Timers, "now">; log: Log },
): LostRooms {
  const { snapshots, timers, log } = options;
  /** Oldest offer first. */
  const copies = new Map<string, { copy: RoomCopy; untilMs: number }>();
  return {
    async offer(roomId, snapshot) {
      try {
        const copy = await snapshots.read(snapshot, roomId);
        const known = copies.get(roomId);
        if (!copy || (known && !isNewerCopy(copy, known.copy))) return;
        copies.delete(roomId);
        copies.set(roomId, { copy, untilMs: timers.now() + TICKET_TTL_MS });
        const [oldest] = copies.keys();
        if (copies.size > MAX_COPIES && oldest) copies.delete(oldest);
      } catch (error) {
        // Whoever brought it comes in all the same.
        log.warn("snapshot_unreadable", { error });
      }
    },
    newest: (roomId) => copies.get(roomId)?.copy ?? null,
    sweep() {
      for (const [roomId, { untilMs }] of copies) {
        if (untilMs <= timers.now()) copies.delete(roomId);
      }
    },
  };
}
