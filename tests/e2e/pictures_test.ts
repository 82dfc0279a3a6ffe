import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { assertTogether, MAX_SKEW_MS, placesOf, skewsOf } from "./pictures.ts";

/** A picture every 40 ms, of a film that is so much ahead. */
function film(aheadMs: number, { fromMs = 0, count = 10 } = {}) {
  return Array.from({ length: count }, (_, n) => ({
    placeMs: n * 40 + fromMs + aheadMs,
    atMs: n * 40 + fromMs,
  }));
}

Deno.test("the distance of viewers is that of the two who are furthest apart", () => {
  for (const skew of skewsOf([film(0), film(-30), film(55, { fromMs: 7 })])) {
    assertAlmostEquals(skew, 85);
  }
});

Deno.test("a picture without another at the time counts for nothing", () => {
  assertEquals(skewsOf([film(0), film(0, { fromMs: 5000 })]), []);
  assertEquals(skewsOf([film(0), film(0), []]), []);
});

Deno.test("on a loop the shorter way counts", () => {
  for (const skew of skewsOf([film(0), film(23_970)], 24_000)) {
    assertAlmostEquals(skew, 30);
  }
});

Deno.test("a number that was read late moves no picture", () => {
  const pictures = Array.from({ length: 30 }, (_, n) => ({
    // The loop ends in between, and each seventh is read late.
    number: (590 + n + (n % 7 === 3 ? 2 : 0)) % 600,
    mediaMs: 1000 + n * 40,
    atMs: n * 40,
  }));
  const places = placesOf(pictures, { fps: 25, loop: 600 });
  for (const [n, { placeMs }] of places.entries()) {
    const onLoop = (placeMs + 24_000) % 24_000;
    assertAlmostEquals(onLoop, (590 + n) % 600 * 40);
  }
});

Deno.test("who is apart fails, and so does a measurement of too few pictures", () => {
  const skews = (ms: number, count = 21) => Array<number>(count).fill(ms);
  const options = { what: "here", count: 20 };
  assertTogether(skews(MAX_SKEW_MS - 1), options);
  assertTogether([...skews(0, 20), 5000], options);
  for (const wrong of [skews(MAX_SKEW_MS), skews(0, 20), []]) {
    assertThrows(() => assertTogether(wrong, options), Error, "here");
  }
});
