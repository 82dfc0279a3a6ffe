/**
 * The catalogue as browsed: the newest question wins.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "./api.ts";
import type { Browser } from "./app_model.ts";
import { sentenceOf } from "./sentence.ts";

/** See the module. */
export interface Catalogue {
  browser: ReadonlySignal<Browser>;
  /** Asks; an empty query lists everything. */
  browse(query: string): Promise<void>;
}

/** Makes a catalogue that nobody has asked for. */
export function createCatalogue(api: Pick<Api, "videos">): Catalogue {
  const browser = signal<Browser>({ state: "idle" });
  let asked = 0;
  return {
    browser,
    async browse(query) {
      // What is on screen stays there until there is something better.
      if (browser.peek().state !== "ready") {
        browser.value = { state: "loading" };
      }
      const mine = ++asked;
      const next = await api.videos(query).then(
        (videos): Browser => ({ state: "ready", videos, query }),
        (error): Browser => ({ state: "failed", reason: sentenceOf(error) }),
      );
      if (mine === asked) browser.value = next;
    },
  };
}
