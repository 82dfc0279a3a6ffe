/**
 * Keeps what only development has out of production.
 * @module
 */
import { HttpError, type Middleware } from "fresh";
import type { Config } from "../config/config.ts";

/** Addresses that production does not have. */
const DEVELOPMENT = /^\/(samples|simulator)([/.-]|$)/;
/** The simulator's script, which the build leaves beside those of the page: under its own name, or after `island-`. */
const DEVELOPMENT_SCRIPT = /^\/_fresh\/js\/[^/]+\/(island-)?Simulator\.js$/i;
/** The build's list of all sources, which Fresh leaves among the scripts. */
const BUILD_LIST = /^\/_fresh\/js\/[^/]+\/metafile\.json$/;

/** Answers 404 for the sample media and the simulator in production, and for the build's list of sources. @see SPEC H4, X3 */
export function hideDevelopmentFiles<State>(
  { mode }: Pick<Config, "mode">,
): Middleware<State> {
  return function hideDevelopmentFilesMiddleware(ctx) {
    const isDevelopment = mode === "development";
    const path = decoded(ctx.url.pathname);
    const isHidden = DEVELOPMENT.test(path) || DEVELOPMENT_SCRIPT.test(path);
    if (BUILD_LIST.test(path) || !isDevelopment && isHidden) {
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
