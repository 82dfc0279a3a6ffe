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
  // The Discord SDK cannot be lowered further than Safari 14.1; see docs/decisions/001.
  target: ["chrome109", "firefox115", "safari15"],
} satisfies {
  outDir: string;
  routeDir: string;
  islandDir: string;
  staticDir: string;
  target: string[];
};
