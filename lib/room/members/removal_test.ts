import { assert, assertEquals } from "@std/assert";
import { MAX_REMOVED, REMOVED_MS, UNDO_MS } from "../../shared/limits.ts";
import { TestRoom } from "../../../tests/support/rooms.ts";
import { copyOf, restoreRoom } from "../document/restoring.ts";
import { parseStored } from "../document/stored.ts";
import { publicRoom } from "../document/document.ts";
import { reduce } from "../reducer.ts";
import { isRejection } from "../document/rejection.ts";

const remove = (memberId: string) =>
  ({ type: "remove_member", memberId }) as const;

/** Somebody tries to come in. @returns The refusal's code, or `null`. */
function knock(room: TestRoom, id: string) {
  return room.try({
    type: "join",
    member: { id, username: id.toUpperCase(), avatarUrl: null },
    connectionId: `again-${id}`,
    maxMembers: 200,
  });
}

Deno.test("[R93] the host removes somebody, who learns by whom and stays out for ten minutes", () => {
  const room = new TestRoom("a", "b", "c");
  assertEquals(room.tell("a", remove("b")), null);
  assertEquals(room.document.members.map(({ id }) => id), ["a", "c"]);
  assertEquals(room.document.lastAction, {
    by: "a",
    username: "A",
    kind: "remove_member",
    whom: { id: "b", username: "B" },
    rev: room.document.rev,
  });
  const refused = reduce(room.document, {
    type: "join",
    member: { id: "b", username: "B", avatarUrl: null },
    connectionId: "b2",
    maxMembers: 200,
  }, { nowMs: room.nowMs + 60_000, leadMs: 0 });
  assert(isRejection(refused));
  assertEquals(refused, {
    rejected: "removed",
    message: "A removed you from this room. You can come back in 9 minutes.",
    details: { by: "A", retryAfterS: 540 },
  });
  assertEquals(room.wait(REMOVED_MS - 1).try({ type: "settle" }), null);
  assertEquals(knock(room, "b"), "removed");
  room.wait(1);
  assertEquals(knock(room, "b"), null);
});

Deno.test("[R93] only the host removes, and not themselves, nor who is not there", () => {
  const room = new TestRoom("a", "b", "c");
  room.tell("a", { type: "set_control", control: "everyone" });
  assertEquals(room.tell("b", remove("c")), "not_allowed");
  assertEquals(room.tell("b", remove("a")), "not_allowed");
  assertEquals(room.tell("a", remove("a")), "not_allowed");
  assertEquals(room.tell("a", remove("z")), "person_left");
  assertEquals(room.document.members.length, 3);
});

Deno.test("[R93] an instance that still counts their pages does not bring them back", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", remove("b"));
  const before = room.document;
  room.apply({
    type: "reconcile",
    instance: "i",
    present: [{
      member: { id: "b", username: "B", avatarUrl: null },
      connections: ["i.p.0"],
    }],
    moving: [],
    lost: [],
  });
  assertEquals(room.document, before);
  assertEquals(room.tell("b", { type: "ask_remote" }), "not_a_member");
  assertEquals(
    room.tell("a", { type: "hand_over", to: "b" }),
    "person_left",
  );
});

Deno.test("[R93] nobody waits for who was removed", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  room.ready("a");
  assertEquals(room.document.gate?.waitingFor, ["b"]);
  room.tell("a", remove("b"));
  assertEquals(room.document.gate, null);
  assert(room.document.timeline.playing);
});

Deno.test("[R91] a removal taken back in time lets them in again", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", remove("b"));
  const { rev } = room.document;
  assertEquals(room.wait(UNDO_MS - 1).tell("a", { type: "undo", rev }), null);
  assertEquals(knock(room, "b"), null);
});

Deno.test("[R93] a room remembers so many removals and no more, the latest ones, and shows them to nobody", () => {
  const others = Array.from({ length: MAX_REMOVED + 1 }, (_, n) => `m${n}`);
  const room = new TestRoom("a", ...others);
  for (const id of others) room.wait(1).tell("a", remove(id));
  assertEquals(room.document.removed?.length, MAX_REMOVED);
  assertEquals(knock(room, "m0"), null);
  assertEquals(knock(room, "m1"), "removed");
  assert(!("removed" in publicRoom(room.document)));
  const stored = JSON.parse(JSON.stringify(room.document));
  assertEquals(parseStored(stored, "r")?.removed, room.document.removed);
});

Deno.test("[R93] a copy that brings a room back keeps out whom it kept out, however quick they are", () => {
  const room = new TestRoom("a", "b", "c");
  room.tell("a", remove("b"));
  const copy = copyOf(room.document);
  const present = new TestRoom("b", "c");
  const restored = restoreRoom(copy, {
    epoch: "e2",
    nowMs: room.nowMs + 5000,
    present: present.document,
  });
  assertEquals(restored.members.map(({ id }) => id), ["a", "c"]);
  assertEquals(restored.host, "a");
  assertEquals(restored.removed, room.document.removed);
});
