/**
 * Fresh's typed helpers for this app's routes.
 * @module
 */
import { createDefine } from "fresh";
import type { Caller } from "./auth/caller.ts";
import type { Language } from "../shared/texts.ts";
import type { Services } from "./services.ts";

/** What middlewares give to routes. */
export interface State {
  services: Services;
  /** Who asks, below `/api`. @throws {DomainError} `not_signed_in`, `session_expired`, `too_many_requests` */
  caller: () => Promise<Caller>;
  /** Of the page that is asked for. */
  language: Language;
}

/** Typed `define.page`, `define.handlers`, `define.middleware`. */
export const define = createDefine<State>();
