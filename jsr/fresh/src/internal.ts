/**
 * What the generated `_fresh/server.js` uses.
 * @module
 */
export { setBuildCache } from "./build_cache.ts";
