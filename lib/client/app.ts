/**
 * The one model that all islands of a page share.
 * @module
 */
import { createApp } from "./create_app.ts";

/** See {@linkcode createApp}; does nothing before `start()`. */
export const app = createApp();
