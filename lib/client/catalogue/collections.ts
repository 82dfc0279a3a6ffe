/**
 * Playlists and categories of the catalogue, asked for once it has answered
 * at all.
 * @module
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Collection } from "../../shared/video/video.ts";
import type { Api } from "../api/api.ts";
import type { Browser } from "../model/catalogue.ts";

interface Collections {
  /** Empty where the catalogue has none. */
  list: ReadonlySignal<readonly Collection[]>;
  /** Begins. @returns The disposer. */
  start(): () => void;
}

/** Makes them. @param options `browser`: the catalogue as browsed. @see SPEC W46 */
export function createCollections(
  { api, browser }: {
    api: Pick<Api, "collections">;
    browser: ReadonlySignal<Browser>;
  },
): Collections {
  const list = signal<readonly Collection[]>([]);
  /** Of what they were asked for: samples have others. */
  let askedOf: "samples" | "catalogue" | null = null;
  return {
    list,
    start: () =>
      effect(() => {
        if (browser.value.state !== "ready") return;
        const of = browser.value.samplesBecause === null
          ? "catalogue"
          : "samples";
        if (of === askedOf) return;
        askedOf = of;
        api.collections().then(
          (found) => {
            if (of === askedOf) list.value = found;
          },
          // The library is whole without them; its next answer asks again.
          () => askedOf = null,
        );
      }),
  };
}
