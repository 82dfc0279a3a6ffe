import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Video } from "../../shared/video.ts";
import type { Paging } from "../videos/catalogue.ts";
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
