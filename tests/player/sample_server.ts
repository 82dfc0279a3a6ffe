/**
 * Serves the sample media and one script to a browser, byte ranges included,
 * and holds back or refuses media when told to.
 * @module
 */

/** See the module. */
export interface SampleServer extends AsyncDisposable {
  origin: string;
  /** Holds back what matches until the returned function is called. */
  hold(path: RegExp): () => void;
  /** Refuses what matches with a status, until `heal()`. */
  fail(path: RegExp, status: number): void;
  heal(): void;
  /** How often what matches was asked for. */
  asked(path: RegExp): number;
}

const SAMPLES = new URL("../../static/samples/", import.meta.url);
const TYPES: Record<string, string> = {
  m3u8: "application/vnd.apple.mpegurl",
  m4s: "video/iso.segment",
  mp4: "video/mp4",
};

/** Starts one on loopback. @param script What the page runs. */
export function startSampleServer(script: string): SampleServer {
  const held = new Map<RegExp, Promise<void>>();
  const failing = new Map<RegExp, number>();
  const paths: string[] = [];

  async function media(pathname: string, request: Request): Promise<Response> {
    paths.push(pathname);
    for (const [path, released] of held) {
      if (path.test(pathname)) await released;
    }
    for (const [path, status] of failing) {
      if (path.test(pathname)) return new Response(null, { status });
    }
    const name = pathname.slice("/samples/".length);
    try {
      const bytes = await Deno.readFile(new URL(name, SAMPLES));
      return ranged(bytes, {
        range: request.headers.get("range"),
        type: TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return new Response(null, { status: 404 });
    }
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/samples/")) return media(pathname, request);
      const isScript = pathname === "/page.js";
      return new Response(
        isScript
          ? script
          : "<!doctype html><meta charset=utf-8><body><script src=/page.js></script>",
        {
          headers: {
            "content-type": isScript ? "text/javascript" : "text/html",
          },
        },
      );
    },
  );

  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    hold(path) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(path, promise);
      return () => {
        held.delete(path);
        resolve();
      };
    },
    fail: (path, status) => void failing.set(path, status),
    heal: () => failing.clear(),
    asked: (path) => paths.filter((one) => path.test(one)).length,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Answers the one range that browsers ask for, RFC 9110 §14. */
function ranged(
  bytes: Uint8Array<ArrayBuffer>,
  { range, type }: { range: string | null; type: string },
): Response {
  const headers = { "content-type": type, "accept-ranges": "bytes" };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === undefined) return new Response(bytes, { headers });
  const start = Number(from);
  const end = Math.min(to ? Number(to) : Infinity, bytes.length - 1);
  if (start > end) {
    return new Response(null, {
      status: 416,
      headers: { "content-range": `bytes */${bytes.length}` },
    });
  }
  return new Response(bytes.slice(start, end + 1), {
    status: 206,
    headers: {
      ...headers,
      "content-range": `bytes ${start}-${end}/${bytes.length}`,
    },
  });
}
