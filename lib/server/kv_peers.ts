/**
 * What instances tell each other through Deno KV, which has no channels: each
 * writes what it has to say of a room, and looks at what the others wrote.
 * @module
 */
import type { Timers } from "../shared/timers.ts";
import type { Peers, Reports } from "./hub_peers.ts";
import type { KvGuard } from "./kv_guard.ts";
import type { Log } from "./log.ts";

/** Rooms that we told of nothing for so long are not looked at, ms. Chosen: the others know nobody of ours. */
const QUIET_MS = 15_000;

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
  const told = new Map<string, { reports: Reports; atMs: number }>();
  const listeners = new Map<string, Set<(reports: Reports) => void>>();
  const heard = new Map<string, string>();
  const stop = timers.every(options.listenMs, () => {
    for (const id of listeners.keys()) {
      look(id).catch((error: unknown) => log.warn("listen_failed", { error }));
    }
  });

  async function look(roomId: string) {
    const mine = told.get(roomId);
    if (mine && timers.now() - mine.atMs > QUIET_MS) told.delete(roomId);
    const prefix = ["cowatch", "reports", roomId];
    for await (
      const { key, value, versionstamp } of (await kv).list({ prefix })
    ) {
      const name = key.join("/");
      if (key.at(-1) === self || heard.get(name) === versionstamp) continue;
      heard.set(name, versionstamp);
      // Written by our own kind.
      for (const tell of listeners.get(roomId) ?? []) tell(value as Reports);
    }
  }

  return {
    async beat(instance) {
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
    tell(roomId, reports) {
      // Who looks rarely must not miss what was said in between.
      const all = { ...told.get(roomId)?.reports, ...reports };
      told.set(roomId, { reports: all, atMs: timers.now() });
      const key = ["cowatch", "reports", roomId, self];
      guarded((kv) => kv.set(key, all, { expireIn: QUIET_MS }))
        .catch((error: unknown) => log.warn("tell_failed", { error }));
    },
    listen(roomId, hear) {
      const set = listeners.get(roomId) ?? new Set();
      listeners.set(roomId, set.add(hear));
      return () => {
        set.delete(hear);
        if (set.size > 0 || listeners.get(roomId) !== set) return;
        listeners.delete(roomId);
        told.delete(roomId);
        for (const name of heard.keys()) {
          if (name.startsWith(`cowatch/reports/${roomId}/`)) heard.delete(name);
        }
      };
    },
    dispose: stop,
  };
}
