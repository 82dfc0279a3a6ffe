import { assertEquals } from "@std/assert";
import { MEDIA_GRANT_TTL_S } from "../../shared/limits.ts";
import { keepGrant } from "./media_grant.ts";

const ORIGIN = "https://app.example";
const MASTER = `${ORIGIN}/api/videos/0_a/manifest.m3u8?grant=one`;
const CHILD = `${ORIGIN}/api/videos/0_a/manifest.m3u8?grant=one&target=t`;
const LATE_MS = MEDIA_GRANT_TTL_S * 900;

Deno.test("[M7] a grant that is about to end is renewed once for all who ask, and fits old addresses", async () => {
  let nowMs = 0;
  let asked = 0;
  const keeper = keepGrant({
    manifestUrl: MASTER,
    renew: () =>
      Promise.resolve({ manifestUrl: MASTER.replace("one", `new${++asked}`) }),
    now: () => nowMs,
  });
  assertEquals(await keeper.fresh(CHILD), CHILD);
  nowMs = LATE_MS;
  const both = await Promise.all([keeper.fresh(CHILD), keeper.fresh(CHILD)]);
  assertEquals(both, Array(2).fill(CHILD.replace("one", "new1")));
  assertEquals(await keeper.fresh(CHILD), CHILD.replace("one", "new1"));
  assertEquals(asked, 1);
});

Deno.test("[M7] addresses of others, and media without a grant, stay as they are", async () => {
  let nowMs = 0;
  const renew = () => Promise.reject(new Error("not expected"));
  const now = () => nowMs;
  const keeper = keepGrant({ manifestUrl: MASTER, renew, now });
  const sample = keepGrant({
    manifestUrl: "/samples/a/master.m3u8",
    renew,
    now,
  });
  nowMs = LATE_MS;
  const segment = "https://cfvod.kaltura.com/seg-1.ts?grant=theirs";
  assertEquals(await keeper.fresh(segment), segment);
  assertEquals(await sample.fresh(CHILD), CHILD);
});

Deno.test("[M7] a renewal that fails leaves the old grant, and is tried again", async () => {
  let nowMs = 0;
  let asked = 0;
  const keeper = keepGrant({
    manifestUrl: MASTER,
    renew: () =>
      ++asked === 1
        ? Promise.reject(new Error("offline"))
        : Promise.resolve({ manifestUrl: MASTER.replace("one", "two") }),
    now: () => nowMs,
  });
  nowMs = LATE_MS;
  assertEquals(await keeper.fresh(CHILD), CHILD);
  assertEquals(await keeper.fresh(CHILD), CHILD.replace("one", "two"));
});
