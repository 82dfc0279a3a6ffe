/**
 * Which instances are gone: those that two looks in a row have missed.
 * @module
 */
import { HEARTBEAT_MS, type Peers } from "../store/peers.ts";
import type { Log } from "../log/log.ts";
import type { Timers } from "../../shared/timers.ts";

/** Knows which instances live. */
interface Liveness {
  /** Resolves once the others can know that this instance lives. @throws {DomainError} `store_unavailable` */
  begun(): Promise<void>;
  /** Of these instances, the ones that are gone. */
  lostOf(instances: Iterable<string>): string[];
  dispose(): void;
}

/** Looks in a row that must miss an instance. Chosen: its sign of life and our look may just miss each other. */
const MISSED_LOOKS = 2;

/** Begins to heartbeat. `onHeartbeat` follows each look. */
export function createLiveness(options: {
  instance: string;
  peers: Peers;
  timers: Timers;
  log: Log;
  /** Within [0, 1): spreads the heartbeats of many instances. */
  random: () => number;
  onHeartbeat(): void;
}): Liveness {
  const { instance, peers, timers, log } = options;
  /** The instances that lived at the last looks, newest first. */
  let looks: ReadonlySet<string>[] = [];
  let first: Promise<void> | null = null;
  let stop = timers.after(
    HEARTBEAT_MS * (0.5 + options.random() / 2),
    heartbeat,
  );

  async function look() {
    const living = await peers.heartbeat(instance);
    looks = [living, ...looks].slice(0, MISSED_LOOKS);
  }

  function heartbeat() {
    stop = timers.after(HEARTBEAT_MS, heartbeat);
    look().then(options.onHeartbeat, (error: unknown) => {
      // What was seen before an outage says nothing after it.
      looks = [];
      log.warn("heartbeat_failed", { error });
      options.onHeartbeat();
    });
  }

  return {
    begun() {
      return first ??= look().catch((error) => {
        first = null;
        throw error;
      });
    },
    lostOf(instances) {
      if (looks.length < MISSED_LOOKS) return [];
      return [...instances].filter((one) =>
        one !== instance && looks.every((living) => !living.has(one))
      );
    },
    dispose: () => stop(),
  };
}
