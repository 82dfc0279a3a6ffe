import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import {
  HOST_GRACE_MS,
  MAX_CONNECTIONS_PER_MEMBER,
  NEXT_VIDEO_MS,
  QUEUE_COALESCE_BYTES,
  QUEUE_DROP_BYTES,
} from "../../shared/limits.ts";
import { DomainError } from "../../shared/errors.ts";
import { reduce } from "../../room/reducer.ts";
import type { PresenceReport } from "../../shared/room/protocol.ts";
import { EPOCH_MS, startHub } from "../../../tests/support/virtual_hub.ts";
import { seededRandom } from "../../../tests/support/seeded_random.ts";
import { VirtualTime } from "../../../tests/support/virtual_time.ts";
import { QUEUE } from "./connection/connection.ts";
import { createMemoryStore } from "../store/memory.ts";
import { HEARTBEAT_MS, noPeers } from "../store/peers.ts";
import type { RoomStore } from "../store/store.ts";
import { LINGER_MS, MEMORY_HIGH_BYTES } from "./room/limits.ts";

const ACTIVE: PresenceReport = { status: "active" };

Deno.test("[R3] the server speaks first: a welcome with the whole room, later only changes", async () => {
  const { enter } = startHub();
  const ann = await enter("ann");
  assertObjectMatch(ann.socket.last("welcome"), {
    you: "ann",
    room: { id: "r", rev: 1, host: "ann", members: [{ id: "ann" }] },
  });
  await enter("ben");
  assertEquals(ann.socket.all("welcome").length, 1);
  assertObjectMatch(ann.socket.last("patch"), { from: 1, rev: 2 });
  assertEquals(
    ann.socket.last("patch").patch.members?.map(({ id }) => id),
    ["ann", "ben"],
  );
});

Deno.test("[R1] a command is answered with its version and told to everyone", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  const id = ann.tell({ type: "load", videoId: "v1" });
  await advance(0);
  const { epoch } = ann.socket.last("welcome").room;
  assertEquals(ann.socket.last("ack"), { type: "ack", id, epoch, rev: 3 });
  assertEquals(ben.socket.last("patch").patch.video?.id, "v1");
  assertEquals(ben.socket.all("ack"), []);
});

Deno.test("[R9] a command sent twice applies once and is answered twice", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const { epoch, rev } = ann.version();
  for (let n = 0; n < 2; n++) {
    const command = { type: "suggest", videoId: "v1" } as const;
    ann.say({ type: "command", id: "once", epoch, rev, command });
  }
  await advance(0);
  assertEquals(ann.socket.all("ack").length, 2);
  assertEquals(ann.socket.last("patch").patch.queue?.length, 1);
});

Deno.test("[R6] who may not is told so, with the id of the command", async () => {
  const { enter, advance } = startHub();
  await enter("ann");
  const ben = await enter("ben");
  const id = ben.tell({ type: "set_control", control: "everyone" });
  await advance(0);
  assertObjectMatch(ben.socket.last("error"), { id, code: "not_allowed" });
});

Deno.test("[R7] the lead of a control is twice the slow members' round trip, within bounds", async () => {
  for (const [rttMs, leadMs] of [[10, 150], [200, 400], [5000, 1000]]) {
    const { enter, advance } = startHub();
    const ann = await enter("ann");
    ann.say({ type: "report", report: { ...ACTIVE, rttMs: rttMs ?? 0 } });
    ann.tell({ type: "set_wait", waitForAll: false });
    ann.tell({ type: "load", videoId: "v1" });
    await advance(0);
    assertEquals(
      ann.socket.last("patch").patch.timeline?.at,
      EPOCH_MS + (leadMs ?? 0),
    );
  }
});

Deno.test("a ping is answered with room time, also while other work waits", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  await advance(500);
  ann.say({ type: "ping", t0: 42 });
  assertEquals(ann.socket.last("pong"), {
    type: "pong",
    t0: 42,
    t1: EPOCH_MS + 500,
    t2: EPOCH_MS + 500,
  });
});

