/**
 * Hands signed copies of a room to its members: at once after a quiet time,
 * else once a second. In a lively room of many a copy for each change would
 * drown the changes.
 * @module
 */
import type { RoomDocument } from "../room/document.ts";
import type { Timers } from "../shared/timers.ts";
import type { LocalRoom } from "./local_room.ts";
import type { Log } from "./log.ts";
import type { Snapshots } from "./snapshot.ts";

/** Least time between two copies, ms. Chosen: what a killed server may forget. */
export const SNAPSHOT_EVERY_MS = 1000;

/** See the module. */
export interface SnapshotSender {
  /** The room has changed. */
  changed(): void;
  /** Sends what is outstanding. */
  flush(): Promise<void>;
  dispose(): void;
}

/** Makes the sender of one room. */
export function createSnapshotSender(options: {
  room: LocalRoom;
  snapshots: Snapshots;
  timers: Timers;
  log: Log;
}): SnapshotSender {
  const { room, snapshots, timers, log } = options;
  let sent: RoomDocument | null = null;
  let sentAtMs = -Infinity;
  let stop: (() => void) | null = null;

  async function flush() {
    stop?.();
    stop = null;
    const { document } = room;
    if (!document || document === sent) return;
    sent = document;
    sentAtMs = timers.now();
    try {
      const snapshot = await snapshots.sign(document);
      // An older copy must not follow a newer one.
      if (sent === document) room.broadcast({ type: "snapshot", snapshot });
    } catch (error) {
      log.error("snapshot_failed", { error });
    }
  }

  return {
    changed() {
      if (stop) return;
      const waitMs = sentAtMs + SNAPSHOT_EVERY_MS - timers.now();
      if (waitMs <= 0) void flush();
      else stop = timers.after(waitMs, () => void flush());
    },
    flush,
    dispose: () => stop?.(),
  };
}
