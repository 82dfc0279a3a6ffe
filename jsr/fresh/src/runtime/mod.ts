/**
 * What pages and islands may use on the server and in the browser.
 * @module
 */
export { asset, assetSrcSet } from "./asset.ts";
export { Head } from "./head.ts";
export { HttpError } from "../http_error.ts";

/** Whether this code runs in a browser. */
export const IS_BROWSER: boolean = typeof document !== "undefined";
