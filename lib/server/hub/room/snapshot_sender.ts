/**
 * Hands signed copies of a room to the few who carry them: the host and two
 * others. Made some time after a change, and never while one is delivered.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Connection } from "../connection/connection.ts";
import type { LocalRoom } from "./local_room.ts";
import type { Log } from "../../log/log.ts";
import {
  SNAPSHOT_CARRIERS,
  SNAPSHOT_EVERY_MS,
  SNAPSHOT_WAIT_MS,
} from "./limits.ts";
import type { Snapshots } from "./snapshot.ts";

/** Hands the copies of one room to those who carry them. */
interface SnapshotSender {
  /** The room has changed. */
  changed(): void;
  /** Sends what is outstanding. */
  flush(): void;
  dispose(): void;
}

/** Makes the sender of one room. @see SPEC R47 */
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

  function flush() {
    stop?.();
    stop = null;
    const { document } = room;
    if (!document || document === sent || !isWorthIt(document)) return;
    sent = document;
    sentAtMs = timers.now();
    try {
      const snapshot = snapshots.sign(document);
      if (snapshot === null) return log.warn("snapshot_too_long");
      const message = JSON.stringify({ type: "snapshot", snapshot });
      for (const one of carriersOf(document, room.connections)) {
        one.send(message);
      }
    } catch (error) {
      log.error("snapshot_failed", { error });
    }
  }

  function wait() {
    if (stop) return;
    const dueMs = sentAtMs + SNAPSHOT_EVERY_MS - timers.now();
    stop = timers.after(Math.max(SNAPSHOT_WAIT_MS, dueMs), () => {
      stop = null;
      // A room that waits will be another in a moment.
      if (room.document?.gate) wait();
      else flush();
    });
  }

  return {
    changed: wait,
    flush,
    dispose: () => stop?.(),
  };
}

/** Whether there is anything that nobody could do again at once. */
function isWorthIt({ video, queue }: RoomDocument): boolean {
  return video !== null || queue.length > 0;
}

/** A page of the host and of the longest-present others. Who goes is followed by the next, since that is a change too. */
function carriersOf(
  { host, members }: RoomDocument,
  connections: Iterable<Connection>,
): Connection[] {
  const pages = new Map([...connections].map((one) => [one.memberId, one]));
  const others = members.map(({ id }) => id).filter((id) => id !== host);
  return [host ?? "", ...others]
    .flatMap((id) => pages.get(id) ?? [])
    .slice(0, SNAPSHOT_CARRIERS);
}
