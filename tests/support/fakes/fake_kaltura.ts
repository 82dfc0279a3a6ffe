/**
 * A Kaltura for tests: real HTTP servers on two loopback ports, the API and
 * the CDN, with entries that play, entries that fail, and faults on demand.
 * Addresses are absolute, redirects cross the ports, a KS is checked and ends.
 * @module
 */
import { holeInPlaceOf } from "./holed_media.ts";
import { oddCaptions, oddMaster, oddStream } from "./odd_captions.ts";
import type { LiveBroadcast } from "./live_broadcast.ts";
import { HEIGHTS, type KalturaMedia } from "./kaltura_media.ts";
import {
  captions,
  captionSegment,
  master,
  stream,
} from "./kaltura_playlists.ts";

/** How a request fails: a status, no answer, or a connection that breaks half-way. */
type Fault = number | "hang" | "cut";

/** One request that arrived. */
interface KalturaRequest {
  at: "api" | "cdn";
  /** Path and query. */
  path: string;
  headers: Headers;
}

/** See the module. */
export interface FakeKaltura extends AsyncDisposable {
  /** Origin of the API: playManifest, captions, keys, player. */
  api: string;
  /** Origin of the CDN: playlists and segments. */
  cdn: string;
  requests: KalturaRequest[];
  /** Makes a KS that is good until `endSessions()`. */
  mintKs(): string;
  /** Takes a KS that somebody else minted. */
  acceptKs(ks: string): void;
  /** From now on no KS minted before is good. */
  endSessions(): void;
  /** From now on segments need a token, and those handed out before are old. */
  endTokens(): void;
  /** Lets requests fail whose path matches. @param options `times`: how many. @default all */
  fail(path: RegExp, fault: Fault, options?: { times?: number }): void;
  /** Lets requests wait whose path matches. @returns Lets them go on. */
  hold(path: RegExp): () => void;
  /** Ends all faults; those that hang go on hanging. */
  heal(): void;
}

/** Entries that are refused, by their reason. Source: kaltura/server, `KExternalErrors`. */
const REFUSED_ENTRIES: Readonly<Record<string, number>> = {
  "0_gone": 1,
  "0_later": 2,
  "0_forbidden": 3,
  "0_geo": 16,
};

/** Key of the encrypted entry. */
const KEY = new TextEncoder().encode("sixteen bytes ok");

/**
 * Starts the servers.
 * @param options `media`: from `kalturaMedia()`; without it segments are a few bytes. `more`: answers what the fake does not know. `names`: the origins that it calls itself by, when others lead here. `mayPlay`: judges a KS for an entry in its place.
 */
