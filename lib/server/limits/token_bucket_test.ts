import { assert, assertEquals } from "@std/assert";
import { createBucket, takeToken } from "./token_bucket.ts";

const LIMITS = { perS: 20, burst: 40 };

Deno.test("[R23] a bucket gives its burst at once, then its rate, and a clock that goes back gives nothing", () => {
  let bucket = createBucket(LIMITS, 0);
  const take = (nowMs: number) => {
    const next = takeToken(bucket, { limits: LIMITS, nowMs });
    if (next) bucket = next;
    return next !== null;
  };
  for (let n = 0; n < 40; n++) assert(take(0));
  assertEquals(take(0), false);
  assertEquals(take(49), false);
  assert(take(50));
  assertEquals(take(-1_000_000), false);
  let granted = 0;
  for (let ms = 3_600_000; ms < 3_601_000; ms++) if (take(ms)) granted++;
  assertEquals(granted, 40 + 19, "an hour's rest fills one burst, no more");
});
