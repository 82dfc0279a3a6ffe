import { HttpError } from "../http_error.ts";
import type { Middleware } from "../types.ts";

/** Options of `csrf()`. */
export interface CsrfOptions {
  /** Origins that may send forms, besides the app's own. */
  origin?: string | string[] | ((origin: string) => boolean);
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses (403) state-changing requests that another site made the browser send. */
export function csrf<State>(options: CsrfOptions = {}): Middleware<State> {
  const { origin: allowed } = options;
  const isAllowed = typeof allowed === "function"
    ? allowed
    : (origin: string) => [allowed ?? []].flat().includes(origin);

  return function refuseForeignRequests(ctx) {
    const { method, headers } = ctx.req;
    if (SAFE.has(method)) return ctx.next();
    const site = headers.get("sec-fetch-site");
    const origin = headers.get("origin");
    if (origin !== null && isAllowed(origin)) return ctx.next();
    const isOwn = site !== null
      ? site === "same-origin" || site === "none"
      : origin === null || origin === ctx.url.origin;
    if (!isOwn) throw new HttpError(403);
    return ctx.next();
  };
}