Deno.test("[R22] reports of a second travel together; a newcomer gets them all", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  await advance(1000);
  ann.say({ type: "report", report: ACTIVE });
  ben.say({ type: "report", report: ACTIVE });
  ann.say({ type: "report", report: { ...ACTIVE, driftMs: 7 } });
  await advance(1000);
  assertEquals(ben.socket.all("presence"), [{
    type: "presence",
    presence: { ann: { ...ACTIVE, driftMs: 7 }, ben: ACTIVE },
  }]);
  const cat = await enter("cat");
  assertEquals(Object.keys(cat.socket.last("welcome").presence), [
    "ann",
    "ben",
  ]);
});

Deno.test("[S22] everyone is told how far apart the screens are", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  const playing = (driftMs: number): PresenceReport => ({
    ...ACTIVE,
    driftMs,
    playbackState: { isPlaying: true, currentTime: 3, buffering: false },
  });
  ann.say({ type: "report", report: playing(-9) });
  await advance(1000);
  assertEquals(ben.socket.last("presence").skew, undefined);
  ben.say({ type: "report", report: playing(12) });
  await advance(1000);
  assertEquals(ann.socket.last("presence").skew, {
    p50Ms: 21,
    p95Ms: 21,
    viewers: 2,
  });
});

Deno.test("[G4] a hidden page is not waited for; of two pages one is looked at until both are hidden", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const members = () => ann.socket.last("patch").patch.members;
  ann.say({ type: "report", report: { status: "inactive" } });
  await advance(0);
  assertEquals(members()?.[0]?.isHidden, true);
  const second = await enter("ann");
  assertEquals(members()?.[0]?.isHidden, false);
  second.say({ type: "report", report: { status: "inactive" } });
  await advance(0);
  assertEquals(members()?.[0]?.isHidden, true);
});

const NONSENSE: readonly [name: string, data: unknown, code: string][] = [
  ["no JSON", "{", "bad_message"],
  ["bytes", new Uint8Array(4), "bad_message"],
  ["nothing", "", "bad_message"],
  ["another type", '{"type":"welcome"}', "bad_message"],
  ["an unknown field", '{"type":"leave","x":1}', "bad_message"],
  ["a prototype", '{"type":"leave","__proto__":{"x":1}}', "bad_message"],
  ["a host", '{"type":"leave","host":"ann"}', "field_of_power"],
  ["a role", '{"type":"leave","role":"host"}', "field_of_power"],
  [
    "a place that is no number",
    '{"type":"command","id":"c","epoch":"e","rev":1,"command":{"type":"seek","position":"5"}}',
    "bad_message",
  ],
  [
    "a place without end",
    '{"type":"command","id":"c","epoch":"e","rev":1,"command":{"type":"seek","position":1e999}}',
    "bad_message",
  ],
  [
    "a negative revision",
    '{"type":"command","id":"c","epoch":"e","rev":-1,"command":{"type":"play"}}',
    "bad_message",
  ],
  [
    "somebody else's name",
    '{"type":"report","report":{"status":"active","userId":"ben"}}',
    "field_of_power",
  ],
  ["deep nesting", "[".repeat(2000) + "]".repeat(2000), "bad_message"],
];

for (const [name, data, code] of NONSENSE) {
  Deno.test(`[R23] refused by name: ${name}`, async () => {
    const { enter } = startHub();
    const ann = await enter("ann");
    ann.sayRaw(data);
    assertEquals(ann.socket.last("error").code, code);
    assertEquals(ann.socket.closed, null);
  });
}

Deno.test("[R23] twenty bad messages close, nineteen do not", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  for (let n = 0; n < 19; n++) {
    ann.sayRaw("{");
    await advance(100);
  }
  assertEquals(ann.socket.closed, null);
  ann.sayRaw("{");
  assertEquals(ann.socket.closed?.code, 4400);
});

Deno.test("[R23] a message of 4 KiB passes the gate, one byte more closes at once", async () => {
  const { enter } = startHub();
  const ann = await enter("ann");
  // Counted in bytes, not in characters: ä has two.
  ann.sayRaw("ä".repeat(2048));
  assertEquals(ann.socket.closed, null);
  ann.sayRaw("ä".repeat(2048) + "a");
  assertEquals(ann.socket.closed?.code, 4413);
});

