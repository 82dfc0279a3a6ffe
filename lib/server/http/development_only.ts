/**
 * Keeps what only development has out of production.
 * @module
 */
import { HttpError, type Middleware } from "fresh";
import type { Config } from "../config/config.ts";

/** Addresses that production does not have. */
const DEVELOPMENT = /^\/(samples|simulator)([/.-]|$)/;
/** The build's list of all sources, which Fresh leaves among the scripts. */
const BUILD_LIST = /^\/_fresh\/js\/[^/]+\/metafile\.json$/;

/** Answers 404 for the sample media and the simulator in production, and for the build's list of sources. @see SPEC H4, X3 */
export function hideDevelopmentFiles<State>(
  { mode }: Pick<Config, "mode">,
): Middleware<State> {
  return function hideDevelopmentFilesMiddleware(ctx) {
    const isDevelopment = mode === "development";
    const path = decoded(ctx.url.pathname);
    if (BUILD_LIST.test(path) || !isDevelopment && DEVELOPMENT.test(path)) {
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
