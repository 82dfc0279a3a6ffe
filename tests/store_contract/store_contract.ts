/**
 * What every store keeps, numbered. Each implementation runs the same suite,
 * with two instances on the same data.
 * @module
 */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { createRoom, type RoomDocument } from "@/lib/room/document/document.ts";
import type {
  Backend,
  Reduce,
  UpdateResult,
} from "@/lib/server/store/store.ts";
import { MAX_CONNECTIONS_PER_MEMBER } from "@/lib/shared/limits.ts";

/** Two instances on one store, made for one test. */
export interface Subject {
  one: Backend;
  /** The same as `one` where a store serves one process only. */
  two: Backend;
  /** Life of a room that nobody watches, ms. */
  abandonedAfterMs: number;
  /** Life of a sign of life, ms. */
  leaseMs: number;
  /** Closes both and removes the data. */
  close(): Promise<void>;
}

/** Runs the suite. @param open Makes a subject, or says why it cannot. */
export function storeContract(
  name: string,
  options: { open(): Promise<Subject>; ignore?: boolean },
): void {
  for (const [rule, check] of Object.entries(RULES)) {
    Deno.test({
      name: `${name} store: ${rule}`,
      ignore: options.ignore ?? false,
      async fn() {
        const subject = await options.open();
        try {
          await check(subject);
        } finally {
          await subject.close();
        }
      },
    });
  }
}

/** Waits for something that must come true. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  { withinMs = 3000, what = "the condition" } = {},
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!await isTrue()) {
    if (performance.now() > deadline) {
      throw new Error(`${what} did not come true within ${withinMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const plusOne: Reduce = (room) => {
  const base = room ?? createRoom("r", "e1");
  return { ...base, rev: base.rev + 1 };
};

/** A full room, as large as life makes one. */
export function largeRoom(members = 200): RoomDocument {
  const random = () => crypto.randomUUID().replaceAll("-", "");
  const room = createRoom("r", crypto.randomUUID());
  return {
    ...room,
    rev: 1,
    members: Array.from({ length: members }, (_, n) => ({
      id: String(10n ** 17n + BigInt(n)),
      username: `${random()} 🦆`,
      avatarUrl: `https://cdn.discordapp.com/avatars/${
        10 ** 17
      }/${random()}.png`,
      joinedAt: 1_800_000_000_000 + n,
      goneAt: null,
      isHidden: false,
      hidden: [],
      connections: Array.from(
        { length: MAX_CONNECTIONS_PER_MEMBER },
        () => random().slice(0, 12),
      ),
    })),
    queue: Array.from({ length: 50 }, () => ({
      id: crypto.randomUUID(),
      by: random(),
      video: {
        id: `1_${random().slice(0, 8)}`,
        title: random().repeat(6),
        duration: 5000,
        thumbnailUrl: `/api/videos/${random()}/thumbnail`,
      },
    })),
    applied: Array.from({ length: 128 }, (_, rev) => ({
      id: crypto.randomUUID(),
      rev,
      by: String(10n ** 17n + BigInt(rev)),
    })),
  };
}

