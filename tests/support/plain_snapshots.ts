/**
 * Copies of rooms that are readable at once: signing has its own tests.
 * @module
 */
import { copyOf, type RoomCopy } from "../../lib/room/document/restoring.ts";
import type { Snapshots } from "../../lib/server/hub/room/snapshot.ts";

/** @param now Of the signer, ms. */
export function plainSnapshots(now: () => number): Snapshots {
  return {
    sign: (room) => JSON.stringify({ room: copyOf(room), signedAt: now() }),
    read: (snapshot, roomId) => {
      const copy: RoomCopy = JSON.parse(snapshot);
      return Promise.resolve(copy.room.id === roomId ? copy : null);
    },
  };
}