Deno.test("[R23] forty messages at once pass, the next closes; twenty a second go on for ever", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  for (let n = 0; n < 40; n++) ann.say({ type: "ping", t0: n });
  assertEquals(ann.socket.all("pong").length, 40);
  for (let n = 0; n < 200; n++) {
    await advance(50);
    ann.say({ type: "ping", t0: n });
  }
  assertEquals(ann.socket.closed, null);
  for (let n = 0; n < 2; n++) ann.say({ type: "ping", t0: n });
  assertEquals(ann.socket.closed?.code, 4429);
});

/** Looks before each send, so that a test sees the bound itself. */
const WATCHFUL = { ...QUEUE, lookBytes: 0 };

Deno.test("[R24] what waits for a reader is looked at after 4 KiB at the latest", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ben.socket.bufferedAmount = QUEUE_COALESCE_BYTES + 1;
  const before = ben.socket.sent.length;
  for (let n = 0; n < 30; n++) ann.tell({ type: "suggest", videoId: "v1" });
  await advance(0);
  const slipped = ben.socket.sent.slice(before);
  const bytes = slipped.map((one) => JSON.stringify(one).length);
  assert(bytes.reduce((sum, one) => sum + one, 0) <= QUEUE.lookBytes);
  assert(slipped.length > 0);
});

Deno.test("[R24] a slow reader gets the newest room instead of a backlog", async () => {
  const { enter, advance } = startHub({ queue: WATCHFUL });
  const ann = await enter("ann");
  const ben = await enter("ben");
  ben.socket.bufferedAmount = QUEUE_COALESCE_BYTES + 1;
  const before = ben.socket.sent.length;
  for (let n = 0; n < 20; n++) ann.tell({ type: "suggest", videoId: "v1" });
  await advance(1000);
  assertEquals(ben.socket.sent.length, before);
  ben.socket.bufferedAmount = 0;
  await advance(250);
  const [welcome, ...rest] = ben.socket.sent.slice(before);
  assert(welcome?.type === "welcome");
  assertEquals(welcome.room.queue.length, 20);
  assertEquals(rest, []);
  // From here on changes again, without a gap.
  ann.tell({ type: "suggest", videoId: "v2" });
  await advance(0);
  assertEquals(ben.socket.last("patch").from, welcome.room.rev);
});

Deno.test("[R24] who has 256 KiB unread is dropped", async () => {
  const { enter, advance } = startHub({ queue: WATCHFUL });
  const ann = await enter("ann");
  const ben = await enter("ben");
  const welcome = JSON.stringify(ben.socket.last("welcome")).length;
  ben.socket.bufferedAmount = QUEUE_DROP_BYTES + welcome;
  ann.tell({ type: "suggest", videoId: "v1" });
  await advance(0);
  assertEquals(ben.socket.closed, null);
  ben.socket.bufferedAmount++;
  ann.tell({ type: "suggest", videoId: "v1" });
  await advance(0);
  assertEquals(ben.socket.closed?.code, 1001);
  const gone = ann.socket.last("patch").patch.members?.[1]?.goneAt;
  assertEquals(gone, EPOCH_MS);
});

Deno.test("[R24] what is unread is counted in bytes, whatever people are called", async () => {
  const { enter, advance } = startHub({ queue: WATCHFUL });
  await enter("視聴者".repeat(60));
  const ben = await enter("ben");
  const welcome = new TextEncoder()
    .encode(JSON.stringify(ben.socket.last("welcome"))).byteLength;
  ben.socket.bufferedAmount = QUEUE_DROP_BYTES + welcome;
  ben.tell({ type: "suggest", videoId: "v1" });
  await advance(0);
  assertEquals(ben.socket.closed, null);
});

Deno.test("[R2] the fourth connection of a person is closed, the three others stay", async () => {
  const { enter } = startHub();
  const pages = [];
  for (let n = 0; n < MAX_CONNECTIONS_PER_MEMBER; n++) {
    pages.push(await enter("ann"));
  }
  const fourth = await enter("ann");
  assertEquals(fourth.socket.last("error").code, "too_many_connections");
  assertEquals(fourth.socket.closed?.code, 4409);
  for (const { socket } of pages) assertEquals(socket.closed, null);
});

