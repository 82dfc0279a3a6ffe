import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { runningSince } from "../../tests/support/simulated_device.ts";
import { targetAt } from "./target.ts";

Deno.test("[S2] targetAt() is position plus played time, inside the video", () => {
  const timeline = runningSince(1000, { position: 10, rate: 1.5 });
  const cases: [number, number | null, number][] = [
    [1000, 100, 10],
    [0, 100, 10],
    [3000, 100, 13],
    [1_000_000, 100, 100],
    [3000, null, 13],
  ];
  for (const [roomNowMs, duration, expected] of cases) {
    assertEquals(targetAt(timeline, { roomNowMs, duration }), expected);
  }
  const paused = { ...timeline, playing: false };
  assertEquals(targetAt(paused, { roomNowMs: 9e9, duration: 100 }), 10);
});

Deno.test("[S2] the target is finite and inside the video for every finite timeline", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const timelines = fc.record({
    playing: fc.boolean(),
    position: finite,
    rate: fc.double({ min: 0.25, max: 2, noNaN: true }),
    at: fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  });
  const rooms = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  fc.assert(fc.property(timelines, rooms, (change, roomNowMs) => {
    const timeline = runningSince(0, change);
    const target = targetAt(timeline, { roomNowMs, duration: 60 });
    assert(target >= 0 && target <= 60);
  }));
});
