import { assert, assertEquals } from "@std/assert";
import type { PresenceReport } from "../../../shared/room/protocol.ts";
import { mergePeople } from "../../../shared/room/presence.ts";
import { TestRoom } from "../../../../tests/support/rooms.ts";
import { EPOCH_MS, startHub } from "../../../../tests/support/virtual_hub.ts";
import type { Peers, Reports } from "../../store/peers.ts";
import { createPresence } from "./presence.ts";

const ACTIVE: PresenceReport = { status: "active" };

const SECONDS = 10;
/** Time between reports in the storm, ms: as often as a connection may speak. */
const STORM_MS = 100;

const report = (n: number): PresenceReport => ({
  status: n % 2 ? "active" : "inactive",
  driftMs: n,
});

Deno.test("[R22] however often people report, a room hears of it once a second, with the newest of each", async () => {
  const { enter, advance } = startHub();
  const ids = ["ann", "ben", "cat", "dan", "eve"];
  const people = [];
  for (const id of ids) people.push(await enter(id));
  const [listener] = people;
  assert(listener);
  let n = 0;
  let heard = 0;
  const perSecond = [];
  for (let second = 0; second < SECONDS; second++) {
    for (let ms = 0; ms < 1000; ms += STORM_MS) {
      n++;
      for (const one of people) one.say({ type: "report", report: report(n) });
      await advance(STORM_MS);
    }
    const all = listener.socket.all("presence");
    perSecond.push(all.length - heard);
    heard = all.length;
  }
  assertEquals(perSecond, Array(SECONDS).fill(1));
  await advance(1000);
  assertEquals(
    listener.socket.last("presence").presence,
    Object.fromEntries(ids.map((id) => [id, report(n)])),
  );
  // Calm people cost nothing.
  const before = listener.socket.all("presence").length;
  await advance(5000);
  assertEquals(listener.socket.all("presence").length, before);
});

Deno.test("[R22] what other instances tell joins the same second", async () => {
  let tell = (_reports: Reports) => {};
  const peers: Peers = {
    heartbeat: (instance) => Promise.resolve(new Set([instance])),
    publish() {},
    subscribe(_roomId, hear) {
      tell = hear;
      return () => {};
    },
  };
  const { enter, advance } = startHub({ peers });
  const ann = await enter("ann");
  await advance(1000);
  const before = ann.socket.all("presence").length;
  for (let n = 0; n < 30; n++) {
    tell({ ben: report(n) });
    ann.say({ type: "report", report: report(n) });
    await advance(STORM_MS);
  }
  assertEquals(ann.socket.all("presence").length - before, 3);
});

Deno.test("[P11] [R22] nobody moves in the list whatever is reported, and a newcomer stands last", async () => {
  const { enter, advance } = startHub();
  const ids = ["dan", "ann", "eve", "ben"];
  const people = [];
  for (const id of ids) people.push(await enter(id));
  const listed = async (newcomer: string) => {
    const { room, presence } = (await enter(newcomer)).socket.last("welcome");
    return mergePeople({
      room,
      reports: presence,
      participants: null,
      voice: null,
      speaking: new Set(),
      me: null,
    }).here.map(({ id }) => id);
  };
  for (const [n, one] of [...people].reverse().entries()) {
    one.say({ type: "report", report: report(n) });
    await advance(1000);
  }
  assertEquals(await listed("cat"), [...ids, "cat"]);
  people[1]?.vanish();
  await advance(1000);
  assertEquals(await listed("fay"), [...ids, "cat", "fay"], "gone, not moved");
});

Deno.test("[G10] [G12] two hidden pages of one person are hidden, and one that shows speaks for both", async () => {
  const { enter, advance, store } = startHub();
  const ann = await enter("ann");
  const one = await enter("ben");
  const two = await enter("ben");
  const isHidden = async () => (await store.load("r"))?.members[1]?.isHidden;
  const say = (page: typeof one, status: PresenceReport["status"], n: number) =>
    page.say({ type: "report", report: { status, lastActive: n, driftMs: n } });
  say(one, "inactive", 1);
  say(two, "inactive", 2);
  await advance(0);
  assertEquals(await isHidden(), true);
  await advance(2000);
  say(two, "active", 3);
  await advance(0);
  assertEquals(await isHidden(), false);
  // Each page goes on telling of itself; the person stays what they are.
  const before = ann.socket.sent.length;
  for (let n = 4; n < 20; n++) {
    say(one, "inactive", n);
    await advance(250);
    say(two, "active", n);
    await advance(250);
  }
  const told = ann.socket.sent.slice(before).flatMap((message) =>
    message.type === "presence" ? [message.presence.ben?.status] : []
  );
  assert(told.length >= 7);
  assertEquals([...new Set(told)], ["active"]);
  assertEquals(await isHidden(), false);
  // With that page gone, the other one is what is left.
  two.vanish();
  await advance(1000);
  assertEquals(ann.socket.last("presence").presence.ben?.status, "inactive");
  assertEquals(await isHidden(), true);
});

