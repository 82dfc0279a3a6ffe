/**
 * What stands in the search box, and when the catalogue is asked for it.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Catalogue } from "./catalogue.ts";

/** Wait for the next letter before the catalogue is asked, ms. Chosen: a typist's pause. */
const TYPING_MS = 350;

/** The search box of a catalogue. */
interface SearchBox {
  query: ReadonlySignal<string>;
  /** Takes what the person types; it is asked for once they pause. */
  type(text: string): void;
  /** Asks at once for what stands in the box. */
  search(): void;
  /** Empties the box and lists a collection; `null`: everything. */
  browseIn(collection: string | null): void;
  dispose(): void;
}

/** Makes an empty box. */
export function createSearchBox(
  catalogue: Pick<Catalogue, "browser" | "browse" | "browseIn">,
): SearchBox {
  const query = signal("");
  let timer: ReturnType<typeof setTimeout> | undefined;

  function search() {
    clearTimeout(timer);
    void catalogue.browse(query.peek().trim());
  }

  function browseIn(collection: string | null) {
    clearTimeout(timer);
    query.value = "";
    void catalogue.browseIn(collection);
  }

  return {
    query,
    search,
    browseIn,
    type(text) {
      query.value = text;
      clearTimeout(timer);
      const browser = catalogue.browser.peek();
      const isAsked = "query" in browser && browser.query === text.trim();
      // An emptied box shows everything again, in every list.
      if (text === "") browseIn(null);
      else if (!isAsked) timer = setTimeout(search, TYPING_MS);
    },
    dispose: () => clearTimeout(timer),
  };
}