// deno-lint-ignore house/long-function -- the routes of one server, beside each other
export function startFakeKaltura(options: {
  media?: KalturaMedia;
  /** What is on air as `0_live`; `null`: nothing. */
  broadcast?: () => LiveBroadcast | null;
  names?: { api: string; cdn: string };
  mayPlay?: (ks: string, entry: string) => boolean;
  more?: (
    request: Request,
    kaltura: { isGoodKs(ks: string): boolean; api: string; cdn: string },
  ) => Response | null | Promise<Response | null>;
} = {}): FakeKaltura {
  const closing = new AbortController();
  const requests: KalturaRequest[] = [];
  const faults: { path: RegExp; fault: Fault; left: number }[] = [];
  const holds = new Map<RegExp, Promise<void>>();
  const sessions = new Set<string>();
  let minted = 0;
  let tokens = 0;

  const isGoodKs = (ks: string) => sessions.has(ks);

  async function handle(at: "api" | "cdn", request: Request) {
    const url = new URL(request.url);
    const path = url.pathname + url.search;
    requests.push({ at, path, headers: request.headers });
    for (const [pattern, released] of holds) {
      if (pattern.test(path)) await released;
    }
    const found = faults.find((fault) =>
      fault.left > 0 && fault.path.test(path)
    );
    if (found) found.left--;
    if (typeof found?.fault === "number") {
      return new Response("no", { status: found.fault });
    }
    if (found?.fault === "hang") return await hang(closing.signal);
    if (request.method === "OPTIONS") {
      return new Response(null, { status: 204 });
    }
    const response = await (at === "api" ? api : cdn)(request, url);
    return found?.fault === "cut" ? cut(response) : response;
  }

  async function api(request: Request, url: URL): Promise<Response> {
    const { pathname } = url;
    const manifest =
      /^\/p\/(\d+)\/sp\/\1\d\d\/playManifest\/entryId\/([\w-]+)\/format\/applehttp\/protocol\/https\/ks\/([^/]*)\/a\.m3u8$/
        .exec(pathname);
    if (manifest) {
      const [, , entry = "", ks = ""] = manifest;
      return playManifest(entry, decodeURIComponent(ks));
    }
    const caption =
      /^\/captions\/([\w-]+)\/(\w\w)\d\/ks\/([^/]+)\/(?:a\.m3u8|segmentIndex\/(\d+)\.vtt)$/
        .exec(pathname);
    if (caption) {
      const [, entry = "", language = "", ks = "", index] = caption;
      if (!isGoodKs(decodeURIComponent(ks))) return refusal(31);
      return index === undefined
        ? playlist(captions(places(decodeURIComponent(ks))))
        : new Response(
          oddCaptions(entry, { language, index: Number(index) }) ??
            captionSegment(language, Number(index)),
          { headers: { "content-type": "text/vtt" } },
        );
    }
    const key = /^\/key\/0_secret\/ks\/([^/]+)\/video\.key$/.exec(pathname);
    if (key) {
      return isGoodKs(decodeURIComponent(key[1] ?? ""))
        ? new Response(KEY, {
          headers: { "content-type": "application/octet-stream" },
        })
        : refusal(31);
    }
    if (pathname === "/hop") {
      return redirect(cdnOrigin + (url.searchParams.get("to") ?? ""));
    }
    const more = await options.more?.(request, {
      isGoodKs,
      api: apiOrigin,
      cdn: cdnOrigin,
    });
    return more ?? new Response("not here", { status: 404 });
  }

  function playManifest(entry: string, ks: string): Response {
    const reason = REFUSED_ENTRIES[entry];
    if (reason !== undefined) return refusal(reason);
    const mayPlay = options.mayPlay ?? isGoodKs;
    if (!mayPlay(ks, entry)) return refusal(31);
    switch (entry) {
      case "0_loop":
        return redirect(`/hop?to=/loop`);
      case "0_elsewhere":
        return redirect("http://kaltura.example/a.m3u8");
      case "0_html":
        return new Response("<!doctype html><title>Sign in</title>", {
          headers: { "content-type": "text/html" },
        });
      case "0_huge":
        return playlist("#EXTM3U\n" + "#EXT-X-GAP\n".repeat(300_000));
    }
    const to = `/hls/${entry}/master.m3u8?ks=${encodeURIComponent(ks)}`;
    return redirect(`/hop?to=${encodeURIComponent(to)}`);
  }

  /** The entry `0_live`: on air as long as there is a broadcast. */
  function live(file: string | undefined): Response | null {
    const broadcast = options.broadcast?.() ?? null;
    if (!broadcast || file === undefined) return null;
    if (file === "master.m3u8") return playlist(broadcast.master());
    if (file === "live/index.m3u8") return playlist(broadcast.playlist());
    const n = Number(/^live\/seg-(\d+)\.ts$/.exec(file)?.[1] ?? NaN);
    const bytes = broadcast.segment(n);
    return bytes &&
      new Response(bytes, { headers: { "content-type": "video/MP2T" } });
  }

  async function cdn(request: Request, url: URL): Promise<Response> {
    const { pathname, searchParams } = url;
    if (pathname.startsWith("/hls/0_live/")) {
      return live(pathname.slice("/hls/0_live/".length)) ??
        new Response("not on air", { status: 404 });
    }
    const [, sample] = /^\/hls\/0_mp4\/([\w.]+)$/.exec(pathname) ?? [];
    if (sample) return await sampleFile(sample);
    if (pathname === "/loop") return redirect(`${apiOrigin}/hop?to=/loop`);
    const found = /^\/hls\/([\w-]+)\/(?:(master\.m3u8)|(\w+)\/(\S+))$/.exec(
      pathname,
    );
    const [, entry = "", isMaster, name = "", file = ""] = found ?? [];
    if (!found) return new Response("not here", { status: 404 });
    if (isMaster) {
      return playlist(
        special(entry, "master") ??
          oddMaster(entry, places(searchParams.get("ks") ?? "")) ??
          master(entry, places(searchParams.get("ks") ?? "")),
      );
    }
    const segments = segmentsOf(name);
    if (file === "index.m3u8") {
      const sizes = segments.map(({ byteLength }) => byteLength);
      // The KS of the newest session, as the API would have put it there.
      const ks = [...sessions].at(-1) ?? "none";
      return playlist(
        special(entry, "stream") ??
          oddStream(entry) ??
          stream({ entry, name, sizes }, places(ks)),
      );
    }
    if (tokens > 0 && searchParams.get("hdnts") !== String(tokens)) {
      return new Response("old token", { status: 403 });
    }
    if (file === "all.ts") return ranged(request, joined(segments));
    const index = Number(/^seg-(\d+)\.ts$/.exec(file)?.[1] ?? NaN);
    const hole = holeInPlaceOf({ entry, name, index }, options.media);
    const bytes = hole === "refused" ? null : hole ?? segments[index];
    if (!bytes) return new Response("not here", { status: 404 });
    return new Response(
      entry === "0_secret" ? await encrypted(bytes, index) : bytes,
      { headers: { "content-type": "video/MP2T" } },
    );
  }

  function segmentsOf(name: string): readonly Uint8Array<ArrayBuffer>[] {
    return options.media?.get(name) ??
      Array.from({ length: 12 }, (_, i) => new Uint8Array([i, i, i]));
  }

  function places(ks: string) {
    return {
      api: apiOrigin,
      cdn: cdnOrigin,
      ks,
      token: tokens > 0 ? `?hdnts=${tokens}` : "",
    };
  }

  const serve = (at: "api" | "cdn") =>
    Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      signal: closing.signal,
      onListen() {},
      // A fault on demand is no news.
      onError: () => new Response(null, { status: 500 }),
    }, async (request) => withCors(await handle(at, request)));
  const servers = { api: serve("api"), cdn: serve("cdn") };
  const apiAddress = `http://127.0.0.1:${servers.api.addr.port}`;
  const cdnAddress = `http://127.0.0.1:${servers.cdn.addr.port}`;
  const { api: apiOrigin, cdn: cdnOrigin } = options.names ??
    { api: apiAddress, cdn: cdnAddress };

  return {
    api: apiAddress,
    cdn: cdnAddress,
    requests,
    mintKs() {
      // What must be escaped in a path is in it.
      const ks = `djJ8MTIz+/${crypto.randomUUID()}${minted++}==`;
      sessions.add(ks);
      return ks;
    },
    acceptKs: (ks) => void sessions.add(ks),
    endSessions: () => sessions.clear(),
    endTokens: () => void tokens++,
    fail(path, fault, { times = Infinity } = {}) {
      faults.push({ path, fault, left: times });
    },
    hold(path) {
      const { promise, resolve } = Promise.withResolvers<void>();
      closing.signal.addEventListener("abort", () => resolve());
      holds.set(path, promise);
      return () => {
        holds.delete(path);
        resolve();
      };
    },
    heal: () => void faults.splice(0),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all([servers.api.finished, servers.cdn.finished]);
    },
  };
}

