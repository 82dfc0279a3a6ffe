/**
 * Who came and went while this page is here.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";

/** Somebody who came or went. `atMs`: ms since epoch. `key` grows with each. */
export interface Visit {
  key: number;
  kind: "joined" | "left" | "removed";
  name: string;
  atMs: number;
}

/** The list of them. */
export interface VisitsModel {
  /** Newest first. */
  list: ReadonlySignal<readonly Visit[]>;
}
