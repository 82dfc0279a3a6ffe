/**
 * Finds sockets whose peer is gone without a word; and, when memory runs short,
 * those that are in the middle of a message without end: they cannot answer
 * meanwhile.
 * @module
 */
import type { Log } from "../log/log.ts";
import { MEMORY_HIGH_BYTES } from "./room/limits.ts";
import type { Timers } from "../../shared/timers.ts";
import type { HubRoom } from "./room/room.ts";

/** Silence after which a client is asked for a sign of life, ms. Chosen: half of SILENCE_MS. */
const ASK_MS = 10_000;
/** Silence after which a socket is given up, ms. Source: docs/design.md, "Rooms", roster true within 25 s. */
const SILENCE_MS = 20_000;

/** Gap between two looks that means that this server stood still, ms. Chosen: many times the hub's heartbeat. */
const STANDSTILL_MS = 2000;

/** Time between two looks at the memory, ms. Chosen: what comes in by a fast line in that time still fits. */
const MEMORY_LOOK_MS = 1000;
/** Time to answer while memory is short, ms. Chosen: the slowest line's round trip. */
const HURRY_MS = 3000;
/** Time between two such hurries, ms. Chosen: memory that was let go is given back slowly. */
const HURRY_EVERY_MS = 15_000;

const PING_REQUEST = JSON.stringify({ type: "ping_request" });

/** Looks after the sockets of rooms. */
interface Keepalive {
  /** To be called before each round of looks. */
  begin(): void;
  look(room: HubRoom): void;
}

/** Makes one for a hub. `rssBytes`: memory of the process. @see SPEC R25, R51 */
export function createKeepalive(
  { timers, log, rssBytes }: {
    timers: Timers;
    log: Log;
    rssBytes: () => number;
  },
): Keepalive {
  let lookedMs = -Infinity;
  /** Since when everybody has to show that they are there. */
  let hurriedMs = -Infinity;
  /** When somebody of a room may have been silent for long; until then nobody is looked at. */
  const dueMs = new WeakMap<HubRoom, number>();
  let lastMs = timers.now();
  /** End of this server's last standstill: what came in meanwhile is still to be read. */
  let awakeMs = -Infinity;
  return {
    begin() {
      const nowMs = timers.now();
      if (nowMs - lastMs > STANDSTILL_MS) awakeMs = nowMs;
      lastMs = nowMs;
      if (nowMs - lookedMs < MEMORY_LOOK_MS) return;
      lookedMs = nowMs;
      const bytes = rssBytes();
      if (bytes <= MEMORY_HIGH_BYTES) return;
      if (nowMs - hurriedMs < HURRY_EVERY_MS) return;
      hurriedMs = nowMs;
      log.warn("memory_high", { bytes });
    },
    look(room) {
      const nowMs = timers.now();
      const isHurry = nowMs - hurriedMs <= HURRY_MS + MEMORY_LOOK_MS;
      if (!isHurry && nowMs < (dueMs.get(room) ?? 0)) return;
      // Who comes later is silent later.
      let nextMs = nowMs + ASK_MS;
      for (const session of room.sessions) {
        const { connection } = session;
        const heardMs = Math.max(connection.lastSeenMs, awakeMs - ASK_MS);
        const silenceMs = nowMs - heardMs;
        const isHurried = connection.lastSeenMs < hurriedMs;
        // Once in a silence.
        const isAsked = session.pingRequestedAtMs > heardMs;
        // From the asking on, which may come late in a process that has much to do.
        const hurriedFromMs = isHurried && isAsked
          ? Math.max(session.pingRequestedAtMs, hurriedMs, awakeMs)
          : Infinity;
        if (silenceMs > SILENCE_MS || nowMs - hurriedFromMs >= HURRY_MS) {
          connection.close("lost", "no sign of life");
        } else if (silenceMs > ASK_MS || (isHurry && isHurried)) {
          nextMs = Math.min(
            nextMs,
            heardMs + SILENCE_MS,
            isHurried ? Math.min(nowMs, hurriedFromMs) + HURRY_MS : Infinity,
          );
          if (isAsked) continue;
          session.pingRequestedAtMs = nowMs;
          connection.send(PING_REQUEST);
        } else {
          nextMs = Math.min(nextMs, heardMs + ASK_MS);
        }
      }
      dueMs.set(room, nextMs);
    },
  };
}
