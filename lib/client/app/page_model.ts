/**
 * The one model that all islands of a page share.
 * @module
 */
import { createApp } from "./create_app.ts";
import { speakAsDocument } from "../page/language.ts";
import { type AppModel, EMPTY_MODEL } from "../model/app_model.ts";

/** Made by the first island that asks, in a browser only. */
let model: AppModel | null = null;

/** @returns The page's model; on the server one that stays empty. */
export function pageModel(): AppModel {
  if (typeof document === "undefined") return EMPTY_MODEL;
  if (model === null) {
    // Before anything is drawn.
    speakAsDocument();
    model = createApp();
  }
  return model;
}
