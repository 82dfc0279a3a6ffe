import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { clamp, median, percentile } from "./stats.ts";

Deno.test("[L7] median(), percentile() and clamp() of a few lists", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([4, 1, 2, 3]), 2.5);
  assertEquals(median([]), NaN);
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  assertEquals(percentile(hundred, 0), 1);
  assertEquals(percentile(hundred, 0.5), 50);
  assertEquals(percentile(hundred, 0.95), 95);
  assertEquals(percentile(hundred, 1), 100);
  assertEquals(percentile([], 0.5), NaN);
  assertEquals(clamp(5, { min: 0, max: 3 }), 3);
  assertEquals(clamp(-5, { min: 0, max: 3 }), 0);
});

Deno.test("[L7] a share of a list lies at or below its percentile, and no smaller value does", () => {
  const lists = fc.array(fc.integer(), { minLength: 1 });
  fc.assert(fc.property(
    lists,
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    (values, share) => {
      const found = percentile(values, share);
      const within = (bound: number) =>
        values.filter((value) => value <= bound).length / values.length;
      assertEquals(values.includes(found), true);
      assertEquals(within(found) >= share - 1e-12, true);
      assertEquals(
        values.every((v) => v >= found || within(v) < share),
        true,
      );
    },
  ));
});
