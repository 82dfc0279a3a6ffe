/** What stays of people when the last one has left: nothing, in any store and in the log. */
import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { gunzip } from "@/lib/server/store/gzip.ts";
import { createHub } from "@/lib/server/hub/hub.ts";
import { noPeers } from "@/lib/server/store/peers.ts";
import { monotonicClock } from "@/lib/shared/timers.ts";
import { createKvBackend } from "@/lib/server/store/kv/kv.ts";
import { createLog, type Log } from "@/lib/server/log/log.ts";
import { createMemoryStore } from "@/lib/server/store/memory.ts";
import { createRedisBackend } from "@/lib/server/store/redis/redis.ts";
import { ABANDONED_MS, type Backend } from "@/lib/server/store/store.ts";
import { createSessions } from "@/lib/server/auth/sessions.ts";
import { createMemoryVault } from "@/lib/server/store/ticket_vault.ts";
import { createSealedVault, createTickets } from "@/lib/server/auth/tickets.ts";
import { LINGER_MS } from "@/lib/server/hub/room/limits.ts";
import { HOST_GRACE_MS, TICKET_TTL_MS } from "@/lib/shared/limits.ts";
import type { ClientMessage, Command } from "@/lib/shared/room/protocol.ts";
import { realTimers } from "@/lib/shared/timers.ts";
import { MemorySocket } from "@/tests/support/memory_socket.ts";
import { findVideo } from "@/tests/support/virtual_hub.ts";
import { until } from "../store_contract/store_contract.ts";
import { hasRedis, startRedis } from "./redis_server.ts";

/** Life of a room that nobody watches, in these stores, ms. */
const LIFE_MS = 500;
/** All that is known of a person, in words that nothing else is made of. */
const PERSON = {
  id: "4711471147114711",
  username: "Zaphod Canary",
  avatarUrl: "https://cdn.discordapp.com/avatars/4711471147114711/canary.webp",
};
const FRIEND = { id: "815815", username: "Trillian", avatarUrl: null };

/** A store, and a look into it that does not go through it. */
interface Subject {
  backend: Backend;
  /** Everything kept now, as text. */
  look(): Promise<string>;
  /** Checks what the store has promised to forget, where it takes its time. */
  checkPromises?(): void;
  close(): Promise<void>;
}

const SUBJECTS: Record<string, (log: Log) => Promise<Subject>> = {
  memory() {
    const vault = createMemoryVault({ now: monotonicClock });
    const store = createMemoryStore({
      now: monotonicClock,
      abandonedAfterMs: LIFE_MS,
      timers: realTimers,
      onSweep: vault.forget,
    });
    let text: string | undefined;
    return Promise.resolve({
      backend: { store, peers: noPeers, vault },
      // Who asks for a room makes the store forget it, so it is asked once.
      look: async () =>
        store.size === 0 ? "" : text ??= JSON.stringify(await store.load("r")),
      close: () => store.close(),
    });
  },

  async kv(log) {
    const path = await Deno.makeTempFile({ suffix: ".sqlite" });
    const kv = await Deno.openKv(path);
    const backend = createKvBackend({
      kv: Deno.openKv(path),
      log,
      now: monotonicClock,
      abandonedAfterMs: LIFE_MS,
      leaseMs: 300,
      recheckMs: 50,
      listenMs: 50,
    });
    return {
      backend,
      async look() {
        // The file keeps for a while what is over; the store must not read it.
        if (await backend.store.load("r") === null) return "";
        let text = "";
        for await (const { key, value } of kv.list({ prefix: [] })) {
          const { document } = value as { document?: Uint8Array<ArrayBuffer> };
          text += key.join("/") +
            (document ? await gunzip(document) : JSON.stringify(value));
        }
        return text;
      },
      checkPromises() {
        const db = new DatabaseSync(path, { readOnly: true });
        const rows = db.prepare("select expiration_ms as endsAt from kv").all();
        db.close();
        assert(rows.length > 0);
        // Reports and tickets live longer than the rooms of this test, and less than real ones.
        const latest = Date.now() + Math.max(LIFE_MS, TICKET_TTL_MS);
        for (const { endsAt } of rows) {
          assert(Number(endsAt) > 0, "is kept for ever");
          assert(Number(endsAt) <= latest);
        }
      },
      async close() {
        kv.close();
        await backend.store.close();
        for (const suffix of ["", "-shm", "-wal"]) {
          await Deno.remove(path + suffix).catch((error) => {
            if (!(error instanceof Deno.errors.NotFound)) throw error;
          });
        }
      },
    };
  },

  async redis(log) {
    const server = await startRedis();
    const backend = createRedisBackend({
      url: server.url,
      log,
      abandonedAfterMs: LIFE_MS,
      leaseMs: 300,
      recheckMs: 50,
    });
    await until(() => backend.store.isHealthy());
    return {
      backend,
      async look() {
        const keys = await server.cli("KEYS", "*");
        let text = keys;
        for (const key of keys.split("\n").filter(Boolean)) {
          const read = {
            string: ["GET", key],
            hash: ["HGETALL", key],
            zset: ["ZRANGE", key, "0", "-1"],
          }[await server.cli("TYPE", key)];
          if (read) text += await server.cli(...read);
        }
        return text;
      },
      async close() {
        await backend.store.close();
        await server.close();
      },
    };
  },
};

