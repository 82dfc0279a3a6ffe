/**
 * Fresh's typed helpers for this app's routes.
 * @module
 */
import { createDefine } from "fresh";
import type { Services } from "./services.ts";

/** What middlewares give to routes. */
export interface State {
  services: Services;
}

/** Typed `define.page`, `define.handlers`, `define.middleware`. */
export const define = createDefine<State>();
