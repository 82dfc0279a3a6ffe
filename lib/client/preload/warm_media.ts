/**
 * Fetches the beginning of a video before it is needed: connections are open
 * and caches warm then, the server's and the browser's.
 * @module
 */
import type { PlayAnswer } from "../../shared/video/video.ts";
import { prepareHls } from "../player/hls/source.ts";

/** Fetches on the way: a list of qualities, one of them, its first segment. */
const STEPS = 3;

interface WarmOptions {
  /** Maps every URL before it is fetched. */
  rewrite: (url: string) => string;
  signal: AbortSignal;
}

/** Fetches engine, playlists and the first segment of the first quality, which is where hls.js begins. @throws What `fetch` throws. */
export async function warmMedia(
  { engine, manifestUrl }: PlayAnswer,
  { rewrite, signal }: WarmOptions,
): Promise<void> {
  if (engine === "playkit") {
    await import("../player/playkit/player.ts");
    return;
  }
  prepareHls();
  let url = new URL(manifestUrl, location.href).href;
  for (let step = 0; step < STEPS; step++) {
    const response = await fetch(rewrite(url), { signal });
    if (!response.ok || !isPlaylist(response)) {
      await response.arrayBuffer();
      return;
    }
    const next = firstUri(await response.text());
    if (next === null) return;
    url = new URL(next, response.url).href;
  }
}

function isPlaylist({ headers, url }: Response): boolean {
  return /mpegurl/i.test(headers.get("content-type") ?? "") ||
    new URL(url).pathname.endsWith(".m3u8");
}

/** First address in a playlist. */
function firstUri(playlist: string): string | null {
  return playlist.split(/\r?\n/).map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#")) ?? null;
}
