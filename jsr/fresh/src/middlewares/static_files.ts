import { BUILD_PARAM } from "../runtime/asset.ts";
import type { Middleware } from "../types.ts";

/** Serves the files of `static/` and of the build. */
export function staticFiles<State>(): Middleware<State> {
  return async function serveStaticFiles(ctx) {
    const { cache } = ctx.frame;
    const { method } = ctx.req;
    if (!cache) return ctx.next();
    const path = decoded(ctx.url.pathname);
    const file = path === null ? null : await cache.staticFile(path);
    if (!file) return ctx.next();
    if (method !== "GET" && method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }
    const etag = `W/"${file.hash}"`;
    const isCurrent = ctx.url.searchParams.get(BUILD_PARAM) === cache.buildId;
    const headers = new Headers({
      "content-type": file.contentType,
      etag,
      vary: "If-None-Match",
      "cache-control": !cache.isDev && (file.isImmutable || isCurrent)
        ? "public, max-age=31536000, immutable"
        : "no-cache, no-store, max-age=0, must-revalidate",
    });
    if (ctx.req.headers.get("if-none-match") === etag) {
      return new Response(null, { status: 304, headers });
    }
    const bytes = await file.read();
    headers.set("content-length", String(bytes.byteLength));
    return new Response(method === "HEAD" ? null : bytes, { headers });
  };
}

function decoded(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes("\0") ? null : path;
  } catch {
    // Not percent-encoding, so no file has this name; nor has a NUL one.
    return null;
  }
}
