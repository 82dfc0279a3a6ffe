import "@/tests/support/english.ts";
import { assert, assertEquals } from "@std/assert";
import type { Room } from "../../shared/room/protocol.ts";
import { activityOf, looksSame } from "./rich_presence.ts";

const ROOM: Room = {
  id: "i-1",
  epoch: "e",
  rev: 3,
  timeline: {
    videoId: "v",
    playing: true,
    position: 30,
    rate: 2,
    at: 1_000_000,
    by: null,
  },
  gate: null,
  video: { id: "v", title: "Tide", duration: 150 },
  host: "1",
  settings: { control: "host", waitForAll: true },
  members: [
    {
      id: "1",
      username: "Ann",
      avatarUrl: null,
      joinedAt: 0,
      goneAt: null,
      isHidden: false,
    },
    {
      id: "2",
      username: "Ben",
      avatarUrl: null,
      joinedAt: 0,
      goneAt: 5,
      isHidden: false,
    },
  ],
  queue: [],
  lastAction: null,
};
const NOW = { roomNowMs: 1_010_000, epochNowMs: 5_000_000, maxMembers: 200 };

Deno.test("[D10] a running video shows title, company and a bar that ends when it ends", () => {
  const activity = activityOf(ROOM, NOW);
  assert(activity);
  assertEquals(activity.details, "Tide");
  assertEquals(activity.party.size, [1, 200]);
  // 30 s and 10 s at double rate have passed of 150 s: 50 of 75 s remain to be drawn.
  assertEquals(activity.timestamps, {
    start: 5_000_000 - 25_000,
    end: 5_000_000 + 50_000,
  });
});

Deno.test("[D10] a paused or ended video shows no bar, no video nothing", () => {
  const paused = { ...ROOM, timeline: { ...ROOM.timeline, playing: false } };
  assertEquals(activityOf(paused, NOW)?.timestamps, undefined);
  assertEquals(
    activityOf(ROOM, { ...NOW, roomNowMs: 2_000_000 })?.timestamps,
    undefined,
  );
  assertEquals(activityOf({ ...ROOM, video: null }, NOW), null);
});

Deno.test("[D10] lines fit into what Discord takes", () => {
  const titled = (title: string) =>
    activityOf({ ...ROOM, video: { id: "v", title, duration: 9 } }, NOW);
  assertEquals([...titled("🎬".repeat(300))?.details ?? ""].length, 128);
  assertEquals(titled("X")?.details, "X ");
});

Deno.test("[D11] small movements of the clock are no news, a seek is", () => {
  const before = activityOf(ROOM, NOW);
  const later = activityOf(ROOM, {
    ...NOW,
    roomNowMs: NOW.roomNowMs + 60_000 / 2,
    epochNowMs: NOW.epochNowMs + 30_000 + 400,
  });
  assert(looksSame(before, later));
  const sought = { ...ROOM, timeline: { ...ROOM.timeline, position: 90 } };
  assert(!looksSame(before, activityOf(sought, NOW)));
  assert(!looksSame(before, null));
});
