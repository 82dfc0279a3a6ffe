import { assert, assertEquals } from "@std/assert";
import { CREATOR_GRACE_MS, HOST_GRACE_MS } from "../../shared/limits.ts";
import { TestRoom } from "../../../tests/support/rooms.ts";
import { publicRoom } from "../document/document.ts";

/** Somebody comes by a link that names somebody. */
function comeBy(room: TestRoom, id: string, creatorId?: string): TestRoom {
  return room.apply({
    type: "join",
    member: { id, username: id.toUpperCase(), avatarUrl: null },
    connectionId: `c-${id}`,
    maxMembers: 200,
    ...(creatorId === undefined ? {} : { creatorId }),
  });
}

Deno.test("[P20] whom the opening link names is host when they come within 30 s, and everybody sees it", () => {
  for (const waitMs of [0, 1, CREATOR_GRACE_MS]) {
    const room = comeBy(new TestRoom(), "ann", "cat");
    assertEquals(room.document.host, "ann", "somebody is, until then");
    room.join("ben").wait(waitMs).join("cat");
    assertEquals(room.document.host, "cat");
    assertEquals(room.document.lastAction, {
      by: "cat",
      username: "CAT",
      kind: "take_over",
      rev: room.document.rev,
    });
    // Once: a host who has handed over is not host by coming again.
    assertEquals(room.tell("cat", { type: "hand_over", to: "ann" }), null);
    room.disconnect("cat").join("cat");
    assertEquals(room.document.host, "ann");
  }
  const late = comeBy(new TestRoom(), "ann", "cat");
  late.wait(CREATOR_GRACE_MS + 1).join("cat");
  assertEquals(late.document.host, "ann");
});

Deno.test("[P20] once a host was chosen, the link chooses none", () => {
  const handed = comeBy(new TestRoom(), "ann", "cat").join("ben");
  assertEquals(handed.tell("ann", { type: "hand_over", to: "ben" }), null);
  assertEquals(handed.tell("ben", { type: "hand_over", to: "ann" }), null);
  handed.join("cat");
  assertEquals(handed.document.host, "ann");

  const followed = comeBy(new TestRoom(), "ann", "cat").join("ben");
  followed.disconnect("ann").wait(HOST_GRACE_MS).apply({ type: "settle" });
  assertEquals(followed.document.host, "ben");
  followed.join("ann").join("cat");
  assertEquals(followed.document.host, "ben");
});

Deno.test("[P20] only the link of who opened the room counts, and it names somebody else", () => {
  const room = comeBy(new TestRoom(), "ann");
  comeBy(room, "ben", "ben");
  comeBy(room, "cat", "ben");
  room.disconnect("ben");
  comeBy(room, "ben", "ben");
  assertEquals(room.document.host, "ann");

  const own = comeBy(new TestRoom(), "ann", "ann").join("ben");
  assertEquals(own.document.host, "ann");
  assertEquals(own.document.lastAction, null);
});

Deno.test("[P20] a room that was left and is opened again goes by the new link", () => {
  const room = comeBy(new TestRoom(), "ann", "cat");
  room.apply({ type: "leave", memberId: "ann", connectionId: "c-ann" });
  comeBy(room, "ben").join("cat");
  assertEquals(room.document.host, "ben");

  for (const id of ["ben", "cat"]) {
    room.apply({ type: "leave", memberId: id, connectionId: `c-${id}` });
  }
  comeBy(room, "ann", "cat").join("cat");
  assertEquals(room.document.host, "cat");
});

Deno.test("[P20] whom a link names is nobody's to read, and older documents have none", () => {
  const room = comeBy(new TestRoom(), "ann", "cat");
  assert(!JSON.stringify(publicRoom(room.document)).includes("cat"));
  delete room.document.opening;
  room.join("cat");
  assertEquals(room.document.host, "ann");
});
