import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { qualities } from "./quality.ts";

Deno.test("[W4] qualities come best first, named by their height", () => {
  assertEquals(
    qualities([
      { id: 0, height: 360, bitrate: 400_000 },
      { id: 1, height: 1080, bitrate: 4_000_000 },
      { id: 2, height: 720, bitrate: 2_000_000 },
    ]).map(({ id, label }) => [id, label]),
    [[1, "1080p"], [2, "720p"], [0, "360p"]],
  );
});

Deno.test("[W4] equal heights are told apart by bit rate, and twins are one", () => {
  assertEquals(
    qualities([
      { id: 0, height: 720, bitrate: 900_000 },
      { id: 1, height: 720, bitrate: 2_400_000 },
      { id: 2, height: 720, bitrate: 2_400_000 },
      { id: 3, bitrate: 64_000 },
      { id: 4 },
    ]).map(({ id, label }) => [id, label]),
    [
      [1, "720p, 2.4 Mbit/s"],
      [0, "720p, 900 kbit/s"],
      [3, "64 kbit/s"],
      [4, "Sound only"],
    ],
  );
});
