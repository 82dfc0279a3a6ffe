import { assert, assertEquals } from "@std/assert";
import { REMEMBERED_COMMANDS } from "../../shared/limits.ts";
import { TestRoom } from "../../../tests/support/rooms.ts";
import { isApplied, remember } from "./applied.ts";

function press(room: TestRoom, memberId: string, commandId: string) {
  const playing = !room.document.settings.waitForAll;
  return room.try({
    type: "command",
    memberId,
    commandId,
    base: room.document,
    command: playing
      ? { type: "set_control", control: "everyone" }
      : { type: "set_wait", waitForAll: false },
  });
}

Deno.test("[R41] somebody else's command id is another command", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "set_control", control: "everyone" });
  room.tell("a", { type: "load", videoId: "v1" });
  room.ready("a", "b");
  const say = (memberId: string, type: "play" | "pause") =>
    room.try({
      type: "command",
      memberId,
      commandId: "same",
      base: room.document,
      command: { type },
    });
  assertEquals(say("b", "pause"), null);
  const { rev } = room.document;
  // The guest has used the host's id before the host did.
  assertEquals(say("a", "play"), null);
  assertEquals(room.document.timeline.playing, true);
  assertEquals(room.document.rev, rev + 1);
  // Their own retry is none.
  assertEquals(say("b", "pause"), null);
  assertEquals(room.document.timeline.playing, true);
});

Deno.test("[R41] whoever floods the room makes it forget only their own", () => {
  let applied = remember([], { id: "h", rev: 1, by: "host" });
  for (let n = 0; n < 1000; n++) {
    applied = remember(applied, { id: `g${n}`, rev: n + 2, by: "guest" });
  }
  assertEquals(applied.length, REMEMBERED_COMMANDS);
  assert(isApplied(applied, { id: "h", by: "host" }));
  assert(isApplied(applied, { id: "g999", by: "guest" }));
  assert(!isApplied(applied, { id: "g0", by: "guest" }));
});

Deno.test("[R41] a retry of the host applies once, whatever a guest has sent in between", () => {
  const room = new TestRoom("a", "b");
  assertEquals(press(room, "a", "once"), null);
  for (let n = 0; n < 200; n++) {
    room.tell("b", { type: "suggest", videoId: "v1" });
    const [item] = room.document.queue;
    assert(item);
    room.tell("b", { type: "remove_item", itemId: item.id });
  }
  const { document } = room;
  assertEquals(press(room, "a", "once"), null);
  assert(room.document === document);
});
