/**
 * What a key or a tap has done, for a moment on the picture: without it, a
 * press whose control is faded away seems to do nothing.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";

/** What is drawn. `back` and `ahead` stand at their side of the picture. */
export type FlashKind =
  | "play"
  | "pause"
  | "back"
  | "ahead"
  | "sound"
  | "muted"
  | "captions"
  | "rate";

/** One of them. */
interface Flash {
  /** Another for each, so that the same key twice shows twice. */
  id: number;
  kind: FlashKind;
  /** A figure or a word beside the picture; empty: none. */
  words: string;
}

const newest = signal<Flash | null>(null);

/** The page's newest. */
export const flash: ReadonlySignal<Flash | null> = newest;

/** Shows one. @see SPEC U62 */
export function showFlash(kind: FlashKind, words = ""): void {
  newest.value = { id: (newest.peek()?.id ?? 0) + 1, kind, words };
}