const RULES: Record<string, (subject: Subject) => Promise<void>> = {
  "[K1] an unknown room is null": async ({ one }) => {
    assertEquals(await one.store.load("r"), null);
  },

  "[K2] what one instance writes the other reads, whole": async (
    { one, two },
  ) => {
    const room = largeRoom();
    assertEquals(await one.store.update("r", () => room), {
      status: "ok",
      room,
    });
    assertEquals(await two.store.load("r"), room);
    assertEquals(await two.store.load("s"), null);
  },

  "[K3] the document given back unchanged writes nothing": async ({ one }) => {
    await one.store.update("r", plusOne);
    const result = await one.store.update("r", (room) => room as RoomDocument);
    assert(result.status === "ok");
    assertEquals(result.room.rev, 1);
    assertEquals((await one.store.load("r"))?.rev, 1);
  },

  "[K4] a rejection comes back as a value and writes nothing": async (
    { one },
  ) => {
    const rejection = { rejected: "not_allowed", message: "No." } as const;
    assertEquals(await one.store.update("r", () => rejection), {
      status: "rejected",
      rejection,
    });
    assertEquals(await one.store.load("r"), null);
  },

  "[K5] a fault in the rules is the caller's, and the store goes on": async (
    { one },
  ) => {
    await assertRejects(
      () =>
        one.store.update("r", () => {
          throw new RangeError("planted");
        }),
      RangeError,
    );
    const result = await one.store.update("r", plusOne);
    assertEquals(result.status, "ok");
  },

  "[K6] of many at once on two instances each applies once, on the newest":
    async (
      { one, two },
    ) => {
      const results: UpdateResult[] = [];
      // In waves: a slow machine has a second for each.
      for (let wave = 0; wave < 20; wave++) {
        results.push(
          ...await Promise.all(
            Array.from(
              { length: 10 },
              (_, n) =>
                (n % 2 ? one : two).store.update("r", (room) => ({
                  ...plusOne(room, { nowMs: 0 }) as RoomDocument,
                  applied: [...room?.applied ?? [], {
                    id: `k${wave}-${n}`,
                    by: "a",
                    rev: (room?.rev ?? 0) + 1,
                  }],
                })),
            ),
          ),
        );
      }
      const accepted = results.filter(({ status }) => status === "ok").length;
      const room = await one.store.load("r");
      assertEquals(accepted, 200, "no conflict is left");
      assertEquals(room?.rev, 200);
      assertEquals(new Set(room?.applied.map(({ id }) => id)).size, 200);
      assertEquals(
        room?.applied.map(({ rev }) => rev),
        Array.from({ length: 200 }, (_, n) => n + 1),
      );
    },

  "[K7] updates of one instance happen in the order of the calls": async (
    { one },
  ) => {
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await one.store.update("r", plusOne);
        order.push(n);
      }),
    );
    assertEquals(order, [...order].sort((a, b) => a - b));
  },

  "[K8] a watcher hears the newest of what others do, never backwards": async (
    { one, two },
  ) => {
    const seen: number[] = [];
    const stop = one.store.watch("r", (room) => seen.push(room?.rev ?? -1));
    for (let n = 0; n < 50; n++) await two.store.update("r", plusOne);
    await until(() => seen.at(-1) === 50, { what: "the newest version" });
    assertEquals(seen, [...seen].sort((a, b) => a - b));
    stop();
    await two.store.update("r", plusOne);
    await two.store.update("s", plusOne);
    await two.store.load("r");
    assertEquals(seen.at(-1), 50);
  },

  "[K9] a watcher of one room hears nothing of another": async (
    { one, two },
  ) => {
    const seen: string[] = [];
    const stops = ["a", "b"].map((id) =>
      one.store.watch(id, (room) => room && seen.push(room.id))
    );
    await two.store.update("b", () => ({ ...createRoom("b", "e"), rev: 1 }));
    await until(() => seen.length > 0);
    assertEquals([...new Set(seen)], ["b"]);
    for (const stop of stops) stop();
  },

  "[K10] room time goes on, and all instances have the same": async (
    { one, two },
  ) => {
    await Promise.all([one.store.load("r"), two.store.load("r")]);
    const start = one.store.nowMs();
    assertAlmostEquals(two.store.nowMs(), start, 20);
    let last = start;
    for (let n = 0; n < 1000; n++) {
      const now = (n % 2 ? one : two).store.nowMs();
      assert(now >= last - 20);
      last = now;
    }
    let inside = 0;
    await one.store.update("r", (room, { nowMs }) => {
      inside = nowMs;
      return plusOne(room, { nowMs });
    });
    assertAlmostEquals(inside, one.store.nowMs(), 200);
  },

  "[K11] a room that nobody watches is forgotten, a watched one stays": async (
    { one, two, abandonedAfterMs },
  ) => {
    const stop = two.store.watch("watched", () => {});
    for (const id of ["left", "watched"]) {
      await one.store.update(id, () => ({ ...createRoom(id, "e"), rev: 1 }));
    }
    const stopAsking = performance.now() + abandonedAfterMs * 3;
    await until(async () => await one.store.load("left") === null, {
      withinMs: abandonedAfterMs * 3,
      what: "forgetting",
    });
    await until(() => performance.now() > stopAsking, {
      withinMs: abandonedAfterMs * 4,
    });
    assertEquals((await one.store.load("watched"))?.rev, 1);
    stop();
  },

  "[K12] instances know which of them live": async ({ one, two, leaseMs }) => {
    await one.peers.heartbeat("a");
    const living = await two.peers.heartbeat("b");
    assert(living.has("b"));
    if (one === two) return;
    assert(living.has("a"));
    await until(async () => !(await two.peers.heartbeat("b")).has("a"), {
      withinMs: leaseMs * 3,
      what: "the end of the lease",
    });
  },

  "[K13] reports of members pass to the other instances, not back": async (
    { one, two },
  ) => {
    if (one === two) return;
    const heard: unknown[] = [];
    const own: unknown[] = [];
    const stops = [
      two.peers.subscribe("r", (reports) => heard.push(reports)),
      one.peers.subscribe("r", (reports) => own.push(reports)),
    ];
    const reports = { ann: { status: "active", rttMs: 12 } } as const;
    await until(() => {
      // Said again: what is announced before the other listens is lost.
      one.peers.publish("r", reports);
      return heard.length > 0;
    });
    assertEquals(heard[0], reports);
    assertEquals(own, []);
    for (const stop of stops) stop();
  },

  "[K14] what lies in the vault is taken out once, in time": async (
    { one, two, leaseMs },
  ) => {
    await one.vault.put("t", "text", 10_000);
    const takers = Array.from(
      { length: 10 },
      (_, n) => (n % 2 ? one : two).vault.take("t"),
    );
    const taken = await Promise.all(takers);
    assertEquals(taken.filter((text) => text !== null), ["text"]);
    assertEquals(await one.vault.take("t"), null);
    await one.vault.put("u", "text", 30);
    const due = performance.now() + 40;
    await until(() => performance.now() > due, { withinMs: leaseMs * 5 });
    assertEquals(await two.vault.take("u"), null);
    // What is put again takes the place of the old, and has its own time.
    await one.vault.put("a:1:2", "old", 30);
    await two.vault.put("a:1:2", "new", 10_000);
    const laterMs = performance.now() + 40;
    await until(() => performance.now() > laterMs, { withinMs: leaseMs * 5 });
    assertEquals(await one.vault.take("a:1:2"), "new");
    assertEquals(await two.vault.take("a:1:2"), null);
  },

  "[K15] a store that answers is healthy": async ({ one }) => {
    assertEquals(await one.store.isHealthy(), true);
  },
};
