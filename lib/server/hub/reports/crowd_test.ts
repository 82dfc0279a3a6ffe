import { assert, assertEquals } from "@std/assert";
import { CROWD } from "../../../shared/limits.ts";
import type {
  PresenceReport,
  PublicReport,
} from "../../../shared/room/protocol.ts";
import {
  type HubVisitor,
  startHub,
} from "../../../../tests/support/virtual_hub.ts";
import { createCrowd, looksOther, publicReportOf } from "./crowd.ts";

/** Somebody in place whose numbers are never twice the same. */
const watching = (n: number): PresenceReport => ({
  status: "active",
  networkQuality: "good",
  playbackState: { isPlaying: true, currentTime: 60 + n / 7, buffering: false },
  driftMs: n % 17,
  rttMs: 30 + n % 11,
  sync: { attempts: n, successes: n, averageSyncDelta: 0.01 },
});

/** A hub with one room of so many, all of whom have told of themselves. */
async function roomOf(size: number) {
  const hub = startHub();
  const people: HubVisitor[] = [];
  for (let n = 0; n < size; n++) people.push(await hub.enter(`m${n}`));
  const [watcher] = people;
  assert(watcher);
  let told = 0;
  const report = () => {
    for (const one of people) {
      one.say({ type: "report", report: watching(told++) });
    }
  };
  for (let s = 0; s < 8; s++) {
    report();
    await hub.advance(2000);
  }
  return { ...hub, people, watcher, report };
}

Deno.test("[R70] a crowd hears every other second of who looks different, and of some others in turn", async () => {
  const { advance, people, watcher, report } = await roomOf(200);
  const before = watcher.socket.all("presence").length;
  const patches = watcher.socket.all("patch").length;
  const ids = new Set<string>();
  let bytes = 0;
  for (let s = 0; s < 20; s += 2) {
    report();
    if (s === 10) {
      people[150]?.say({
        type: "report",
        report: { ...watching(0), status: "away" },
      });
    }
    await advance(2000);
  }
  const messages = watcher.socket.all("presence").slice(before);
  for (const message of messages) {
    bytes += JSON.stringify(message).length;
    for (const id of Object.keys(message.presence)) ids.add(id);
  }
  assertEquals(messages.length, 10);
  assertEquals(watcher.socket.all("patch").length, patches);
  // 200 reports told in full each second would be 40 KB/s.
  assert(bytes / 20 < 600, `${bytes / 20} bytes a second`);
  assert(ids.size >= 25, "figures of others come in turn");
  assertEquals(
    messages.flatMap(({ presence }) => presence.m150?.status ?? [])
      .includes("away"),
    true,
  );
  assert(messages.every(({ skew }) => skew?.viewers));
});

Deno.test("[R70] whatever happens, a crowd comes to know of everybody what is to be seen", async () => {
  const { enter, advance, people, watcher } = await roomOf(120);
  for (const one of people) {
    one.say({
      type: "report",
      report: {
        ...watching(1),
        playbackState: { isPlaying: false, currentTime: 61, buffering: true },
        trouble: "paused_here",
      },
    });
  }
  await advance(8000);
  const known: Record<string, PublicReport> = Object.assign(
    {},
    ...watcher.socket.all("presence").map(({ presence }) => presence),
  );
  assertEquals(Object.keys(known).length, 120);
  for (const { trouble, playbackState } of Object.values(known)) {
    assertEquals(trouble, "paused_here");
    assertEquals(playbackState?.buffering, true);
  }
  // A newcomer knows what the others do.
  const { socket } = await enter("late");
  const { presence } = socket.last("welcome");
  assertEquals(presence, known);
});

Deno.test("[R22] [R70] a room below a crowd hears of everything, each second", async () => {
  const { advance, watcher, report } = await roomOf(CROWD - 1);
  const before = watcher.socket.all("presence").length;
  for (let s = 0; s < 4; s++) {
    report();
    await advance(1000);
  }
  const messages = watcher.socket.all("presence").slice(before);
  assertEquals(messages.length, 4);
  for (const { presence } of messages) {
    assertEquals(Object.keys(presence).length, CROWD - 1);
    assertEquals(presence.m1?.playbackState?.currentTime !== undefined, true);
  }
});

Deno.test("[R70] who comes back to a crowd is told of anew", () => {
  const crowd = createCrowd({ ann: watching(1), ben: watching(2) });
  crowd.settle(new Set(["ann"]));
  assertEquals(Object.keys(crowd.all()), ["ann"]);
  const now = { ann: watching(1), ben: watching(2) };
  assertEquals(crowd.take(now, ["ben"]).has("ben"), true);
});

Deno.test("[R70] what is to be seen is news, numbers that nobody sees are not", () => {
  const before = publicReportOf(watching(1));
  assertEquals(before.playbackState, { isPlaying: true, buffering: false });
  assertEquals("rttMs" in before, false);
  const same: PresenceReport[] = [
    watching(9),
    { ...watching(1), driftMs: -499, lastActive: 5 },
  ];
  for (const one of same) assert(!looksOther(before, publicReportOf(one)));
  const { driftMs: _driftMs, ...unknown } = watching(1);
  const other: PresenceReport[] = [
    { ...watching(1), status: "inactive" },
    { ...watching(1), networkQuality: "poor" },
    { ...watching(1), trouble: "cannot_play" },
    { ...watching(1), driftMs: 500 },
    { ...watching(1), driftMs: -2500 },
    {
      ...watching(1),
      playbackState: { isPlaying: false, currentTime: 60, buffering: false },
    },
    {
      ...watching(1),
      playbackState: { isPlaying: true, currentTime: 60, buffering: true },
    },
    // Where nobody knows the drift, the place itself says where they are.
    unknown,
  ];
  for (const one of other) {
    assert(looksOther(before, publicReportOf(one)), JSON.stringify(one));
  }
  const elsewhere = (currentTime: number) =>
    publicReportOf({
      ...unknown,
      playbackState: { isPlaying: false, currentTime, buffering: false },
    });
  assert(!looksOther(elsewhere(60), elsewhere(60.9)));
  assert(looksOther(elsewhere(60), elsewhere(61.1)));
});
