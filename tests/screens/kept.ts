/**
 * Pictures that are kept to be compared with. Fonts and how they are drawn
 * belong to a machine, so each is kept with the browser that made it.
 * @module
 */
import type { View } from "./gallery.ts";

/** What is kept: states that stand still, in windows that lay them out differently. */
export const KEPT: readonly View[] = [
  { state: "cannot-enter", layout: "desktop" },
  { state: "nothing-on", layout: "desktop" },
  { state: "nothing-on-guest", layout: "phone" },
  { state: "paused", layout: "desktop" },
  { state: "paused", layout: "phone" },
  { state: "are-you-back", layout: "phone" },
  { state: "ended", layout: "phone-side" },
  { state: "paused", layout: "tile" },
  { state: "paused", layout: "desktop", language: "ar" },
];

/** Most of a picture that may differ: a hair of an edge. */
export const TOLERANCE = 0.002;

/** Hides what is painted sooner or later: the glow, some time after the film's first frame. */
export const STILL = ".glow { visibility: hidden; }";

/** Where they are, and which browser has made them. */
export const FOLDER = new URL("./kept/", import.meta.url);
/** See {@linkcode FOLDER}. */
export const MADE_BY = new URL("made_by.txt", FOLDER);

/** The file of a kept view. */
export function fileOf({ state, layout, language = "en" }: View): URL {
  return new URL(`${state}-${layout}-${language}.png`, FOLDER);
}
