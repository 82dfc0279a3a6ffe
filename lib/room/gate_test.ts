import { assert, assertEquals } from "@std/assert";
import { LEAD_MS, START_MS, TestRoom } from "../../tests/support/rooms.ts";

/** A (host) and B watch; the gate of the load has been passed. */
function watching(...ids: string[]): TestRoom {
  const room = new TestRoom(...ids);
  assertEquals(room.tell("a", { type: "load", videoId: "v1" }), null);
  return room.ready(...ids).wait(1000);
}

Deno.test("[G1] after a load the timeline stands at 0 until everyone is ready", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(room.document.timeline.playing, false);
  assertEquals(room.document.gate?.waitingFor, ["a", "b"]);
  room.wait(300).ready("a");
  assertEquals(room.document.gate?.waitingFor, ["b"]);
  room.wait(300).ready("b");
  assertEquals(room.document.gate, null);
  const { playing, position, at } = room.document.timeline;
  assertEquals([playing, position], [true, 0]);
  assertEquals(at, START_MS + 600 + LEAD_MS);
});

Deno.test("[G1] a seek while playing waits at its place, a seek while paused waits for nobody", () => {
  const room = watching("a", "b");
  room.tell("a", { type: "seek", position: 40 });
  assertEquals(room.document.gate?.reason, "seek");
  room.ready("a", "b");
  assertEquals(room.document.timeline.playing, true);
  assertEquals(room.document.timeline.position, 40);
  room.tell("a", { type: "pause" });
  room.tell("a", { type: "seek", position: 10 });
  assertEquals(room.document.gate, null);
  assertEquals(room.document.timeline.playing, false);
});

Deno.test("[G2] the wait ends after 5 s, whoever is missing", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  room.wait(4999).apply({ type: "settle" });
  assert(room.document.gate);
  room.wait(1).apply({ type: "settle" });
  assertEquals(room.document.gate, null);
  assertEquals(room.document.timeline.playing, true);
});

Deno.test("[G3] whoever may control can go on without the others, nobody else", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(room.tell("b", { type: "continue" }), "not_allowed");
  assertEquals(room.tell("a", { type: "continue" }), null);
  assertEquals(room.document.gate, null);
  assertEquals(room.document.timeline.playing, true);
});

Deno.test("[G3] play goes on, pause stays, both end the wait", () => {
  for (const type of ["play", "pause"] as const) {
    const room = new TestRoom("a", "b");
    room.tell("a", { type: "load", videoId: "v1" });
    room.tell("a", { type });
    assertEquals(room.document.gate, null);
    assertEquals(room.document.timeline.playing, type === "play");
  }
});

Deno.test("[G4] nobody waits for who is hidden, has left or lost the connection", () => {
  const room = new TestRoom("a", "b", "c", "d");
  room.hide("b");
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(room.document.gate?.waitingFor, ["a", "c", "d"]);
  room.hide("c");
  room.disconnect("d");
  assertEquals(room.document.gate?.waitingFor, ["a"]);
  room.apply({
    type: "leave",
    memberId: "a",
    connectionId: "c-a",
  });
  assertEquals(room.document.gate, null);
  assertEquals(room.document.timeline.playing, true);
});

Deno.test("[G4] a room of hidden viewers plays at once", () => {
  const room = new TestRoom("a");
  room.hide("a");
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(room.document.gate, null);
  assertEquals(room.document.timeline.playing, true);
});

Deno.test("[G5] everybody waits for a stalled viewer, at the place that was reached", () => {
  const room = watching("a", "b");
  room.wait(9000);
  const before = room.document.timeline;
  room.apply({ type: "stalled", memberId: "b" });
  assertEquals(room.document.gate?.waitingFor, ["b"]);
  const { playing, position, at } = room.document.timeline;
  assertEquals(playing, false);
  assertEquals(position, (at - before.at) / 1000);
  room.ready("b");
  assertEquals(room.document.timeline.playing, true);
  assertEquals(room.document.timeline.position, position);
});

Deno.test("[G6] a stall that outlasts the gate stops nobody for the next minute", () => {
  const room = watching("a", "b");
  room.apply({ type: "stalled", memberId: "b" });
  room.wait(5000).apply({ type: "settle" });
  assertEquals(room.document.timeline.playing, true);
  room.wait(10_000);
  assertEquals(room.stall("b"), "not_waited_for");
  assertEquals(room.document.gate, null);
  room.wait(49_999);
  assertEquals(room.stall("b"), "not_waited_for");
  room.wait(1);
  assertEquals(room.stall("b"), null);
  assert(room.document.gate);
});

Deno.test("[G9] a guest who stalls and is ready by turns stops the room three times a minute", () => {
  const room = watching("a", "b");
  let stops = 0;
  for (let n = 0; n < 200; n++) {
    if (room.stall("b") === null) stops++;
    room.wait(50);
    if (room.document.gate) room.ready("b");
    room.wait(50).apply({ type: "settle" });
  }
  assertEquals(stops, 3);
  assertEquals(room.stall("b"), "not_waited_for");
  // Others have their own.
  assertEquals(room.stall("a"), null);
});

