import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Video } from "../../shared/video/video.ts";
import type { Paging } from "../catalogue/catalogue.ts";
import { createPager, type Entries } from "./paging.ts";

type Ask = (paging: Paging) => Promise<Entries>;

function videosOf(count: number): Video[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `v${n}`,
    title: `Video ${n}`,
    duration: 1,
    createdAt: "",
    kind: "video" as const,
  }));
}

/** How gateways take a wish for a page. */
const GATEWAYS: Record<string, (all: Video[]) => Ask> = {
  "pages as asked": (all) => ({ page, pageSize }) =>
    Promise.resolve(all.slice((page - 1) * pageSize, page * pageSize)),
  "gives everything": (all) => () => Promise.resolve(all),
  "gives the beginning": (all) => ({ pageSize }) =>
    Promise.resolve(all.slice(0, pageSize)),
};

for (const [name, gatewayOf] of Object.entries(GATEWAYS)) {
  Deno.test(`[V2] pages in any order are the pages of the list, from a gateway that ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 }),
        async (count, pageSize, pages) => {
          const all = videosOf(count);
          const pager = createPager();
          for (const page of pages) {
            const { videos, hasMore } = await pager.page(gatewayOf(all), {
              page,
              pageSize,
              list: "a",
            });
            const end = page * pageSize;
            assertEquals(videos, all.slice(end - pageSize, end));
            // A full last page may promise one that turns out empty.
            assert(hasMore ? end <= count : end >= count);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
}

Deno.test("[V2] a gateway that has shown that it pages is asked once a page", async () => {
  const all = videosOf(50);
  let calls = 0;
  const ask: Ask = ({ page, pageSize }) => {
    calls++;
    return Promise.resolve(all.slice((page - 1) * pageSize, page * pageSize));
  };
  const pager = createPager();
  await pager.page(ask, { page: 2, pageSize: 10, list: "a" });
  assertEquals(calls, 2);
  await pager.page(ask, { page: 3, pageSize: 10, list: "a" });
  await pager.page(ask, { page: 4, pageSize: 10, list: "a" });
  assertEquals(calls, 4);
});

Deno.test("[V2] a video that arrives meanwhile does not make the whole list a second page", async () => {
  const pager = createPager();
  let all = videosOf(9);
  const page = await pager.page(() => {
    const now = all;
    all = [{ ...videosOf(1)[0] as Video, id: "new" }, ...all];
    return Promise.resolve(now);
  }, { page: 2, pageSize: 10, list: "a" });
  assertEquals(page, { videos: [], hasMore: false });
});

/** What a gateway gave to somebody who looked through all of its list. */
async function lookThrough(gateway: Ask, pageSize: number) {
  const pager = createPager();
  let calls = 0;
  let given = 0;
  const seen: string[] = [];
  for (let page = 1;; page++) {
    const { videos, hasMore } = await pager.page(async (paging) => {
      calls++;
      const entries = await gateway(paging);
      given += entries.length;
      return entries;
    }, { page, pageSize, list: "a" });
    seen.push(...videos.map(({ id }) => id));
    if (!hasMore) return { calls, given, seen };
  }
}

for (
  const [name, calls] of [["pages as asked", 21], [
    "gives everything",
    1,
  ]] as const
) {
  Deno.test(`[V2] 620 entries of a gateway that ${name} are each fetched once`, async () => {
    const all = videosOf(620);
    const gateway = GATEWAYS[name]?.(all);
    assert(gateway);
    const { given, seen, ...made } = await lookThrough(gateway, 30);
    assertEquals(seen, all.map(({ id }) => id));
    assertEquals([made.calls, given], [calls, 620]);
  });
}

Deno.test("[V2] a list that gives ten, whatever is asked, ends after ten", async () => {
  for (const pageSize of [3, 10, 30]) {
    const { seen } = await lookThrough(
      () => Promise.resolve(videosOf(10)),
      pageSize,
    );
    assertEquals(seen.length, 10, `in pages of ${pageSize}`);
  }
});

Deno.test("[V11] entries that are left out count for the end of a list", async () => {
  const all = videosOf(9).map((video, n) => n % 3 === 0 ? video : null);
  const gateway: Ask = ({ page, pageSize }) =>
    Promise.resolve(all.slice((page - 1) * pageSize, page * pageSize));
  const { seen, calls } = await lookThrough(gateway, 2);
  assertEquals(seen, ["v0", "v3", "v6"]);
  assertEquals(calls, 5);
});
