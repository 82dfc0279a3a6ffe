import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { extentOf } from "../shared/room/extent.ts";
import { MAX_LEAD_MS, NEXT_VIDEO_MS } from "../shared/limits.ts";
import type { LiveMedia } from "../shared/room/protocol.ts";
import { LEAD_MS, TestRoom } from "../../tests/support/rooms.ts";
import { positionIn } from "./document/position.ts";
import { nextSettleAt } from "./reducer.ts";

/** Programme time of the newest moment when test rooms begin, s: magnitudes as in life. */
const EDGE_S = 1_764_000_000;

/** A broadcast as a viewer sees it now. */
function seen(room: TestRoom, change: Partial<LiveMedia> = {}): LiveMedia {
  return {
    kind: "live",
    to: EDGE_S + (room.nowMs - 1_000_000) / 1000,
    at: room.nowMs,
    span: 120,
    holdBack: 12,
    moves: "both",
    ...change,
  };
}

function onAir(...ids: string[]): TestRoom {
  const room = new TestRoom(...ids);
  room.tell("a", { type: "load", videoId: "live" });
  room.wait(800).hear({ a: seen(room) });
  for (const id of ids) room.ready(id);
  return room;
}

/** How far the room is behind the newest moment, s. */
function behind(room: TestRoom, atMs = room.nowMs + LEAD_MS): number {
  return EDGE_S + (atMs - 1_000_000) / 1000 - positionIn(room.document, atMs);
}

Deno.test("[T2] a broadcast begins where it is live, less the hold-back", () => {
  const room = new TestRoom("a", "b");
  room.tell("a", { type: "load", videoId: "live" });
  assertEquals(extentOf(room.document, room.nowMs), null);
  assertEquals(
    room.tell("a", { type: "seek", position: EDGE_S }),
    "not_on_air",
  );
  room.wait(800).hear({ a: seen(room) });
  assertAlmostEquals(behind(room), 12, 1e-3);
  // It waits for everyone as any video does, and goes on from there.
  assertEquals(room.document.timeline.playing, false);
  room.ready("a", "b").wait(60_000);
  assertEquals(room.document.timeline.playing, true);
  assertAlmostEquals(behind(room), 12, 1e-3);
});

Deno.test("[T2] a rate of the last video does not outlive it", () => {
  const room = new TestRoom("a");
  room.tell("a", { type: "load", videoId: "v1" });
  room.tell("a", { type: "rate", rate: 1.5 });
  room.tell("a", { type: "load", videoId: "live" });
  assertEquals(room.document.timeline.rate, 1);
});

Deno.test("[T4] seeks lead into the window, for all the same", () => {
  const room = onAir("a");
  room.wait(30_000);
  for (
    const [to, isBehind] of [
      [EDGE_S - 60, 90 + 1],
      [EDGE_S + 1e6, 12],
      [5, 120 - 4 - 6],
    ] as const
  ) {
    assertEquals(room.tell("a", { type: "seek", position: to }), null);
    assertAlmostEquals(behind(room), isBehind, 0.01);
    room.ready("a");
  }
});

Deno.test("[T5] nobody is ahead of live: a fast room slows down as it gets there", () => {
  const room = onAir("a");
  assertEquals(
    room.tell("a", { type: "rate", rate: 2 }),
    "rate_out_of_range",
  );
  room.tell("a", { type: "seek", position: EDGE_S - 60 });
  room.ready("a");
  assertEquals(room.tell("a", { type: "rate", rate: 2 }), null);
  const dueMs = nextSettleAt(room.document) ?? NaN;
  room.wait(dueMs - room.nowMs).apply({ type: "settle" });
  const { timeline } = room.document;
  assertEquals(timeline.rate, 1);
  // Told beforehand, so that all slow down at one instant.
  assertAlmostEquals(timeline.at, dueMs + MAX_LEAD_MS, 1);
  assertAlmostEquals(behind(room, timeline.at), 12, 0.01);
  assertEquals(nextSettleAt(room.document), null);
});

Deno.test("[T6] a pause keeps its moment while the window does, then moves on with it", () => {
  const room = onAir("a");
  room.tell("a", { type: "pause" });
  const { position } = room.document.timeline;
  const dueMs = nextSettleAt(room.document) ?? NaN;
  assertAlmostEquals(dueMs - room.nowMs, 104_000 + LEAD_MS, 500);
  room.wait(dueMs - 1 - room.nowMs).apply({ type: "settle" });
  assertEquals(room.document.timeline.position, position);
  room.wait(1).apply({ type: "settle" });
  assertEquals(room.document.timeline.playing, false);
  assertAlmostEquals(room.document.timeline.position, position + 10, 1.5);
  // Not again at once.
  assert((nextSettleAt(room.document) ?? 0) > room.nowMs + 5000);
});

Deno.test("[T6] a window that keeps its start keeps every moment", () => {
  const room = new TestRoom("a");
  room.tell("a", { type: "load", videoId: "live" });
  room.hear({ a: seen(room, { moves: "end" }) }).ready("a");
  room.tell("a", { type: "pause" });
  assertEquals(nextSettleAt(room.document), null);
});

