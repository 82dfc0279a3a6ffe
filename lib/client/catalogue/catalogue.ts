/**
 * The catalogue as browsed, page by page: the newest question wins.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Video, VideoPage } from "../../shared/video/video.ts";
import type { Api } from "../api/api.ts";
import type { Browser } from "../model/catalogue.ts";
import { createRetry, hopeOfCall } from "../retry/retry.ts";
import { sentenceOf } from "../page/sentence.ts";

/** Videos asked for at a time. Chosen: fills the panel twice. */
const PAGE_SIZE = 30;

/** Pages of the catalogue, one after the other. */
export interface Catalogue {
  browser: ReadonlySignal<Browser>;
  /** The collection that is browsed; `null`: everything. */
  collection: ReadonlySignal<string | null>;
  /** Asks in everything; an empty query lists it. */
  browse(query: string): Promise<void>;
  /** Lists a collection; `null`: everything. */
  browseIn(collection: string | null): Promise<void>;
  /** Asks for the page after those that are shown. */
  more(): Promise<void>;
  dispose(): void;
}

/** Makes a catalogue that nobody has asked for. */
export function createCatalogue(api: Pick<Api, "videos">): Catalogue {
  const browser = signal<Browser>({ state: "idle" });
  const collection = signal<string | null>(null);
  const retry = createRetry();
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
      samplesBecause: found.samplesBecause ?? null,
    };
  }

  async function ask(query: string): Promise<void> {
    retry.cancel();
    const mine = ++asked;
    try {
      const found = await api.videos(query, placeOf(1));
      if (mine !== asked) return;
      page = 1;
      browser.value = ready(query, { before: [], found });
    } catch (error) {
      if (mine !== asked) return;
      const isRetrying = retry.after(hopeOfCall(error), () => void ask(query));
      const reason = sentenceOf(error);
      browser.value = { state: "failed", reason, query, isRetrying };
    }
  }

  function placeOf(page: number) {
    const within = collection.peek();
    const place = { page, pageSize: PAGE_SIZE };
    return within === null ? place : { ...place, collection: within };
  }

  function begin(query: string, within: string | null): Promise<void> {
    collection.value = within;
    // What is on screen stays there until there is something better.
    if (browser.peek().state !== "ready") browser.value = { state: "loading" };
    return ask(query);
  }

  return {
    browser,
    collection,
    browse: (query) => begin(query, query === "" ? collection.peek() : null),
    browseIn: (within) => begin("", within),
    dispose() {
      asked++;
      retry.cancel();
    },
    async more() {
      const shown = browser.peek();
      if (shown.state !== "ready" || shown.more === "loading") return;
      browser.value = { ...shown, more: "loading" };
      const mine = ++asked;
      const next = await api.videos(shown.query, placeOf(page + 1)).then(
        (found) => ready(shown.query, { before: shown.videos, found }),
        (): Browser => ({ ...shown, more: "failed" }),
      );
      if (mine !== asked) return;
      if (next.state === "ready" && next.more !== "failed") page++;
      browser.value = next;
    },
  };
}
