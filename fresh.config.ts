/**
 * Options that the app and its builder share. Fresh 2 reads no config file of
 * its own: `main.ts` and `dev.ts` pass these on (docs/decisions/001).
 * @module
 */

/** Directories of the app, relative to its root, and what the browser must understand. */
export const builderOptions = {
  outDir: "_fresh",
  routeDir: "routes",
  islandDir: "islands",
  staticDir: "static",
  // The oldest browsers that have what we use (container queries, `:has()`,
  // `toSorted`); the check of the bundle holds scripts and styles to it.
  target: ["chrome111", "firefox121", "safari16.4"],
} satisfies {
  outDir: string;
  routeDir: string;
  islandDir: string;
  staticDir: string;
  target: string[];
};
