import { assert, assertEquals } from "@std/assert";
import { TestRoom } from "../../../tests/support/rooms.ts";
import type { RoomDocument } from "../document/document.ts";
import { hasGoneBack, recover } from "../document/recovery.ts";
import {
  connectionIdOf,
  instanceOf,
  instancesIn,
  isSuperseded,
} from "./connections.ts";

const NOBODY = { present: [], moving: [], lost: [] } as const;

/** A on instance i1, B on i2. */
function twoInstances(): TestRoom {
  const room = new TestRoom();
  for (const [id, instance] of [["a", "i1"], ["b", "i2"]] as const) {
    room.apply({
      type: "join",
      member: { id, username: id, avatarUrl: null },
      connectionId: connectionIdOf({ instance, page: id, name: "0" }),
      maxMembers: 10,
    });
  }
  return room;
}

function person(id: string, ...connections: string[]) {
  return { member: { id, username: id, avatarUrl: null }, connections };
}

Deno.test("[R20] the id of a connection names its instance", () => {
  const id = connectionIdOf({ instance: "i1", page: "p", name: "7" });
  assertEquals(instanceOf(id), "i1");
  assertEquals([...instancesIn(twoInstances().document.members)], ["i1", "i2"]);
});

Deno.test("[R20] a count that finds all well changes nothing", () => {
  const room = twoInstances();
  const { document } = room;
  room.apply({
    type: "reconcile",
    instance: "i1",
    ...NOBODY,
    present: [person("a", "i1.a.0")],
  });
  assert(room.document === document);
});

Deno.test("[R20] a member who is not there is struck off, with the grace to be back", () => {
  const room = twoInstances().wait(500);
  room.apply({ type: "reconcile", instance: "i1", ...NOBODY });
  const [a, b] = room.document.members;
  assertEquals([a?.connections, a?.goneAt], [[], room.nowMs]);
  assertEquals([b?.connections, b?.goneAt], [["i2.b.0"], null]);
  room.wait(10_000).apply({ type: "settle" });
  assertEquals(room.document.host, "b");
});

Deno.test("[R20] a member who is there but not listed is put back; one on the way is left alone", () => {
  const room = twoInstances();
  room.apply({
    type: "leave",
    memberId: "a",
    connectionId: "i1.a.0",
  });
  room.disconnect("b");
  room.apply({
    type: "reconcile",
    instance: "i1",
    present: [person("a", "i1.a.0", "i1.x.0")],
    moving: ["i1.m.0"],
    lost: [],
  });
  const a = room.document.members.find(({ id }) => id === "a");
  assertEquals([a?.connections, a?.goneAt], [["i1.a.0", "i1.x.0"], null]);
  const before = twoInstances();
  before.apply({
    type: "reconcile",
    instance: "i1",
    present: [],
    moving: ["i1.a.0"],
    lost: [],
  });
  assertEquals(before.document.members[0]?.connections, ["i1.a.0"]);
});

Deno.test("[R20] connections of lost instances are struck off by any other", () => {
  const room = twoInstances();
  room.apply({
    type: "reconcile",
    instance: "i2",
    present: [person("b", "i2.b.0")],
    moving: [],
    lost: ["i1"],
  });
  assertEquals(room.document.members[0]?.goneAt, room.nowMs);
  assertEquals(room.document.host, "a", "until the grace is over");
});

Deno.test("[R34] a page has one connection: its newest, on whatever instance", () => {
  const room = twoInstances();
  const rejoin = (connectionId: string) =>
    room.try({
      type: "join",
      member: { id: "a", username: "a", avatarUrl: null },
      connectionId,
      maxMembers: 10,
    });
  for (let n = 1; n <= 5; n++) assertEquals(rejoin(`i2.a.${n}`), null);
  assertEquals(room.document.members[0]?.connections, ["i2.a.5"]);
  // The old instance still holds the line that the page has given up.
  const { document } = room;
  room.apply({
    type: "reconcile",
    instance: "i1",
    ...NOBODY,
    present: [person("a", "i1.a.0")],
  });
  assert(room.document === document);
  assertEquals(isSuperseded("i1.a.0", ["i2.a.5"]), true);
  assertEquals(isSuperseded("i1.b.0", ["i2.a.5"]), false);
  assertEquals(isSuperseded("i2.a.5", ["i2.a.5"]), false);
});

Deno.test("[R20] a gate does not wait for who was struck off", () => {
  const room = twoInstances();
  room.tell("a", { type: "load", videoId: "v1" });
  room.ready("a");
  assertEquals(room.document.gate?.waitingFor, ["b"]);
  room.apply({
    type: "reconcile",
    instance: "i1",
    present: [person("a", "i1.a.0")],
    moving: [],
    lost: ["i2"],
  });
  assertEquals(room.document.gate, null);
});

Deno.test("[R21] a store that has gone back is distinguished from one that has gone on", () => {
  const known = twoInstances().document;
  const memory = { document: known, pastEpochs: new Set(["e0"]) };
  const at = (change: Partial<RoomDocument>) => ({ ...known, ...change });
  assertEquals(hasGoneBack(null, memory), true);
  assertEquals(hasGoneBack(at({ rev: known.rev - 1 }), memory), true);
  assertEquals(hasGoneBack(at({ epoch: "e0", rev: 99 }), memory), true);
  assertEquals(hasGoneBack(known, memory), false);
  const onward = { rev: known.rev + 1, trail: [...known.trail, "next"] };
  assertEquals(hasGoneBack(at(onward), memory), false);
  const sideways = { ...onward, trail: ["other", "next"] };
  assertEquals(hasGoneBack(at(sideways), memory), true);
  const tooFarToTell = { rev: known.rev + 9, trail: ["x", "y"] };
  assertEquals(hasGoneBack(at(tooFarToTell), memory), false);
  assertEquals(hasGoneBack(at({ epoch: "e2", rev: 0 }), memory), false);
  assertEquals(hasGoneBack(null, { ...memory, document: null }), false);
});

Deno.test("[R21] a recovered room is as it was, in another epoch", () => {
  const known = twoInstances().document;
  assertEquals(recover(known, "e2"), { ...known, epoch: "e2" });
});
