import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import type { Room } from "../../shared/room/protocol.ts";
import { openNewsDesk } from "./news_desk.ts";
import { MAX_VISITS, visitsAfter } from "./visits.ts";

const [ADA, BEN] = fakeRoom().members;
const room = (over: Partial<Room>) => fakeRoom({ rev: 2, ...over });
const alone = ADA ? [ADA] : [];

Deno.test("[U83] who came, left and was removed is kept with the time, newest first", () => {
  const change = (before: Room, after: Room) =>
    visitsAfter([], { before, after, atMs: 7 })
      .map(({ kind, name, atMs }) => [kind, name, atMs]);
  assertEquals(change(fakeRoom({ members: alone }), room({})), [
    ["joined", "Ben", 7],
  ]);
  assertEquals(change(fakeRoom(), room({ members: alone })), [
    ["left", "Ben", 7],
  ]);
  const lastAction = {
    by: "ada",
    username: "Ada",
    kind: "remove_member",
    whom: { id: "ben", username: "Ben" },
    rev: 2,
  } as const;
  assertEquals(change(fakeRoom(), room({ members: alone, lastAction })), [
    ["removed", "Ben", 7],
  ]);
  assertEquals(change(fakeRoom(), room({ epoch: "e2", members: [] })), []);
});

Deno.test("[U83] the list is bounded, and each entry has a key of its own", () => {
  const crowd = Array.from({ length: 30 }, (_, n) => ({
    ...fakeRoom().members[0]!,
    id: `p${n}`,
    username: `P${n}`,
  }));
  const before = fakeRoom({ members: [] });
  const came = visitsAfter([], {
    before,
    after: room({ members: crowd }),
    atMs: 1,
  });
  const left = visitsAfter(came, {
    before: room({ members: crowd }),
    after: room({ rev: 3, members: crowd.slice(5) }),
    atMs: 2,
  });
  assertEquals([came.length, left.length], [MAX_VISITS, MAX_VISITS]);
  assertEquals(came[0]?.name, "P29");
  assertEquals(left[0], { key: 35, kind: "left", name: "P4", atMs: 2 });
  assertEquals(new Set(left.map(({ key }) => key)).size, MAX_VISITS);
});

Deno.test("[U67] [U83] the desk says each once and keeps it, and says nothing of those who were there before", () => {
  const current = signal<Room | null>(null);
  const told: string[] = [];
  const desk = openNewsDesk({
    room: current,
    myId: signal("ada"),
    tell: (text) => void told.push(text),
    now: () => 9,
  });
  current.value = fakeRoom();
  assertEquals(told, []);
  current.value = room({ members: alone });
  current.value = room({ rev: 3, members: [...alone, ...BEN ? [BEN] : []] });
  assertEquals(told, ["Ben left", "Ben joined"]);
  assertEquals(desk.list.value.map(({ kind }) => kind), ["joined", "left"]);
  desk.dispose();
  current.value = room({ rev: 4, members: alone });
  assertEquals(told.length, 2);
});
