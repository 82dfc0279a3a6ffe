import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { RoomMedia } from "../shared/room/protocol.ts";
import { NEXT_VIDEO_MS } from "../shared/limits.ts";
import { TestRoom } from "../../tests/support/rooms.ts";
import { UNTOLD_MS } from "../shared/room/next_video.ts";
import { nextSettleAt } from "./reducer.ts";

function film(duration: number): RoomMedia {
  return { kind: "recorded", duration };
}

/** A is host; a video plays, and another waits. */
function playing(videoId: string, ...ids: string[]): TestRoom {
  const room = new TestRoom(...ids);
  room.tell("a", { type: "load", videoId });
  room.tell("a", { type: "suggest", videoId: "v1" });
  for (const id of ids) room.ready(id);
  return room;
}

function duration({ document }: TestRoom): number | null {
  return document.media?.kind === "recorded" ? document.media.duration : null;
}

Deno.test("[R60] without a known length nothing bounds a film but its beginning", () => {
  const room = playing("v0", "a");
  assertEquals(room.tell("a", { type: "seek", position: 5000 }), null);
  assertEquals(
    room.tell("a", { type: "seek", position: -1 }),
    "position_out_of_range",
  );
  room.ready("a").wait(10_000);
  room.tell("a", { type: "pause" });
  assertEquals(room.document.timeline.position, 5010);
});

Deno.test("[R60] the media's own length bounds it, whatever the catalogue says", () => {
  const room = playing("short", "a").hear({ a: film(90) });
  assertEquals(room.tell("a", { type: "seek", position: 89 }), null);
  assertEquals(
    room.tell("a", { type: "seek", position: 91 }),
    "position_out_of_range",
  );
});

Deno.test("[R62] a video of unknown length is not skipped in the queue", () => {
  const room = playing("v0", "a");
  room.wait(3_600_000).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v0");
  assertEquals(nextSettleAt(room.document), null);
});

Deno.test("[R62] the next video starts when the media ends, not when the catalogue says", () => {
  const room = playing("short", "a").hear({ a: film(90) });
  const endMs = room.document.timeline.at + 90_000 + NEXT_VIDEO_MS;
  assertEquals(nextSettleAt(room.document), endMs);
  room.wait(endMs - 1 - room.nowMs).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "short");
  room.wait(1).apply({ type: "settle" });
  assertEquals(room.document.video?.id, "v1");
  assertEquals(room.document.media, null);
});

Deno.test("[R62] where nobody can say how long it is, the catalogue's length ends it late", () => {
  const room = playing("short", "a");
  assertEquals(
    nextSettleAt(room.document),
    room.document.timeline.at + UNTOLD_MS + NEXT_VIDEO_MS,
  );
});

Deno.test("[R61] who lies alone changes nothing, first or last", () => {
  const room = playing("v1", "a", "b", "c").hear({ c: film(2) });
  assertEquals(duration(room), 100);
  room.hear({ a: film(90), b: film(90.3), c: film(2) });
  assertEquals(duration(room), 90.3);
  room.hear({ a: film(90), b: film(90.3), c: film(3600) });
  assertEquals(duration(room), 90.3);
});

Deno.test("[R61] without a majority the host decides", () => {
  const room = playing("v0", "a", "b").hear({ a: film(90), b: film(2) });
  assertEquals(duration(room), 90);
  room.hear({ b: film(2) });
  assertEquals(duration(room), 90);
});

Deno.test("[R61] a host with another copy is outvoted", () => {
  const room = playing("v0", "a", "b", "c")
    .hear({ a: film(60), b: film(90), c: film(90) });
  assertEquals(duration(room), 90);
});

Deno.test("[R61] nobody who has left, and no word about another video, counts", () => {
  const room = playing("v0", "a", "b").disconnect("a");
  room.hear({ a: film(60), b: film(90), z: film(5) });
  assertEquals(duration(room), 90);
  room.apply({
    type: "media_reported",
    reports: { b: { videoId: "v1", media: film(5) } },
  });
  assertEquals(duration(room), 90);
});

Deno.test("[R61] in any room, fewer than half without the host cut nothing short", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 9 }),
    fc.array(fc.double({ min: 0.1, max: 6000, noNaN: true }), {
      maxLength: 9,
    }),
    (honest, lies) => {
      const liars = lies.slice(0, honest - 1);
      const good = Array.from({ length: honest }, (_, i) => i ? `g${i}` : "a");
      const room = playing("v0", ...good, ...liars.map((_, i) => `l${i}`));
      const said = (length: number) =>
        Object.fromEntries(good.slice(0, length).map((id) => [id, film(90)]));
      const lying = Object.fromEntries(
        liars.map((length, i) => [`l${i}`, film(length)]),
      );
      // Whatever the order in which they come.
      room.hear({ ...lying }).hear({ ...lying, ...said(1) })
        .hear({ ...lying, ...said(honest) });
      assert(Math.abs((duration(room) ?? 0) - 90) <= 1);
    },
  ));
});

Deno.test("[R61] small differences between copies are no news to everyone", () => {
  const room = playing("v0", "a", "b").hear({ a: film(90) });
  const { rev } = room.document;
  room.hear({ a: film(90.1), b: film(89.9) });
  assertEquals(room.document.rev, rev);
});