Deno.test("[R20] pages that a crash has left behind keep nobody out, once they are known to be gone", async () => {
  const first = startHub();
  const pages = [];
  while (pages.length < MAX_CONNECTIONS_PER_MEMBER) {
    pages.push(await first.enter("ann"));
  }
  // As a process ends that is killed: nobody signs off.
  first.hub.dispose();
  const { store, time } = first;
  const next = startHub({ store, time, newId: seededRandom(8).word });
  const refused = await next.enter("ann");
  assertEquals(refused.socket.last("error").code, "too_many_connections");
  await next.advance(2 * HEARTBEAT_MS);
  const back = await next.enter("ann");
  assertEquals(back.socket.last("welcome").room.members.length, 1);
  const [ann] = (await store.load("r"))?.members ?? [];
  assertEquals(ann?.connections.length, 1);
});

Deno.test("[R20] who joined while the store's answers were lost, and left, is struck off once it answers", async () => {
  const kept = createMemoryStore({ now: () => EPOCH_MS });
  let isAnswering = false;
  const store: RoomStore = {
    ...kept,
    // Nor does this instance hear of changes.
    watch: () => () => {},
    async update(id, reduce) {
      if (isAnswering) return await kept.update(id, reduce);
      // The join is written; of what follows the store does not even hear.
      if (await kept.load(id) === null) await kept.update(id, reduce);
      throw new DomainError("store_unavailable", "Try again in a moment.");
    },
  };
  const { enter, advance } = startHub({ store });
  const ann = await enter("ann");
  assertEquals(ann.socket.closed?.code, 4503);
  assertEquals((await kept.load("r"))?.members[0]?.goneAt, null);
  await advance(5000);
  isAnswering = true;
  await advance(2 * HEARTBEAT_MS);
  const [left] = (await kept.load("r"))?.members ?? [];
  assertEquals(left?.connections, []);
});

Deno.test("[R20] who left just before the store went back is struck off, though others kept the room", async () => {
  const kept = createMemoryStore({ now: () => EPOCH_MS });
  const living = new Set(["other"]);
  const { enter, advance } = startHub({
    store: kept,
    peers: { ...noPeers, heartbeat: () => Promise.resolve(living) },
  });
  const ann = await enter("ann");
  await kept.update("r", (room) =>
    reduce(room!, {
      type: "join",
      member: { id: "ben", username: "BEN", avatarUrl: null },
      connectionId: "other.page.0",
      maxMembers: 9,
    }, { nowMs: EPOCH_MS, leadMs: 0, stamp: "ben" }));
  const before = await kept.load("r");
  ann.vanish();
  // Longer than a look at a room with nobody of this instance.
  await advance(2 * HEARTBEAT_MS);
  assertEquals((await kept.load("r"))?.members[0]?.connections, []);
  await kept.update("r", () => before!);
  await advance(2 * HEARTBEAT_MS);
  const [left, ben] = (await kept.load("r"))?.members ?? [];
  assertEquals(left?.connections, []);
  assertEquals(ben?.connections, ["other.page.0"]);
});

Deno.test("[R2] a full room says so", async () => {
  const { enter } = startHub({ maxMembers: 1 });
  await enter("ann");
  const ben = await enter("ben");
  assertEquals(ben.socket.last("error").code, "room_full");
  assertEquals(ben.socket.closed?.code, 4430);
});

Deno.test("[R25] a silent socket is asked for a ping, and dropped; the roster is true within 25 s", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  for (let second = 1; second <= 25; second++) {
    await advance(1000);
    if (ann.socket.sent.at(-1)?.type === "ping_request") {
      ann.say({ type: "ping", t0: 0 });
    }
  }
  assertEquals(ann.socket.closed, null);
  assertEquals(ben.socket.all("ping_request").length, 1);
  assertEquals(ben.socket.closed?.code, 1001);
  const roster = ann.socket.all("patch").flatMap(({ patch }) =>
    patch.members ? [patch.members] : []
  ).at(-1);
  assert(roster?.[1]?.goneAt ?? roster?.length === 1);
});

Deno.test("[R25] a server that stood still drops nobody for its own silence", async () => {
  const { enter, advance, actor } = startHub();
  const ann = await enter("ann");
  await advance(15_000);
  actor.pause();
  await advance(60_000);
  actor.resume();
  await advance(1000);
  assertEquals(ann.socket.closed, null);
  assertEquals(ann.socket.last("ping_request").type, "ping_request");
  await advance(10_000);
  assertEquals(ann.socket.closed?.code, 1001);
});

