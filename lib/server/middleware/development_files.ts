/**
 * Keeps what only development has out of production.
 * @module
 */
import { HttpError, type Middleware } from "fresh";
import type { State } from "../define.ts";

/** Answers 404 for the sample media and the simulator in production (DESIGN §4, §8). */
export function hideDevelopmentFiles(): Middleware<State> {
  return function hideDevelopmentFilesMiddleware(ctx) {
    const isDevelopment = ctx.state.services.config.mode === "development";
    if (
      !isDevelopment && /^\/(samples|simulator)([/.-]|$)/.test(ctx.url.pathname)
    ) {
      throw new HttpError(404);
    }
    return ctx.next();
  };
}
