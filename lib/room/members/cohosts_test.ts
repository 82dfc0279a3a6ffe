import { assertEquals } from "@std/assert";
import { HOST_GRACE_MS, MAX_COHOSTS } from "../../shared/limits.ts";
import type { Command } from "../../shared/room/protocol.ts";
import { TestRoom } from "../../../tests/support/rooms.ts";

const share = (memberId: string): Command => ({
  type: "share_remote",
  memberId,
});
const take = (memberId: string): Command => ({ type: "take_remote", memberId });
const PICK: Command = { type: "load", videoId: "v1" };

Deno.test("[R96] a co-host controls while only the host would, until it is taken back", () => {
  const room = new TestRoom("a", "b", "c");
  assertEquals(room.tell("b", PICK), "not_allowed");
  assertEquals(room.tell("a", share("b")), null);
  assertEquals(room.tell("b", PICK), null);
  assertEquals(room.tell("b", { type: "continue" }), null);
  assertEquals(room.tell("c", { type: "pause" }), "not_allowed");
  assertEquals(room.tell("a", take("b")), null);
  assertEquals(room.tell("b", { type: "pause" }), "not_allowed");
  assertEquals(room.document.settings, { control: "host", waitForAll: true });
});

Deno.test("[R96] a co-host hands nothing over, sets nothing and removes nobody", () => {
  const room = new TestRoom("a", "b", "c");
  room.tell("a", share("b"));
  const commands: Command[] = [
    share("c"),
    take("b"),
    { type: "hand_over", to: "b" },
    { type: "set_control", control: "everyone" },
    { type: "set_wait", waitForAll: false },
    { type: "remove_member", memberId: "c" },
  ];
  for (const command of commands) {
    assertEquals(room.tell("b", command), "not_allowed", command.type);
  }
});

Deno.test("[R96] it outlives a visit and a change of settings, not a removal", () => {
  const room = new TestRoom("a", "b", "c");
  room.tell("a", share("b"));
  room.disconnect("b").wait(HOST_GRACE_MS).apply({ type: "settle" });
  assertEquals(room.document.members.length, 2);
  room.tell("a", { type: "set_wait", waitForAll: false });
  room.join("b");
  assertEquals(room.tell("b", PICK), null);
  room.tell("a", { type: "remove_member", memberId: "b" });
  assertEquals(room.document.settings.cohosts, undefined);
});

Deno.test("[R96] there is room for so many co-hosts, of whom those who left make place", () => {
  const others = Array.from({ length: MAX_COHOSTS + 1 }, (_, n) => `m${n}`);
  const room = new TestRoom("a", ...others);
  const last = others.at(-1) ?? "";
  for (const id of others.slice(0, -1)) {
    assertEquals(room.tell("a", share(id)), null);
  }
  assertEquals(room.tell("a", share(last)), "too_many_cohosts");
  assertEquals(room.tell("a", share("z")), "person_left");
  const before = room.document;
  assertEquals(room.tell("a", share("m0")), null);
  assertEquals(room.tell("a", share("a")), null);
  assertEquals(room.document, before);
  room.apply({ type: "leave", memberId: "m0", connectionId: "c-m0" });
  assertEquals(room.tell("a", share(last)), null);
  assertEquals(room.document.settings.cohosts?.length, MAX_COHOSTS);
});