Deno.test("[R26] leave ends one page at once; the other page of the person stays", async () => {
  const { enter, advance, hub } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  const page = await enter("ben");
  const roster = () =>
    ann.socket.all("patch").findLast(({ patch }) => patch.members)?.patch
      .members;
  page.say({ type: "leave" });
  await advance(0);
  assertEquals(page.socket.closed?.code, 1000);
  assertEquals(roster()?.map(({ goneAt }) => goneAt), [null, null]);
  ben.say({ type: "leave" });
  await advance(0);
  assertEquals(roster()?.map(({ id }) => id), ["ann"]);
  assertEquals(hub.stats().connections, 1);
});

Deno.test("[R4] ten seconds after the host's connection the longest-present member is host", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  await advance(10);
  const ben = await enter("ben");
  await advance(10);
  await enter("cat");
  ann.vanish();
  await advance(HOST_GRACE_MS - 1000);
  assertEquals(ben.socket.last("patch").patch.host, undefined);
  await advance(1000 + 250);
  assertEquals(ben.socket.last("patch").patch.host, "ben");
});

Deno.test("[R5] a host who is back within ten seconds stays host", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ann.vanish();
  await advance(9000);
  const back = await enter("ann");
  ben.say({ type: "ping", t0: 0 });
  back.say({ type: "ping", t0: 0 });
  await advance(9000);
  assertEquals(back.socket.last("welcome").room.host, "ann");
  assertEquals(
    ben.socket.all("patch").filter(({ patch }) => patch.host !== undefined),
    [],
  );
});

Deno.test("[G5] the room waits for a stalled viewer and goes on when they are ready", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ann.tell({ type: "load", videoId: "v1" });
  await advance(0);
  const { rev } = ann.socket.last("patch");
  ann.say({ type: "ready", rev });
  // Nobody can hide who is ready by naming a gate to come.
  ben.say({ type: "ready", rev: rev + 1000 });
  await advance(60);
  assertEquals(ann.socket.last("patch").patch.gate?.waitingFor, ["ben"]);
  ben.say({ type: "ready", rev });
  await advance(60);
  assertEquals(ann.socket.last("patch").patch.gate, null);
  await advance(5000);
  ben.say({ type: "stalled" });
  await advance(0);
  assertEquals(ann.socket.last("patch").patch.gate?.waitingFor, ["ben"]);
  assertEquals(ann.socket.last("patch").patch.gate?.reason, "stall");
  await advance(5250);
  assertEquals(ann.socket.last("patch").patch.timeline?.playing, true);
});

Deno.test("[Q5] at the end of a video the next one comes by itself", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  ann.tell({ type: "set_wait", waitForAll: false });
  ann.tell({ type: "load", videoId: "v2" });
  ann.tell({ type: "suggest", videoId: "v1" });
  const endsS = 51 + NEXT_VIDEO_MS / 1000;
  for (let second = 0; second < endsS; second++) {
    ann.say({ type: "ping", t0: 0 });
    await advance(1000);
  }
  assertEquals(ann.socket.last("patch").patch.video?.id, "v1");
  assertEquals(ann.socket.last("patch").patch.lastAction?.kind, "next");
});

Deno.test("[R27] a shutdown says bye, spread over 2 s, and closes with 1012", async () => {
  const { enter, hub, advance, store, time } = startHub();
  const people = [];
  for (let n = 0; n < 20; n++) people.push(await enter(`p${n}`));
  const drained = hub.drain();
  assertEquals(hub.isDraining, true);
  await advance(1000);
  await drained;
  const waits = people.map(({ socket }) => socket.last("bye").retryAfterMs);
  assert(Math.max(...waits) <= 2000 && Math.min(...waits) >= 0);
  assert(Math.max(...waits) - Math.min(...waits) > 1000, "spread");
  for (const { socket } of people) assertEquals(socket.closed?.code, 1012);
  const room = await store.load("r");
  assert(room?.members.every(({ goneAt }) => goneAt !== null));
  assertEquals(time.pending, 0, "no timer is left");
});

