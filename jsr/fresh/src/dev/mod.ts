/**
 * Development server and production build.
 * @module
 */
export { Builder, type BuildOptions } from "./builder.ts";