Deno.test("[T7] the end of the broadcast is the end of the video", () => {
  const room = onAir("a", "b", "c");
  room.tell("a", { type: "suggest", videoId: "v1" });
  room.wait(30_000);
  const over = seen(room, { moves: "none" });
  // One who errs does not end it.
  room.hear({ c: over });
  assertEquals(
    room.document.media?.kind === "live" && room.document.media.moves,
    "both",
  );
  room.hear({ a: over, b: over, c: over });
  const dueMs = nextSettleAt(room.document) ?? NaN;
  assertAlmostEquals(dueMs - room.nowMs, 12_000 + LEAD_MS + NEXT_VIDEO_MS, 500);
  room.wait(dueMs - room.nowMs).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v1");
});

Deno.test("[T7] a broadcast that is over begins at its beginning, and again at the end", () => {
  const room = new TestRoom("a");
  room.tell("a", { type: "load", videoId: "live" });
  room.hear({ a: seen(room, { moves: "none" }) }).ready("a");
  assertAlmostEquals(room.document.timeline.position, EDGE_S - 120, 1);
  room.wait(200_000);
  room.tell("a", { type: "play" });
  assertAlmostEquals(room.document.timeline.position, EDGE_S - 120, 1);
});

Deno.test("[T8] windows that are reported again, slightly different, are not news", () => {
  const room = onAir("a", "b");
  const { rev } = room.document;
  for (let n = 0; n < 30; n++) {
    room.wait(2000);
    const late = (n % 4) * 1.2;
    room.hear({
      a: seen(room, { to: seen(room).to - late }),
      b: seen(room, { span: 120 + late }),
    });
  }
  assertEquals(room.document.rev, rev);
});

Deno.test("[T9] a broadcast that stalls takes the room back with it, not its viewers apart", () => {
  const room = onAir("a");
  room.wait(30_000);
  const stuck = seen(room, { to: seen(room).to - 14 });
  room.hear({ a: stuck });
  assertAlmostEquals(behind(room), 14 + 12, 0.01);
  // A hiccup that the hold-back bridges changes nothing on screen.
  const other = onAir("a");
  other.wait(30_000);
  const { timeline } = other.document;
  other.hear({ a: seen(other, { to: seen(other).to - 7 }) });
  assert(other.document.timeline === timeline);
});

Deno.test("[T5] a pause before an announced change takes no place that is live only later", () => {
  const room = onAir("a");
  room.tell("a", { type: "rate", rate: 0.5 });
  room.wait(2000).tell("a", { type: "rate", rate: 2 });
  room.wait(200).apply({ type: "settle" });
  const { at } = room.document.timeline;
  assert(at > room.nowMs + LEAD_MS, "a change is announced for later");
  room.tell("a", { type: "pause" });
  assertAlmostEquals(behind(room), 12, 1e-3);
});

Deno.test("[T5] a wait that begins or ends before an announced change takes no such place, either", () => {
  const room = onAir("a", "b");
  room.tell("a", { type: "rate", rate: 0.5 });
  room.wait(2000).tell("a", { type: "rate", rate: 2 });
  room.wait(200).apply({ type: "settle" });
  const announced = room.document.timeline;
  room.apply({ type: "stalled", memberId: "b" });
  assert(room.document.gate, "the room waits for b");
  assertAlmostEquals(behind(room), 12, 1e-3);
  // As if the wait had been announced from farther away.
  const { position, at } = announced;
  const timeline = { ...room.document.timeline, position, at };
  room.document = { ...room.document, timeline };
  room.tell("a", { type: "continue" });
  assert(room.document.timeline.playing);
  assertAlmostEquals(behind(room), 12, 1e-3);
});

Deno.test("[T1] positions of a broadcast are exact, and in the window, in any history", () => {
  fc.assert(fc.property(
    fc.array(
      fc.record({
        ms: fc.integer({ min: 0, max: 40_000 }),
        press: fc.oneof(
          fc.constant({ type: "play" } as const),
          fc.constant({ type: "pause" } as const),
          fc.record({
            type: fc.constant("rate" as const),
            rate: fc.constantFrom(0.5, 1, 1.5, 2),
          }),
          fc.record({
            type: fc.constant("seek" as const),
            position: fc.double({
              min: EDGE_S - 500,
              max: EDGE_S + 500,
              noNaN: true,
            }),
          }),
        ),
      }),
      { maxLength: 30 },
    ),
    (steps) => {
      const room = onAir("a");
      for (const { ms, press } of steps) {
        // The hub's beat.
        const untilMs = room.nowMs + ms;
        for (;;) {
          const dueMs = nextSettleAt(room.document) ?? Infinity;
          if (dueMs > untilMs) break;
          room.wait(Math.max(0, dueMs - room.nowMs)).apply({ type: "settle" });
        }
        room.wait(untilMs - room.nowMs);
        room.tell("a", press);
        room.ready("a");
        const { at } = room.document.timeline;
        const back = behind(room, at);
        assert(back >= 12 - 1e-3, `${back} s behind the edge`);
        assert(back <= 120 - 4 + 1.001, `${back} s behind the edge`);
      }
    },
  ));
});