Deno.test("[R29] one broken room leaves the others alone, and an empty hub keeps nothing", async () => {
  const { enter, advance, hub, logged } = startHub({
    rules: {
      reduce: (await import("../../room/reducer.ts")).reduce,
      nextSettleAt(room) {
        if (room.id === "bad") throw new Error("planted");
        return null;
      },
    },
  });
  const bad = await enter("ann", { roomId: "bad" });
  const ben = await enter("ben", { roomId: "good" });
  const cat = await enter("cat", { roomId: "good" });
  await advance(1000);
  assert(logged.includes("room_failed"));
  ben.tell({ type: "load", videoId: "v1" });
  await advance(0);
  assertEquals(cat.socket.last("patch").patch.video?.id, "v1");
  for (const one of [ben, cat]) one.vanish();
  await advance(LINGER_MS / 2);
  bad.say({ type: "ping", t0: 0 });
  await advance(LINGER_MS / 2 + 1000);
  assertEquals(hub.stats(), { rooms: 1, connections: 1 });
  assertEquals(bad.socket.closed, null);
});

Deno.test("[R29] two thousand rooms that were left leave nothing behind", async () => {
  const { enter, advance, hub, store, time } = startHub();
  const idle = time.pending;
  for (let n = 0; n < 2000; n++) {
    const ann = await enter("ann", { roomId: `r${n}` });
    ann.tell({ type: "load", videoId: "v1" });
    await advance(0);
    ann.vanish();
  }
  assertEquals(hub.stats().rooms, 2000);
  await advance(LINGER_MS + 1000);
  assertEquals(hub.stats(), { rooms: 0, connections: 0 });
  assertEquals(time.pending, idle);
  assertEquals((await store.load("r7"))?.video?.id, "v1");
  await advance(600_000);
  assertEquals(await store.load("r7"), null);
});

Deno.test("[R32] while the store hangs a bounded number of messages waits, pings are answered", async () => {
  const time = new VirtualTime();
  const memory = createMemoryStore({ now: () => time.nowMs });
  let hangs = false;
  const { enter, advance, hub } = startHub({
    time,
    store: {
      ...memory,
      update: (id, reduce) =>
        hangs ? new Promise(() => {}) : memory.update(id, reduce),
    },
  });
  const ann = await enter("ann");
  hangs = true;
  let last = "";
  for (let n = 0; n < 60; n++) {
    last = ann.tell({ type: "suggest", videoId: "v1" });
    await advance(50);
  }
  const refused = ann.socket.all("error");
  assertEquals(refused.length, 60 - 32);
  assertObjectMatch(refused.at(-1) ?? {}, {
    id: last,
    code: "store_unavailable",
  });
  ann.say({ type: "ping", t0: 1 });
  assertEquals(ann.socket.all("pong").length, 1);
  hub.dispose();
});

Deno.test("[R44] a person's commands have a rate of their own, on all pages together", async () => {
  const { enter, advance, store } = startHub();
  const ann = await enter("ann");
  const pages = [await enter("ben"), await enter("ben")];
  const { rev } = ann.version();
  // As fast as messages may come, two pages of one person.
  for (let n = 0; n < 100; n++) {
    for (const page of pages) {
      const item = (await store.load("r"))?.queue[0];
      page.tell(
        item
          ? { type: "remove_item", itemId: item.id }
          : { type: "suggest", videoId: "v1" },
      );
    }
    await advance(100);
  }
  const changes = (await store.load("r"))!.rev - rev;
  assert(changes <= 40 + 5 * 10 + 1, `${changes} changes in 10 s`);
  const [refused] = pages[0]?.socket.all("error") ?? [];
  assertEquals(refused?.code, "too_many_commands");
  // Nobody else's are fewer for it.
  const id = ann.tell({ type: "set_control", control: "everyone" });
  await advance(0);
  assertEquals(ann.socket.last("ack").id, id);
});

Deno.test("[R45] a sixth room closes the pages in the first, of that person only", async () => {
  const { enter } = startHub();
  const ben = await enter("ben", { roomId: "r0" });
  const pages = [await enter("ann", { roomId: "r0" })];
  pages.push(await enter("ann", { roomId: "r0" }));
  for (let n = 1; n < 5; n++) {
    pages.push(await enter("ann", { roomId: `r${n}` }));
  }
  assertEquals(pages.map(({ socket }) => socket.closed), Array(6).fill(null));
  pages.push(await enter("ann", { roomId: "r5" }));
  assertEquals(
    pages.map(({ socket }) => socket.closed?.code),
    [4409, 4409, ...Array(5).fill(undefined)],
  );
  assertEquals(ben.socket.closed, null);
  // Who leaves a room may enter another.
  pages[2]?.vanish();
  await enter("ann", { roomId: "r6" });
  assertEquals(pages[3]?.socket.closed, null);
});

