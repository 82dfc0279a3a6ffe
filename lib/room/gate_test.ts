import { assert, assertEquals } from "@std/assert";
import { LEAD_MS, START_MS, TestRoom } from "../testing/rooms.ts";

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
  room.apply({ type: "attend", memberId: "b", isHidden: true });
  room.tell("a", { type: "load", videoId: "v1" });
  assertEquals(room.document.gate?.waitingFor, ["a", "c", "d"]);
  room.apply({ type: "attend", memberId: "c", isHidden: true });
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
  room.apply({ type: "attend", memberId: "a", isHidden: true });
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
  room.wait(10_000).apply({ type: "stalled", memberId: "b" });
  assertEquals(room.document.gate, null);
  room.wait(50_000).apply({ type: "stalled", memberId: "b" });
  assert(room.document.gate);
});

Deno.test("[G6] hidden, unknown and waiting viewers cannot stall a room", () => {
  const room = watching("a", "b");
  room.apply({ type: "attend", memberId: "b", isHidden: true });
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

Deno.test("[R11] play at the end begins anew, also while the room waits there", () => {
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
