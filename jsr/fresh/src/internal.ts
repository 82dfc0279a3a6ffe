/**
 * What the generated `_fresh/server.js` uses.
 * @module
 */
export { filesIn, setBuildCache } from "./build_cache.ts";
