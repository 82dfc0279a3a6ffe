/**
 * Finds sockets whose peer is gone without a word, or reads too slowly.
 * @module
 */
import type { Timers } from "../shared/timers.ts";
import type { Connection } from "./connection.ts";
import type { HubRoom } from "./hub_room.ts";

/** Silence after which a client is asked for a sign of life, ms. Chosen: half of SILENCE_MS. */
export const KNOCK_MS = 10_000;
/** Silence after which a socket is given up, ms. Source: DESIGN §5, roster true within 25 s. */
export const SILENCE_MS = 20_000;

/** Gap between two looks that means that this server stood still, ms. Chosen: many times the hub's beat. */
const STANDSTILL_MS = 2000;

/** Looks after the sockets of rooms. */
export interface Watchman {
  /** To be called before each round of looks. */
  begin(): void;
  look(room: HubRoom): void;
}

/** Makes one for a hub. */
export function createWatchman(timers: Timers): Watchman {
  const knocked = new WeakSet<Connection>();
  let lastMs = timers.now();
  /** End of this server's last standstill: what came in meanwhile is still to be read. */
  let awakeMs = -Infinity;
  return {
    begin() {
      const nowMs = timers.now();
      if (nowMs - lastMs > STANDSTILL_MS) awakeMs = nowMs;
      lastMs = nowMs;
    },
    look({ local, seats }) {
      const nowMs = timers.now();
      for (const { connection } of seats) {
        const heardMs = Math.max(connection.lastSeenMs, awakeMs - KNOCK_MS);
        const silenceMs = nowMs - heardMs;
        if (silenceMs > SILENCE_MS) {
          connection.close("lost", "no sign of life");
        } else if (silenceMs <= KNOCK_MS) {
          knocked.delete(connection);
        } else if (!knocked.has(connection)) {
          knocked.add(connection);
          connection.send({ type: "knock" });
        }
        if (connection.takeCatchUp()) local.welcome(connection);
      }
    },
  };
}