Deno.test("[G9] a guest who is ready just before the wait ends cannot hold the room for good", () => {
  const room = watching("a", "b");
  const startMs = room.nowMs;
  let stoodMs = 0;
  while (room.nowMs - startMs < 600_000) {
    room.stall("b");
    const { gate } = room.document;
    room.wait(4900).apply({ type: "settle" });
    if (gate) stoodMs += Math.min(4900, gate.until - gate.since);
    if (room.document.gate) room.ready("b");
    room.wait(100).apply({ type: "settle" });
    // The film must not end meanwhile.
    room.tell("a", { type: "seek", position: 1 });
    room.ready("a", "b");
  }
  assert(stoodMs <= 10 * 5000, `stood for ${stoodMs} ms in ten minutes`);
});

Deno.test("[G9] leaving and coming back gives nobody more patience", () => {
  const room = watching("a", "b");
  room.stall("b");
  room.wait(5000).apply({ type: "settle" });
  for (const how of ["leave", "disconnect"] as const) {
    room.apply({ type: how, memberId: "b", connectionId: "c-b" });
    room.wait(1000).join("b");
    assertEquals(room.stall("b"), "not_waited_for", how);
  }
  // Who leaves in the middle of it has had their part, too.
  const other = watching("a", "b");
  for (let n = 0; n < 3; n++) {
    assertEquals(other.stall("b"), null);
    other.apply({ type: "leave", memberId: "b", connectionId: "c-b" });
    other.join("b");
  }
  assertEquals(other.stall("b"), "not_waited_for");
});

Deno.test("[G11] who outlasts the wait of a load is not waited for during a minute, whoever else is", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  room.wait(1000).ready("a");
  room.wait(4000).apply({ type: "settle" });
  room.tell("a", { type: "seek", position: 9 });
  assertEquals(room.document.gate?.waitingFor, ["a"]);
  room.ready("a").wait(60_000).tell("a", { type: "seek", position: 8 });
  assertEquals(room.document.gate?.waitingFor, ["a", "b"]);
});

Deno.test("[G11] what everybody needs to load costs nobody anything; a viewer who takes long each time is left behind", () => {
  const room = watching("a", "b");
  for (let n = 0; n < 20; n++) {
    room.tell("a", { type: "seek", position: n });
    assertEquals(room.document.gate?.waitingFor, ["a", "b"]);
    room.wait(1900).ready("a", "b");
  }
  let waits = 0;
  for (let n = 0; n < 10; n++) {
    room.tell("a", { type: "seek", position: n });
    if (!room.document.gate?.waitingFor.includes("b")) continue;
    waits++;
    room.ready("a").wait(4900).ready("b");
  }
  assertEquals(waits, 2);
});

Deno.test("[G10] with several pages a person is hidden when all of them are", () => {
  const room = new TestRoom("a", "b");
  room.join("b", "c-b2");
  room.hide("b");
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(room.document.gate?.waitingFor, ["a", "b"]);
  room.hide("b", "c-b2");
  assertEquals(room.document.gate?.waitingFor, ["a"]);
  assertEquals(room.document.members[1]?.isHidden, true);
  // The page that is left over decides.
  room.hide("b", "c-b", false);
  assertEquals(room.document.members[1]?.isHidden, false);
  room.apply({ type: "disconnect", memberId: "b", connectionId: "c-b" });
  assertEquals(room.document.members[1]?.isHidden, true);
  room.join("b", "c-b3");
  assertEquals(room.document.members[1]?.isHidden, false);
});

Deno.test("[G6] hidden, unknown and waiting viewers cannot stall a room", () => {
  const room = watching("a", "b");
  room.hide("b");
  const { rev } = room.document;
  room.apply({ type: "stalled", memberId: "b" });
  room.apply({ type: "stalled", memberId: "x" });
  assertEquals(room.document.rev, rev);
});

Deno.test("[G6] nobody stalls at the end of a video", () => {
  const room = watching("a", "b").wait(100_000);
  const { rev } = room.document;
  room.apply({ type: "stalled", memberId: "b" });
  assertEquals(room.document.rev, rev);
});

Deno.test("[R11] play at the end starts over, also while the room waits there", () => {
  const room = watching("a", "b");
  room.tell("a", { type: "seek", position: 100 });
  assert(room.document.gate);
  room.tell("a", { type: "play" });
  assertEquals(room.document.timeline.position, 0);
  assertEquals(room.document.timeline.playing, true);
});

Deno.test("[G7] readiness for another gate changes nothing", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  const old = room.document.gate?.rev ?? 0;
  room.tell("a", { type: "seek", position: 5 });
  const { gate } = room.document;
  assert(gate && gate.rev > old);
  room.apply({ type: "ready", memberIds: ["a", "b"], rev: old });
  assertEquals(room.document.gate, gate);
});

Deno.test("[G8] without waitForAll there is no gate; turning it off ends one", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(
    room.tell("b", { type: "set_wait", waitForAll: false }),
    "not_allowed",
  );
  room.tell("a", { type: "set_wait", waitForAll: false });
  assertEquals(room.document.gate, null);
  assertEquals(room.document.timeline.playing, true);
  room.tell("a", { type: "seek", position: 9 });
  assertEquals(room.document.gate, null);
});