/** People come, watch, suggest and talk; all leave. Then looks. */
async function play(open: (log: Log) => Promise<Subject>): Promise<void> {
  let logged = "";
  const log = createLog((line) => logged += line);
  const subject = await open(log);
  const hub = createHub({ ...subject.backend, log, maxMembers: 9 });
  try {
    const enter = async (member: typeof FRIEND | typeof PERSON) => {
      const socket = new MemorySocket();
      const connection = hub.connect(socket, {
        roomId: "r",
        member,
        findVideo,
      });
      await until(() => socket.all("welcome").length > 0);
      const say = (message: ClientMessage) =>
        connection.receive(JSON.stringify(message));
      let commands = 0;
      return {
        socket,
        say,
        async tell(command: Command) {
          const { epoch, rev } = socket.last("welcome").room;
          const id = `${member.id}-${commands++}`;
          say({ type: "command", id, epoch, rev, command });
          await until(() => socket.all("ack").some((ack) => ack.id === id));
        },
        leave: () => connection.closed(),
      };
    };
    const person = await enter(PERSON);
    const friend = await enter(FRIEND);
    await person.tell({ type: "load", videoId: "v1" });
    await person.tell({ type: "suggest", videoId: "v2" });
    person.say({ type: "report", report: { status: "active", driftMs: 3 } });
    await until(() => friend.socket.all("presence").length > 0);
    const { vault } = subject.backend;
    const sessions = createSessions({
      secrets: ["s".repeat(32)],
      now: Date.now,
    });
    await createTickets({
      vault: createSealedVault({ vault, sessions }),
      sessions,
    }).issue({
      session: {
        user: PERSON,
        instanceId: "r",
        roles: [],
        signedInAtMs: Date.now(),
      },
    });
    const before = await subject.look();
    for (const word of Object.values(PERSON)) {
      assert(before.includes(word), `the look finds ${word} while they are in`);
    }

    person.leave();
    friend.leave();
    const isEmpty = async () => {
      const now = await subject.look();
      return !Object.values(PERSON).some((word) => now.includes(word));
    };
    await until(isEmpty, {
      withinMs: LINGER_MS + 10 * LIFE_MS,
      what: "an empty store",
    });
    subject.checkPromises?.();
    assertEquals(await subject.backend.store.load("r"), null);
  } finally {
    hub.dispose();
    await subject.close();
  }
  assertEquals(
    Object.values(PERSON).filter((word) => logged.includes(word)),
    [],
    "the log",
  );
}

Deno.test({
  name:
    "[P17] when the last one has left, no store and no log knows a person's id, name or picture",
  async fn() {
    // The grace of a lost connection is long, and the same for all.
    await Promise.all(
      Object.entries(SUBJECTS)
        .filter(([name]) => name !== "redis" || hasRedis)
        .map(([, open]) => play(open)),
    );
  },
});

Deno.test("[P17] nothing that is kept beside a room outlives it", () => {
  assert(TICKET_TTL_MS < ABANDONED_MS);
  assert(HOST_GRACE_MS < ABANDONED_MS);
});
