/**
 * The one model that all islands of a page share.
 * @module
 */
import { createApp } from "./create_app.ts";
import { speakAsDocument } from "./page/language.ts";

if (typeof document !== "undefined") speakAsDocument();

/** See {@linkcode createApp}; does nothing before `start()`. */
export const app = createApp();
