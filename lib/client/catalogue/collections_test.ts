import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Collection, VideoPage } from "../../shared/video/video.ts";
import type { Browser } from "../model/catalogue.ts";
import { createCatalogue } from "./catalogue.ts";
import { createCollections } from "./collections.ts";

const EMPTY: VideoPage = { videos: [], page: 1, pageSize: 30, hasMore: true };
const EVENING: Collection = { id: "playlist:1_a", title: "Evening" };

Deno.test("[W46] a collection is listed page by page, and a search is of everything", async () => {
  const asked: string[] = [];
  const catalogue = createCatalogue({
    videos(query, { page, collection = "all" }) {
      asked.push(`${collection} "${query}" ${page}`);
      return Promise.resolve(EMPTY);
    },
  });
  await catalogue.browseIn(EVENING.id);
  await catalogue.more();
  assertEquals(catalogue.collection.value, EVENING.id);
  // As after a failure: what was asked for is asked for again.
  await catalogue.browse("");
  await catalogue.browse("tide");
  assertEquals(catalogue.collection.value, null);
  await catalogue.browse("");
  assertEquals(asked, [
    `${EVENING.id} "" 1`,
    `${EVENING.id} "" 2`,
    `${EVENING.id} "" 1`,
    'all "tide" 1',
    'all "" 1',
  ]);
});

Deno.test("[W46] collections are asked for once the catalogue has answered, until they come", async () => {
  const browser = signal<Browser>({ state: "loading" });
  const answer = (samplesBecause: string | null): Browser => ({
    state: "ready",
    videos: [],
    query: "",
    more: "no",
    samplesBecause,
  });
  let asked = 0;
  const collections = createCollections({
    browser,
    api: {
      collections() {
        asked++;
        return asked === 1
          ? Promise.reject(new Error("away"))
          : Promise.resolve([EVENING]);
      },
    },
  });
  const stop = collections.start();
  assertEquals(asked, 0);
  for (let n = 0; n < 3; n++) {
    browser.value = answer(null);
    await settled();
  }
  assertEquals([asked, collections.list.value], [2, [EVENING]]);
  browser.value = answer("The video library does not answer.");
  await settled();
  assertEquals(asked, 3, "samples have others");
  stop();
});

/** Lets everything that is under way come to rest. */
async function settled(): Promise<void> {
  for (let n = 0; n < 10; n++) await Promise.resolve();
}
