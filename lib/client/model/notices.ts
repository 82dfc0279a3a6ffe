/**
 * What the page tells its person by itself.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";

/** A short message; the newest replaces the one before. */
export interface Notice {
  /** Grows with each notice, so that the same text can be shown twice. */
  id: number;
  tone: "info" | "error";
  text: string;
}

/** Notices, and the offer of a newer build. */
export interface NoticesModel {
  newest: ReadonlySignal<Notice | null>;
  /** Whether to offer a reload, since the server is of another build. */
  offersReload: ReadonlySignal<boolean>;
  /** Says a sentence about what did not work. */
  fail(text: string): void;
  /** Loads the page again. */
  reload(): void;
}

/** Nothing to tell. */
export const NO_NOTICES: NoticesModel = {
  newest: signal(null),
  offersReload: signal(false),
  fail() {},
  reload() {},
};
