/**
 * The page's style sheets, in the order of their cascade: what is the same
 * everywhere, then each part, then what layouts change of it.
 * @module
 */

/** Paths of the sheets. */
export const STYLES = [
  "tokens",
  "base",
  "shell",
  "stage",
  "controls",
  "slider",
  "sync",
  "people",
  "library",
  "panel",
  "browse",
  "explain",
  "layouts",
].map((name) => `/styles/${name}.css`);
