import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { DomainError } from "../../shared/errors.ts";
import type { VideoPage } from "../../shared/video/video.ts";
import { MAX_RETRY_MS } from "../retry/backoff.ts";
import { createCatalogue } from "./catalogue.ts";

/** A page of videos numbered from `from`. */
function videos(
  from: number,
  count: number,
  { hasMore = count === 30 } = {},
): VideoPage {
  const videos = Array.from({ length: count }, (_, n) => ({
    id: `v${from + n}`,
    title: `Video ${from + n}`,
    duration: 60,
    createdAt: "2026-01-01T00:00:00Z",
    kind: "video" as const,
  }));
  return { videos, page: 1, pageSize: 30, hasMore };
}

/** A catalogue over pages that a test answers by hand. */
function setUp() {
  const asked: {
    query: string;
    page: number;
    answer: PromiseWithResolvers<VideoPage>;
  }[] = [];
  const catalogue = createCatalogue({
    videos(query, { page }) {
      const answer = Promise.withResolvers<VideoPage>();
      asked.push({ query, page, answer });
      return answer.promise;
    },
  });
  const shown = () => {
    const browser = catalogue.browser.peek();
    return browser.state === "ready"
      ? {
        count: browser.videos.length,
        more: browser.more,
        query: browser.query,
      }
      : browser;
  };
  return { asked, catalogue, shown };
}

Deno.test("[U11] pages are put one after the other, until the server knows of no more", async () => {
  const { asked, catalogue, shown } = setUp();
  const first = catalogue.browse("tide");
  asked[0]?.answer.resolve(videos(0, 30));
  await first;
  assertEquals(shown(), { count: 30, more: "yes", query: "tide" });
  const second = catalogue.more();
  assertEquals(shown(), { count: 30, more: "loading", query: "tide" });
  await catalogue.more();
  asked[1]?.answer.resolve(videos(29, 12));
  await second;
  assertEquals(asked.map(({ query, page }) => [query, page]), [
    ["tide", 1],
    ["tide", 2],
  ]);
  assertEquals(shown(), { count: 41, more: "no", query: "tide" });
});

Deno.test("[U11] a page that did not come is asked for again, and what is shown stays", async () => {
  const { asked, catalogue, shown } = setUp();
  const first = catalogue.browse("");
  asked[0]?.answer.resolve(videos(0, 30));
  await first;
  const failing = catalogue.more();
  asked[1]?.answer.reject(new DomainError("internal", "No."));
  await failing;
  assertEquals(shown(), { count: 30, more: "failed", query: "" });
  const again = catalogue.more();
  asked[2]?.answer.resolve(videos(30, 30));
  await again;
  assertEquals([asked[2]?.page, shown()], [
    2,
    { count: 60, more: "yes", query: "" },
  ]);
});

Deno.test("[U11] [V11] a short page is not the last one, unless the server says so", async () => {
  const { asked, catalogue, shown } = setUp();
  const first = catalogue.browse("");
  asked[0]?.answer.resolve(videos(0, 28, { hasMore: true }));
  await first;
  assertEquals(shown(), { count: 28, more: "yes", query: "" });
  const second = catalogue.more();
  asked[1]?.answer.resolve(videos(28, 30, { hasMore: false }));
  await second;
  assertEquals(shown(), { count: 58, more: "no", query: "" });
});

Deno.test("[U11] a search that failed keeps its question", async () => {
  const { asked, catalogue, shown } = setUp();
  const search = catalogue.browse("tide");
  asked[0]?.answer.reject(new DomainError("internal", "No answer."));
  await search;
  assertEquals(shown(), {
    state: "failed",
    reason: "No answer.",
    query: "tide",
    isRetrying: false,
  });
});

Deno.test("[U25] a list that did not come is asked for again without a press, until somebody asks for another", async () => {
  using time = new FakeTime();
  const { asked, catalogue, shown } = setUp();
  const away = new DomainError("gateway_busy", "Busy.", { status: 503 });
  const first = catalogue.browse("tide");
  asked[0]?.answer.reject(away);
  await first;
  const failed = { state: "failed", reason: "Busy.", query: "tide" } as const;
  assertEquals(shown(), { ...failed, isRetrying: true });
  await time.tickAsync(MAX_RETRY_MS);
  assertEquals(asked.map(({ query }) => query), ["tide", "tide"]);
  // Told for as long as it lasts.
  assertEquals(shown(), { ...failed, isRetrying: true });
  asked[1]?.answer.reject(away);
  await time.runMicrotasks();
  const other = catalogue.browse("orbit");
  asked[2]?.answer.resolve(videos(0, 2));
  await other;
  await time.tickAsync(2 * MAX_RETRY_MS);
  assertEquals(asked.length, 3);
  assertEquals(shown(), { count: 2, more: "no", query: "orbit" });
  catalogue.dispose();
});

Deno.test("[U11] the newest question wins, also over a page that is late", async () => {
  const { asked, catalogue, shown } = setUp();
  const first = catalogue.browse("");
  asked[0]?.answer.resolve(videos(0, 30));
  await first;
  const late = catalogue.more();
  const search = catalogue.browse("tide");
  asked[2]?.answer.resolve(videos(0, 2));
  await search;
  asked[1]?.answer.resolve(videos(30, 30));
  await late;
  assertEquals(shown(), { count: 2, more: "no", query: "tide" });
});
