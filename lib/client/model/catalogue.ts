/**
 * The catalogue as this person browses it.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Collection, Video } from "../../shared/video/video.ts";

/** What has been asked of the catalogue, and what came. */
export type Browser =
  | { state: "idle" | "loading" }
  | {
    state: "ready";
    videos: Video[];
    query: string;
    /** Whether there is another page, and how asking for it goes. */
    more: "yes" | "no" | "loading" | "failed";
    /** Why these are samples, a sentence; `null` when they are not. */
    samplesBecause: string | null;
  }
  | {
    state: "failed";
    reason: string;
    query: string;
    /** Whether it is tried again without a press. */
    isRetrying: boolean;
  };

/** The catalogue. */
export interface CatalogueModel {
  browser: ReadonlySignal<Browser>;
  /** Playlists and categories; empty where the catalogue has none. */
  collections: ReadonlySignal<readonly Collection[]>;
  /** The one that is browsed; `null`: everything. */
  collection: ReadonlySignal<string | null>;
  /** What stands in the search box. */
  query: ReadonlySignal<string>;
  /** Takes what the person types; it is asked for once they pause. */
  type(text: string): void;
  /** Asks at once for what stands in the box. */
  search(): void;
  /** Asks in everything; an empty query lists it. */
  browse(query: string): void;
  /** Empties the box and lists a collection; `null`: everything. */
  browseIn(collection: string | null): void;
  /** Asks for the page after those that are shown. */
  more(): void;
}

/** A catalogue that nobody has asked for. */
export const UNASKED_CATALOGUE: CatalogueModel = {
  browser: signal({ state: "idle" }),
  collections: signal([]),
  collection: signal(null),
  query: signal(""),
  type() {},
  search() {},
  browse() {},
  browseIn() {},
  more() {},
};
