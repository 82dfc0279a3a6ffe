import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { TestRoom } from "../../../tests/support/rooms.ts";
import { createRoom } from "./document.ts";
import { parseStored, parseStoredText } from "./stored.ts";

function livelyRoom() {
  const room = new TestRoom("a", "b");
  room.tell("b", { type: "suggest", videoId: "v2" });
  room.tell("a", { type: "load", videoId: "v1" });
  room.wait(5000).apply({ type: "settle" });
  room.tell("a", { type: "seek", position: 4 });
  return room.hide("b").document;
}

Deno.test("[K17] what the rules make is what a store may hold", () => {
  for (const room of [createRoom("r", "e"), livelyRoom()]) {
    assertEquals(parseStoredText(JSON.stringify(room), "r"), room);
  }
});

Deno.test("[K17] what is no room, or another room, is none", () => {
  const room = livelyRoom();
  assertEquals(parseStored(room, "s"), null);
  for (const text of ["", "{", "null", "7", '"r"', "[]", "{}", '{"id":"r"}']) {
    assertEquals(parseStoredText(text, "r"), null, text);
  }
  for (const key of Object.keys(room).filter((one) => one !== "patience")) {
    const { [key as "id"]: _gone, ...rest } = room;
    // Documents of older servers lack these.
    const isOptional = key === "media" || key === "undo";
    if (!isOptional) assertEquals(parseStored(rest, "r"), null, key);
    const spoiled = { ...room, [key]: { toString: 1 } };
    assertEquals(parseStored(spoiled, "r"), null, key);
  }
});

Deno.test("[K17] whatever lies in a store is judged without a fault", () => {
  fc.assert(fc.property(fc.json(), (text) => {
    assertEquals(parseStoredText(text, "r"), null);
  }));
});

Deno.test("[K17] documents of other versions are read, and keep what this one does not know", () => {
  const room = JSON.parse(JSON.stringify(livelyRoom()));
  delete room.patience;
  for (const member of room.members) delete member.hidden;
  for (const one of room.applied) delete one.by;
  const read = parseStored({ ...room, later: 1 }, "r");
  assert(read);
  assertEquals(read.patience, []);
  assertEquals(read.members[0]?.hidden, []);
  assertEquals((read as unknown as { later: number }).later, 1);
});
