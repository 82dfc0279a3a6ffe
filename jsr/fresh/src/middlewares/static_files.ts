import type { StaticFile } from "../build_cache.ts";
import { BUILD_PARAM } from "../runtime/asset.ts";
import type { Middleware } from "../types.ts";

/** Serves the files of `static/` and of the build. */
export function staticFiles<State>(): Middleware<State> {
  return async function serveStaticFiles(ctx) {
    const { build, req: { method, headers: sent } } = ctx;
    const path = decoded(ctx.url.pathname);
    if (!build || path === null || !Object.hasOwn(build.files, path)) {
      return path === "/favicon.ico"
        ? new Response(null, { status: 404 })
        : ctx.next();
    }
    const file = build.files[path] as StaticFile;
    if (method !== "GET" && method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }
    const asked = ctx.url.searchParams.get(BUILD_PARAM);
    if (asked !== null && asked !== build.buildId) {
      // A page of another build: the content is of this one, so no cache may keep it there.
      ctx.url.searchParams.delete(BUILD_PARAM);
      const location = ctx.url.pathname + ctx.url.search;
      return new Response(null, { status: 307, headers: { location } });
    }
    const isLocked = file.isImmutable || asked !== null;
    const headers = new Headers({
      "content-type": file.contentType,
      "vary": "If-None-Match",
      "cache-control": isLocked && !build.isDev
        ? "public, max-age=31536000, immutable"
        : "no-cache, no-store, max-age=0, must-revalidate",
    });
    if (!build.isDev) {
      const etag = `W/"${file.hash}"`;
      headers.set("etag", etag);
      if (sent.get("if-none-match") === etag) {
        return new Response(null, { status: 304, headers });
      }
    }
    const { body, size } = await open(file.content, build.root);
    headers.set("content-length", String(size));
    if (method === "GET") return new Response(body, { headers });
    if (body instanceof ReadableStream) await body.cancel();
    return new Response(null, { headers });
  };
}

/** From disk as a stream: media need not fit into memory. */
async function open(content: StaticFile["content"], root: string) {
  if (typeof content !== "string") {
    return { body: content, size: content.byteLength };
  }
  const file = await Deno.open(root + content);
  const { size } = await file.stat();
  return { body: file.readable, size };
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // Not percent-encoding, so no file has this name.
    return null;
  }
}