/** Entries whose playlists are odd. */
function special(entry: string, what: "master" | "stream"): string | null {
  if (entry === "0_astray" && what === "master") {
    return `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttps://kaltura.com.example/a.m3u8\n`;
  }
  if (entry === "0_drm" && what === "stream") {
    return '#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://1",KEYFORMAT="com.apple.streamingkeydelivery"\n#EXTINF:2,\nseg-0.ts\n';
  }
  if (entry === "0_drm") {
    return `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv${
      HEIGHTS[0]
    }/index.m3u8\n`;
  }
  return null;
}

/** The entry `0_mp4` is one of our samples: fMP4 in two renditions. Its captions are kept apart, as most accounts have them. */
async function sampleFile(name: string): Promise<Response> {
  const file = new URL(name, SAMPLE);
  return name.endsWith(".m3u8")
    ? playlist(
      (await Deno.readTextFile(file))
        .replaceAll(/^#EXT-X-MEDIA:TYPE=SUBTITLES.*\n/gm, "")
        .replaceAll(',SUBTITLES="captions"', ""),
    )
    : new Response(await Deno.readFile(file), {
      headers: { "content-type": "video/mp4" },
    });
}

const SAMPLE = new URL(
  "../../../static/samples/sample-orbit/",
  import.meta.url,
);

function playlist(text: string): Response {
  return new Response(text, {
    headers: { "content-type": "application/vnd.apple.mpegurl" },
  });
}

/** Kaltura's way to refuse: the reason in a header, and nothing else. */
function refusal(reason: number): Response {
  return new Response(null, {
    headers: {
      "x-kaltura": `error-${reason}`,
      "x-kaltura-app": `exiting on error ${reason}`,
    },
  });
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

function withCors(response: Response): Response {
  response.headers.set("access-control-allow-origin", "*");
  response.headers.set("access-control-allow-headers", "*");
  response.headers.set("access-control-expose-headers", "*");
  return response;
}

function hang(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(new Response(null)));
  });
}

async function cut(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Shorter than it says, so the connection breaks off.
  const half = new Blob([bytes.slice(0, bytes.length >> 1)]).stream();
  return new Response(half, {
    headers: {
      ...Object.fromEntries(response.headers),
      "content-length": String(bytes.length),
    },
  });
}

function joined(
  segments: readonly Uint8Array<ArrayBuffer>[],
): Uint8Array<ArrayBuffer> {
  const size = segments.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const all = new Uint8Array(size);
  let offset = 0;
  for (const segment of segments) {
    all.set(segment, offset);
    offset += segment.byteLength;
  }
  return all;
}

function ranged(request: Request, bytes: Uint8Array<ArrayBuffer>): Response {
  const [, first, last] =
    /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === undefined || last === undefined) return new Response(bytes);
  return new Response(bytes.slice(Number(first), Number(last) + 1), {
    status: 206,
    headers: {
      "content-type": "video/MP2T",
      "content-range": `bytes ${first}-${last}/${bytes.byteLength}`,
    },
  });
}

/** AES-128-CBC; the vector is the segment's number. Source: RFC 8216 §5.2. */
async function encrypted(
  bytes: Uint8Array<ArrayBuffer>,
  index: number,
): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey("raw", KEY, "AES-CBC", false, [
    "encrypt",
  ]);
  const iv = new Uint8Array(16);
  new DataView(iv.buffer).setUint32(12, index);
  return await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, bytes);
}
