/**
 * The catalogue as browsed, page by page: the newest question wins.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Video, VideoPage } from "../shared/video.ts";
import type { Api } from "./api.ts";
import type { Browser } from "./app_model.ts";
import { sentenceOf } from "./sentence.ts";

/** Videos asked for at a time. Chosen: fills the panel twice. */
const PAGE_SIZE = 30;

/** See the module. */
export interface Catalogue {
  browser: ReadonlySignal<Browser>;
  /** Asks; an empty query lists everything. */
  browse(query: string): Promise<void>;
  /** Asks for the page after those that are shown. */
  more(): Promise<void>;
}

/** Makes a catalogue that nobody has asked for. */
export function createCatalogue(api: Pick<Api, "videos">): Catalogue {
  const browser = signal<Browser>({ state: "idle" });
  let asked = 0;
  let page = 1;

  function ready(
    query: string,
    { before, found }: { before: readonly Video[]; found: VideoPage },
  ): Browser {
    // A catalogue that has changed meanwhile may send what is shown already.
    const videos = new Map(
      [...before, ...found.videos].map((one) => [one.id, one]),
    );
    return {
      state: "ready",
      videos: [...videos.values()],
      query,
      more: found.hasMore ? "yes" : "no",
    };
  }

  return {
    browser,
    async browse(query) {
      // What is on screen stays there until there is something better.
      if (browser.peek().state !== "ready") {
        browser.value = { state: "loading" };
      }
      const mine = ++asked;
      const next = await api.videos(query, { page: 1, pageSize: PAGE_SIZE })
        .then(
          (found) => ready(query, { before: [], found }),
          (error): Browser => ({
            state: "failed",
            reason: sentenceOf(error),
            query,
          }),
        );
      if (mine !== asked) return;
      page = 1;
      browser.value = next;
    },
    async more() {
      const shown = browser.peek();
      if (shown.state !== "ready" || shown.more === "loading") return;
      browser.value = { ...shown, more: "loading" };
      const mine = ++asked;
      const next = await api.videos(shown.query, {
        page: page + 1,
        pageSize: PAGE_SIZE,
      }).then(
        (found) => ready(shown.query, { before: shown.videos, found }),
        (): Browser => ({ ...shown, more: "failed" }),
      );
      if (mine !== asked) return;
      if (next.state === "ready" && next.more !== "failed") page++;
      browser.value = next;
    },
  };
}
