/**
 * Keeps what only development has out of production.
 * @module
 */
import { HttpError, type Middleware } from "fresh";
import type { State } from "../define.ts";

/** Addresses that production does not have. */
const DEVELOPMENT = /^\/(samples|simulator)([/.-]|$)/;

/** Answers 404 for the sample media and the simulator in production. @see SPEC H4, X3 */
export function hideDevelopmentFiles(): Middleware<State> {
  return function hideDevelopmentFilesMiddleware(ctx) {
    const isDevelopment = ctx.state.services.config.mode === "development";
    if (
      !isDevelopment && DEVELOPMENT.test(decoded(ctx.url.pathname))
    ) {
      throw new HttpError(404);
    }
    return ctx.next();
  };
}

/** As files are looked up; what is no percent-encoding names no file. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
