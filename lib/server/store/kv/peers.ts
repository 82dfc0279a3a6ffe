/**
 * What instances send each other through Deno KV, which has no channels: each
 * writes what it has to say of a room, and looks at what the others wrote.
 * @module
 */
import * as v from "valibot";
import { PresenceReport } from "../../../shared/room/protocol.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { Peers, Reports } from "../peers.ts";
import type { KvGuard } from "./guard.ts";
import {
  createToldReports,
  REPORT_TTL_MS,
  type ToldReports,
} from "./reports.ts";
import type { Log } from "../../log/log.ts";

const Told = v.record(v.string(), PresenceReport);

/** Makes the port; its timer starts. */
export function createKvPeers(options: {
  kv: Promise<Deno.Kv>;
  log: Log;
  now: () => number;
  timers: Timers;
  guarded: KvGuard;
  leaseMs: number;
  listenMs: number;
}): Peers & { dispose(): void } {
  const { kv, log, now, timers, guarded, leaseMs } = options;
  /** Tells what this instance wrote from what others did. */
  const self = crypto.randomUUID();
  const told = new Map<string, ToldReports>();
  const listeners = new Map<string, Set<(reports: Reports) => void>>();
  const heard = new Map<string, string>();
  const stop = timers.every(options.listenMs, () => {
    for (const id of listeners.keys()) {
      look(id).catch((error: unknown) => log.warn("listen_failed", { error }));
    }
  });

  async function look(roomId: string) {
    if (told.get(roomId)?.isOver) told.delete(roomId);
    const seen = new Set<string>();
    const prefix = ["cowatch", "reports", roomId];
    for await (
      const { key, value, versionstamp } of (await kv).list({ prefix })
    ) {
      const name = key.join("/");
      seen.add(name);
      if (key.at(-2) === self || heard.get(name) === versionstamp) continue;
      heard.set(name, versionstamp);
      // Another version may say what this one does not understand.
      if (!v.is(Told, value)) continue;
      for (const tell of listeners.get(roomId) ?? []) tell(value);
    }
    forgetHeard(roomId, (name) => !seen.has(name));
  }

  function forgetHeard(roomId: string, isGone: (name: string) => boolean) {
    for (const name of heard.keys()) {
      const isHere = name.startsWith(`cowatch/reports/${roomId}/`);
      if (isHere && isGone(name)) heard.delete(name);
    }
  }

  return {
    async heartbeat(instance) {
      const prefix = ["cowatch", "instance"];
      await guarded((kv) =>
        kv.set([...prefix, instance], now(), { expireIn: leaseMs })
      );
      const living = new Set<string>();
      for await (const { key, value } of (await kv).list<number>({ prefix })) {
        // KV may keep what has expired for a while.
        if (value + leaseMs > now()) living.add(String(key.at(-1)));
      }
      return living;
    },
    publish(roomId, reports) {
      const mine = told.get(roomId) ?? createToldReports(timers.now);
      told.set(roomId, mine);
      // Who looks rarely must not miss what was said in between, so each
      // piece says all that is still true of it.
      for (const { index, reports: all } of mine.add(reports)) {
        const key = ["cowatch", "reports", roomId, self, index];
        guarded((kv) => kv.set(key, all, { expireIn: REPORT_TTL_MS }))
          .catch((error: unknown) => log.warn("tell_failed", { error }));
      }
    },
    subscribe(roomId, hear) {
      const set = listeners.get(roomId) ?? new Set();
      listeners.set(roomId, set.add(hear));
      return () => {
        set.delete(hear);
        if (set.size > 0 || listeners.get(roomId) !== set) return;
        listeners.delete(roomId);
        told.delete(roomId);
        forgetHeard(roomId, () => true);
      };
    },
    dispose: stop,
  };
}
