import { assertEquals } from "@std/assert";
import { runningSince } from "../../tests/support/simulated_device.ts";
import { joinAt } from "./join.ts";

Deno.test("[S2] [W36] media is joined ahead of a room that plays, and where there is a picture", () => {
  const playing = runningSince(0, { position: 10 });
  const paused = { ...playing, playing: false };
  const cases: [string, number, number | null, number][] = [
    ["playing", 5000, 100, 16],
    ["playing", 5000, null, 16],
    ["nearly over", 89_000, 100, 99.5],
    ["long over", 1_000_000, 100, 99.5],
  ];
  for (const [what, roomNowMs, duration, expected] of cases) {
    assertEquals(joinAt(playing, { roomNowMs, duration }), expected, what);
  }
  assertEquals(joinAt(paused, { roomNowMs: 5000, duration: 100 }), 10);
  const atEnd = { ...paused, position: 100 };
  assertEquals(joinAt(atEnd, { roomNowMs: 0, duration: 100 }), 99.5);
  // Who begins a film sees its first picture, however short it is.
  const begins = runningSince(1000, { position: 0 });
  assertEquals(joinAt(begins, { roomNowMs: 0, duration: 100 }), 0);
  assertEquals(joinAt(playing, { roomNowMs: 0, duration: 0.2 }), 0);
});
