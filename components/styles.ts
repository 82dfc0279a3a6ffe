/**
 * The page's style sheets, in the order of their cascade: what is the same
 * everywhere, then each part, then what layouts change of it.
 * @module
 */

/** The font of nearly all texts, as `tokens.css` names it: it is fetched with the sheets, not after them. */
export const FONT = "/fonts/figtree-5.3.0-latin.woff2";

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
