/**
 * Feeds a `<video>` from an HLS manifest: by hls.js where the browser has
 * Media Source Extensions, else by the browser's own HLS. Recovers from what
 * passes, and gives up after a bounded number of tries.
 * @module
 */
import type HlsClass from "hls.js";
import type { ErrorData } from "hls.js";
import {
  failure,
  fromHlsError,
  fromMediaError,
  isPassing,
  type MediaFailure,
} from "./media_errors.ts";

/** What to feed, and whom to tell. */
export interface HlsSourceOptions {
  url: string;
  /** Where to begin, seconds. */
  startAt: number;
  /** Maps every URL before it is loaded. */
  rewrite(url: string): string;
  onReady(): void;
  /** Final: nothing more will come. */
  onFailure(failure: MediaFailure): void;
}

/** Tries after a failed request, each twice as late as the former. Chosen: spans about half a minute. */
const NETWORK_TRIES = 6;
/** Delay before the first of them, ms. Chosen: hls.js has waited on its own before. */
const NETWORK_DELAY_MS = 500;
/** Restarts of the decoder, until media plays again. Source: hls.js API, "recoverMediaError". */
const MEDIA_TRIES = 2;
/** Media kept ahead, s. Chosen: rides out a weak minute, and stays far below the proxy's limits. */
const BUFFER_AHEAD_S = 30;
/** Media kept behind, s. Chosen: short jumps back need no request. */
const BUFFER_BEHIND_S = 30;
const NATIVE_TYPE = "application/vnd.apple.mpegurl";

/** Begins to feed. @returns The disposer; the element is empty after it. */
export async function feedHls(
  video: HTMLVideoElement,
  options: HlsSourceOptions,
  signal: AbortSignal,
): Promise<() => void> {
  const Hls = await importHls().catch(() => null);
  if (signal.aborted) return () => {};
  if (Hls?.isSupported()) return feedByLibrary(video, Hls, options);
  if (video.canPlayType(NATIVE_TYPE)) return feedNatively(video, options);
  options.onFailure(failure(Hls ? "unsupported" : "network"));
  return () => {};
}

async function importHls(): Promise<typeof HlsClass> {
  // The light build has no types of its own; it is the same class with fewer parts.
  const module: { default: typeof HlsClass } = await import("hls.js/light");
  return module.default;
}

function feedByLibrary(
  video: HTMLVideoElement,
  Hls: typeof HlsClass,
  options: HlsSourceOptions,
): () => void {
  const hls = new Hls({
    // Discord's page policy may forbid workers made from blobs.
    enableWorker: false,
    startPosition: options.startAt,
    maxBufferLength: BUFFER_AHEAD_S,
    backBufferLength: BUFFER_BEHIND_S,
    capLevelToPlayerSize: true,
    xhrSetup(xhr, url) {
      xhr.open("GET", options.rewrite(url), true);
    },
  });
  let networkTries = 0;
  let mediaTries = 0;
  let isParsed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function dispose() {
    clearTimeout(timer);
    video.removeEventListener("canplay", options.onReady);
    hls.destroy();
    empty(video);
  }

  function giveUp(final: MediaFailure) {
    dispose();
    options.onFailure(final);
  }

  function onError(_name: string, data: ErrorData) {
    if (!data.fatal) return;
    const failed = fromHlsError(data);
    if (data.type === "mediaError" && failed.kind === "unknown") {
      return mediaTries++ < MEDIA_TRIES
        ? hls.recoverMediaError()
        : giveUp(failure("unsupported"));
    }
    if (!isPassing(failed.kind) || networkTries >= NETWORK_TRIES) {
      return giveUp(failed);
    }
    const delayMs = NETWORK_DELAY_MS * 2 ** networkTries++;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isParsed) hls.startLoad(video.currentTime);
      else hls.loadSource(options.url);
    }, delayMs);
  }

  hls.on(Hls.Events.ERROR, onError);
  hls.on(Hls.Events.MANIFEST_PARSED, () => isParsed = true);
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    networkTries = 0;
    mediaTries = 0;
  });
  video.addEventListener("canplay", options.onReady, { once: true });
  hls.attachMedia(video);
  hls.loadSource(options.url);
  return dispose;
}

function feedNatively(
  video: HTMLVideoElement,
  options: HlsSourceOptions,
): () => void {
  // Some phones fetch no further than this before a tap.
  const onMetadata = () => {
    video.currentTime = options.startAt;
    options.onReady();
  };
  const onError = () => {
    dispose();
    options.onFailure(fromMediaError(video.error));
  };
  function dispose() {
    video.removeEventListener("loadedmetadata", onMetadata);
    video.removeEventListener("error", onError);
    empty(video);
  }
  video.addEventListener("loadedmetadata", onMetadata, { once: true });
  video.addEventListener("error", onError);
  video.src = options.rewrite(options.url);
  return dispose;
}

function empty(video: HTMLVideoElement) {
  video.removeAttribute("src");
  video.load();
}
