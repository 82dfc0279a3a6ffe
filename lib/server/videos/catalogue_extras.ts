/**
 * What only some catalogues have beside their videos.
 * @module
 */
import type { Chapter } from "../../shared/video/extras.ts";
import type { Collection } from "../../shared/video/video.ts";
import type { CataloguePage, Paging, Viewer } from "./catalogue.ts";

/** Captions that no manifest names. */
export interface CaptionAsset {
  /** BCP 47, or empty where nobody told. */
  language: string;
  /** What the person reads. */
  label: string;
  /** Where they are as one file of WebVTT, for a KS. */
  url(ks: string): string;
}

/** See the module. All calls throw as those of a catalogue do. */
export interface CatalogueExtras {
  /** In order of their place. */
  chapters(by: Viewer, id: string): Promise<Chapter[]>;
  captions(by: Viewer, id: string): Promise<CaptionAsset[]>;
  collections(by: Viewer): Promise<Collection[]>;
  /** @param query `collection`: a checked `CollectionId`. */
  inCollection(
    by: Viewer,
    query: Paging & { collection: string },
  ): Promise<CataloguePage>;
}
