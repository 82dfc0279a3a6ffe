import "@/tests/support/english.ts";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { lengthMismatchS, mismatchSentence } from "./mismatch.ts";

Deno.test("[W23] lengths that differ by more than a second are another copy", () => {
  const cases: [number | null, number | null, number | null][] = [
    [120, 120, null],
    [121, 120, null],
    [119, 120, null],
    [121.2, 120, 1.2],
    [100, 120, -20],
    [null, 120, null],
    [120, null, null],
    [Infinity, 120, null],
    [NaN, 120, null],
    [120, 0, null],
  ];
  for (const [media, room, expected] of cases) {
    const found = lengthMismatchS({ media, room });
    const rounded = found === null ? null : Math.round(found * 10) / 10;
    assertEquals(rounded, expected, `${media} beside ${room}`);
  }
});

Deno.test("[W23] the viewer is told how much, and what to do", () => {
  assertStringIncludes(mismatchSentence(12.4), "12 seconds longer");
  assertStringIncludes(mismatchSentence(-1.2), "1 second shorter");
  assertStringIncludes(mismatchSentence(-125), "2:05 shorter");
});
