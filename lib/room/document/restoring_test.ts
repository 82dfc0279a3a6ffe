import { assert, assertEquals } from "@std/assert";
import { TestRoom } from "../../../tests/support/rooms.ts";
import { copyOf, isNewerCopy, restoreRoom } from "./restoring.ts";

/** A, the host, and B; the room waits for B. */
function waitingRoom(): TestRoom {
  const room = new TestRoom("a", "b");
  room.tell("b", { type: "suggest", videoId: "v2" });
  room.tell("a", { type: "load", videoId: "v1" });
  return room.ready("a");
}

Deno.test("[R28] a restored room goes on: same host and list, no gate, each command once, revisions that grow", () => {
  const { document } = waitingRoom();
  const copy = copyOf(document);
  const room = restoreRoom(copy, { epoch: "e2", nowMs: 5000 });
  assertEquals([room.epoch, room.host, room.queue.length], ["e2", "a", 1]);
  assertEquals(room.members.map(({ id, goneAt }) => [id, goneAt]), [
    ["a", 5000],
  ]);
  assertEquals(room.gate, null);
  assertEquals(room.timeline.playing, true);
  assertEquals(room.timeline.at, 5000);
  assert(room.applied.length > 0);
  assertEquals(room.applied, copy.applied);
  assertEquals(room.rev, document.rev);
});

Deno.test("[R46] members who were quicker than the copy stay, and what they suggested", () => {
  const { document } = waitingRoom();
  const early = new TestRoom("b", "c");
  early.tell("c", { type: "suggest", videoId: "v1" });
  const room = restoreRoom(copyOf(document), {
    epoch: "e2",
    nowMs: 5000,
    present: early.document,
  });
  assertEquals(room.host, "a");
  assertEquals(room.members.map(({ id, goneAt }) => [id, goneAt === null]), [
    ["a", false],
    ["b", true],
    ["c", true],
  ]);
  assertEquals(room.queue.map(({ by }) => by), ["b", "c"]);
  // A host who was quicker as well is there once, and here.
  const back = restoreRoom(copyOf(document), {
    epoch: "e2",
    nowMs: 5000,
    present: new TestRoom("b", "a").document,
  });
  assertEquals(back.members.map(({ id, goneAt }) => [id, goneAt]), [
    ["b", null],
    ["a", null],
  ]);
  assertEquals(back.host, "a");
});

Deno.test("[R46] of one life the later version is newer, of two the copy signed later", () => {
  const room = copyOf(waitingRoom().document);
  const later = { ...room, rev: room.rev + 1 };
  // A clock that went back changes nothing within a life.
  assert(isNewerCopy({ room: later, signedAt: 1 }, { room, signedAt: 2 }));
  assert(!isNewerCopy({ room, signedAt: 2 }, { room: later, signedAt: 1 }));
  assert(!isNewerCopy({ room, signedAt: 2 }, { room, signedAt: 1 }));
  const other = { ...room, epoch: "e9", rev: 900 };
  assert(isNewerCopy({ room, signedAt: 2 }, { room: other, signedAt: 1 }));
});
