import { assertEquals } from "@std/assert";
import { chapterAt, sliceAt } from "./extras_at.ts";

const CHAPTERS = [
  { start: 5, title: "Start" },
  { start: 20, title: "Middle" },
];

Deno.test("[W40] chapterAt() is the last chapter that has begun", () => {
  for (
    const [position, title] of [
      [0, undefined],
      [4.9, undefined],
      [5, "Start"],
      [19.99, "Start"],
      [20, "Middle"],
      [1e6, "Middle"],
    ] as const
  ) {
    assertEquals(chapterAt(CHAPTERS, position)?.title, title, `${position}`);
  }
  assertEquals(chapterAt([], 3), null);
});

Deno.test("[W41] sliceAt() stays inside the strip, whatever is pointed at", () => {
  for (
    const [position, duration, slice] of [
      [0, 60, 0],
      [5.99, 60, 0],
      [6, 60, 1],
      [59.9, 60, 9],
      [60, 60, 9],
      [70, 60, 9],
      [-1, 60, 0],
      [3, 0, 0],
      [3, NaN, 0],
    ] as const
  ) {
    assertEquals(
      sliceAt({ position, duration }, 10),
      slice,
      `${position} of ${duration}`,
    );
  }
});
