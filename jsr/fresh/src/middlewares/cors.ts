import type { Middleware } from "../types.ts";
import { withHeaders } from "./headers.ts";

/** Options of `cors()`. */
export interface CORSOptions {
  /** Allowed origins. @default {"*"} */
  origin?: string | string[];
  /** Methods told to preflights. */
  allowMethods?: string[];
  /** Request headers told to preflights. */
  allowHeaders?: string[];
  /** Answer headers that scripts may read. */
  exposeHeaders?: string[];
  /** Whether cookies may be sent. */
  credentials?: boolean;
  /** Seconds for which a preflight holds. */
  maxAge?: number;
}

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"];

/** Answers preflights and lets other origins read answers. */
export function cors<State>(options: CORSOptions = {}): Middleware<State> {
  const { origin = "*", allowMethods = METHODS, allowHeaders } = options;
  const allowed = [origin].flat();

  return async function allowOrigins(ctx) {
    const from = ctx.req.headers.get("origin") ?? "";
    const allow = allowed.includes("*")
      ? "*"
      : allowed.includes(from)
      ? from
      : null;
    const headers = new Headers();
    if (allow) headers.set("access-control-allow-origin", allow);
    if (allow !== "*") headers.append("vary", "Origin");
    if (options.credentials) {
      headers.set("access-control-allow-credentials", "true");
    }
    if (options.exposeHeaders) {
      headers.set(
        "access-control-expose-headers",
        options.exposeHeaders.join(","),
      );
    }
    if (ctx.req.method === "OPTIONS") {
      headers.set("access-control-allow-methods", allowMethods.join(","));
      const wanted = ctx.req.headers.get("access-control-request-headers");
      const names = allowHeaders?.join(",") ?? wanted;
      if (names) headers.set("access-control-allow-headers", names);
      if (options.maxAge !== undefined) {
        headers.set("access-control-max-age", String(options.maxAge));
      }
      return new Response(null, { status: 204, headers });
    }
    return withHeaders(await ctx.next(), (own) => {
      for (const [name, value] of headers) own.append(name, value);
    });
  };
}