Deno.test("[G12] of two pages alike one speaks, not both by turns", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const pages = [await enter("ben"), await enter("ben")];
  const roomNow = EPOCH_MS;
  for (let n = 0; n < 20; n++) {
    for (const [index, page] of pages.entries()) {
      // Both heard the same word in the voice channel, a moment apart.
      const lastActive = roomNow + n * 100 + (n % 2 ? index : -index) * 50;
      page.say({
        type: "report",
        report: { ...ACTIVE, driftMs: index, lastActive },
      });
    }
    await advance(500);
  }
  const told = ann.socket.all("presence").map(({ presence }) =>
    presence.ben?.driftMs
  );
  assert(told.length >= 9);
  assertEquals([...new Set(told)], [0]);
  pages[1]?.say({
    type: "report",
    report: { ...ACTIVE, driftMs: 1, lastActive: roomNow + 60_000 },
  });
  await advance(1000);
  assertEquals(ann.socket.last("presence").presence.ben?.driftMs, 1);
});

Deno.test("[G12] a page on another instance counts until the room no longer lists it", () => {
  const presence = createPresence("here");
  const room = new TestRoom();
  room.join("ann", "here.p.0").join("ann", "there.q.0");
  presence.settle(room.document);
  presence.report("here.p.0", "ann", { status: "inactive" });
  presence.hear({ ann: ACTIVE, stranger: ACTIVE });
  assertEquals(presence.all(), { ann: ACTIVE });
  // Others hear of our pages, not of theirs.
  assertEquals(presence.takeNews().own(), { ann: { status: "inactive" } });
  const left = { memberId: "ann", connectionId: "there.q.0" };
  room.apply({ type: "disconnect", ...left });
  presence.settle(room.document);
  assertEquals([...presence.takeNews().news], [["ann", {
    status: "inactive",
  }]]);
  room.apply({ type: "leave", memberId: "ann", connectionId: "here.p.0" });
  presence.settle(room.document);
  presence.hear({ ann: ACTIVE });
  assertEquals(presence.all(), {});
});

Deno.test("[R44] a page that is hidden and shown by turns changes the room once a second, and what it says last holds", async () => {
  const { enter, advance, store } = startHub();
  const ann = await enter("ann");
  const before = ann.version().rev;
  for (let n = 0; n < 100; n++) {
    const status = n % 2 ? "active" : "inactive";
    ann.say({ type: "report", report: { status } });
    await advance(50);
  }
  const changes = (await store.load("r"))!.rev - before;
  assert(changes <= 6, `${changes} changes in 5 s`);
  ann.say({ type: "report", report: { status: "inactive" } });
  await advance(2000);
  assertEquals((await store.load("r"))?.members[0]?.isHidden, true);
});

Deno.test("[R42] nobody's numbers blank the others' list or keep them waiting", async () => {
  const { enter, advance } = startHub();
  const people = [];
  for (const id of ["ann", "ben", "cat", "dan"]) people.push(await enter(id));
  const [ann, ben, cat, dan] = people;
  assert(ann && ben && cat && dan);
  const playbackState = { isPlaying: true, currentTime: 3, buffering: false };
  const honest = { ...ACTIVE, playbackState, driftMs: 5, rttMs: 40 };
  for (const one of [ann, ben]) one.say({ type: "report", report: honest });
  for (const [one, driftMs] of [[cat, 1.7e308], [dan, -1.7e308]] as const) {
    one.say({ type: "report", report: { ...honest, driftMs } });
    one.say({ type: "report", report: { ...ACTIVE, rttMs: 1e308 } });
    assertEquals(one.socket.all("error").length, 2);
  }
  cat.say({ type: "report", report: { ...honest, rttMs: 10_000 } });
  dan.say({ type: "report", report: { ...honest, driftMs: 86_400_000 } });
  await advance(1000);
  const { presence, skew } = ann.socket.last("presence");
  assertEquals(Object.keys(presence).length, 4);
  assert(skew && Number.isFinite(skew.p95Ms));
  assertEquals(skew, { p50Ms: 0, p95Ms: 0, viewers: 3 });
  ann.tell({ type: "set_wait", waitForAll: false });
  ann.tell({ type: "load", videoId: "v1" });
  await advance(0);
  const at = ann.socket.last("patch").patch.timeline?.at;
  assertEquals(at, EPOCH_MS + 1000 + 150);
});
