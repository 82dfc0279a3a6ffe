import { assert, assertEquals } from "@std/assert";
import { HOST_GRACE_MS, READY_CHECK_MS } from "../shared/limits.ts";
import { awaitedIn } from "../shared/room/ready_check.ts";
import { LEAD_MS, TestRoom } from "../../tests/support/rooms.ts";
import { copyOf, restoreRoom } from "./document/restoring.ts";
import { nextSettleAt } from "./reducer.ts";

/** A is host; B and C have been away from v1, which stands at 20 s. */
function asked(plays = true): TestRoom {
  const room = new TestRoom("a", "b", "c");
  room.tell("a", { type: "load", videoId: "v1" });
  room.ready("a", "b", "c").wait(20_000 + LEAD_MS);
  room.tell("a", { type: "pause" });
  room.wait(60_000);
  assertEquals(room.tell("a", { type: "ask_back", plays }), null);
  return room;
}

/** Somebody says that they are back. */
function back(room: TestRoom, ...memberIds: string[]): TestRoom {
  const rev = room.document.check?.rev ?? -1;
  return room.apply({ type: "ready", memberIds, rev });
}

Deno.test("[G13] everyone but the asker is waited for; once all are back the film goes on from where it stood", () => {
  const room = asked();
  assertEquals(awaitedIn(room.document), ["b", "c"]);
  const { position } = room.document.timeline;
  back(room, "b");
  assertEquals(awaitedIn(room.document), ["c"]);
  const { document } = room;
  assertEquals(back(room, "b").document, document);
  back(room, "c");
  assertEquals(room.document.check, null);
  assert(room.document.timeline.playing);
  assertEquals(room.document.timeline.position, position);
  assertEquals(room.document.timeline.at, room.nowMs + LEAD_MS);
});

Deno.test("[G13] a film that plays is paused by the question; where it was not wanted nothing starts", () => {
  const room = new TestRoom("a", "b");
  assertEquals(room.tell("a", { type: "ask_back", plays: false }), "no_video");
  room.tell("a", { type: "load", videoId: "v1" });
  room.ready("a", "b").wait(5000);
  assertEquals(
    room.tell("b", { type: "ask_back", plays: true }),
    "not_allowed",
  );
  assertEquals(room.tell("a", { type: "ask_back", plays: false }), null);
  assert(!room.document.timeline.playing);
  back(room, "b");
  assertEquals(room.document.check, null);
  assert(!room.document.timeline.playing);
});

Deno.test("[G13] whoever may control goes on without those who are missing, whatever was wanted for when all are back", () => {
  for (const plays of [true, false]) {
    const room = asked(plays);
    assertEquals(room.tell("b", { type: "continue" }), "not_allowed");
    assertEquals(room.tell("a", { type: "continue" }), null);
    assertEquals(room.document.check, null);
    assert(room.document.timeline.playing);
  }
});

Deno.test("[G13] who has come since is not asked; who reconnects has still answered; hidden pages are asked, too", () => {
  const room = asked();
  room.wait(1).join("d").hide("c");
  assertEquals(awaitedIn(room.document), ["b", "c"]);
  back(room, "b").disconnect("b").join("b", "c-b2");
  assertEquals(awaitedIn(room.document), ["c"]);
});

Deno.test("[G13] a line that is cut starts nothing; who is not back within the grace, or says good-bye, is not waited for", () => {
  const cut = back(asked(), "b").disconnect("c");
  assertEquals(awaitedIn(cut.document), ["c"]);
  cut.wait(HOST_GRACE_MS).apply({ type: "settle" });
  const left = back(asked(), "b");
  left.apply({ type: "leave", memberId: "c", connectionId: "c-c" });
  const sent = back(asked(), "b");
  sent.tell("a", { type: "remove_member", memberId: "c" });
  for (const { document } of [cut, left, sent]) {
    assertEquals(document.check, null);
    assert(document.timeline.playing);
  }
});

Deno.test("[G14] after two minutes nobody is asked any more, and nothing starts", () => {
  const room = asked();
  const { since = 0 } = room.document.check ?? {};
  assertEquals(nextSettleAt(room.document), since + READY_CHECK_MS);
  room.wait(READY_CHECK_MS - 1).apply({ type: "settle" });
  assert(room.document.check);
  room.wait(1).apply({ type: "settle" });
  assertEquals(room.document.check, null);
  assert(!room.document.timeline.playing);
});

Deno.test("[G14] it is over when the film goes on otherwise, and when another one is on, or none", () => {
  for (
    const command of [
      { type: "play" },
      { type: "load", videoId: "v2" },
    ] as const
  ) {
    const room = asked();
    assertEquals(room.tell("a", command), null);
    assertEquals(room.document.check, null, command.type);
  }
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  const { rev } = room.document;
  assertEquals(room.tell("a", { type: "ask_back", plays: true }), null);
  assert(room.document.check);
  assertEquals(room.tell("a", { type: "undo", rev }), null);
  assertEquals(room.document.video, null);
  assertEquals(room.document.check, null);
});

Deno.test("[G14] a seek and a speed leave the question as it is; an answer to an old one is none", () => {
  const room = asked();
  const { check } = room.document;
  assertEquals(room.tell("a", { type: "seek", position: 5 }), null);
  assertEquals(room.tell("a", { type: "rate", rate: 1.25 }), null);
  assertEquals(room.document.check, check);
  const { rev } = room.document.check ?? { rev: -1 };
  room.tell("a", { type: "ask_back", plays: true });
  const { document } = room;
  room.apply({ type: "ready", memberIds: ["b"], rev });
  assertEquals(room.document, document);
});

Deno.test("[R28] a restart ends the question: nothing starts by itself", () => {
  const { document, nowMs } = asked();
  const restored = restoreRoom(copyOf(document), { epoch: "e2", nowMs });
  assertEquals(restored.check ?? null, null);
  assert(!restored.timeline.playing);
});