Deno.test("[G9] who has used up the room's patience is told", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ann.tell({ type: "load", videoId: "v1" });
  await advance(0);
  for (const one of [ann, ben]) {
    one.say({ type: "ready", rev: ann.version().rev });
  }
  await advance(1000);
  let stops = 0;
  for (let n = 0; n < 40; n++) {
    ben.say({ type: "stalled" });
    await advance(0);
    const { gate } = ann.socket.last("patch").patch;
    if (gate) {
      stops++;
      ben.say({ type: "ready", rev: gate.rev });
    }
    await advance(200);
  }
  assertEquals(stops, 3);
  const { code, error } = ben.socket.last("error");
  assertEquals(code, "not_waited_for");
  assert(error.includes("gone on"));
  assertEquals(ann.socket.all("error"), []);
});

Deno.test("[R29] a socket that cannot be sent to costs nobody else a change", async () => {
  const { enter, advance } = startHub();
  const people = [];
  for (const id of ["ann", "ben", "cat"]) people.push(await enter(id));
  const [ann, ben, cat] = people;
  assert(ann && ben && cat);
  // It is closing, and nobody has been told yet.
  ben.socket.send = () => {
    throw new DOMException("closing", "InvalidStateError");
  };
  const id = ann.tell({ type: "set_control", control: "everyone" });
  await advance(0);
  assertEquals(ann.socket.last("ack").id, id);
  const settings = cat.socket.all("patch").map(({ patch }) => patch.settings);
  assert(settings.some((one) => one?.control === "everyone"));
  assert(cat.socket.last("patch").patch.members?.[1]?.goneAt);
});

Deno.test("[R51] when memory runs short, who is silent in the middle of a message is dropped, and nobody who answers", async () => {
  let rss = 1e8;
  const { enter, advance, logged } = startHub({ rssBytes: () => rss });
  const ann = await enter("ann");
  const eve = await enter("eve");
  await advance(2000);
  rss = MEMORY_HIGH_BYTES + 1;
  for (let n = 0; n < 16; n++) {
    await advance(250);
    if (ann.socket.sent.at(-1)?.type === "ping_request") {
      ann.say({ type: "ping", t0: 0 });
    }
  }
  assertEquals(eve.socket.all("ping_request").length, 1);
  assertEquals(eve.socket.closed?.code, 1001);
  assertEquals(ann.socket.closed, null);
  assertEquals(logged, ["memory_high"]);
  // It is not asked again at once, and calm is calm.
  await advance(5000);
  ann.say({ type: "ping", t0: 0 });
  rss = 1e8;
  await advance(9000);
  assertEquals(ann.socket.closed, null);
  assertEquals(logged, ["memory_high"]);
});

Deno.test("[R3] [R71] the whole room is made ready once for all who come at one revision, and no member twice", async () => {
  let encoded = 0;
  let members = 0;
  const { enter, advance } = startHub();
  const people = [];
  for (let n = 0; n < 30; n++) people.push(await enter(`p${n}`));
  const [first] = people;
  assert(first);
  first.say({ type: "report", report: ACTIVE });
  first.tell({ type: "set_control", control: "everyone" });
  await advance(1000);
  const { stringify } = JSON;
  JSON.stringify = ((value: unknown, ...rest: []) => {
    if (typeof value === "object" && value) {
      if ("timeline" in value) encoded++;
      if ("joinedAt" in value || "members" in value) members++;
    }
    return stringify(value, ...rest);
  }) as typeof JSON.stringify;
  try {
    for (const one of people) one.say({ type: "resync" });
    await advance(0);
  } finally {
    JSON.stringify = stringify;
  }
  assertEquals([encoded, members], [1, 0]);
  const [one, other] = people.map(({ socket }) => socket.last("welcome"));
  assert(one && other);
  assertEquals({ ...one, you: "" }, { ...other, you: "" });
  assertEquals([one.you, other.you], ["p0", "p1"]);
  assertEquals(one.presence.p0?.status, "active");
});
