/**
 * The `hls` engine: a plain `<video>` behind the player seam.
 * @module
 */
import { createFrameSampler } from "./frame_sampler.ts";
import { feedHls } from "./hls_source.ts";
import { failure, type MediaFailure } from "./media_errors.ts";
import type { Player, PlayerEvent } from "./player.ts";

/** Options of {@linkcode createHlsPlayer}. */
export interface HlsPlayerOptions {
  /** Maps every URL before it is loaded. Must leave alone what it has mapped already. @default identity */
  rewrite?: (url: string) => string;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Makes a player on an element that nothing else controls. */
export function createHlsPlayer(
  video: HTMLVideoElement,
  options: HlsPlayerOptions = {},
): Player {
  const now = options.now ?? (() => performance.now());
  const rewrite = options.rewrite ?? ((url: string) => url);
  const listeners = new Set<(event: PlayerEvent) => void>();
  const sampler = createFrameSampler(video, { now });
  const page = new AbortController();
  let loading = new AbortController();
  let stopFeeding = () => {};
  let isStalled = false;

  function emit(event: PlayerEvent) {
    for (const listener of [...listeners]) listener(event);
  }

  function setStalled(next: boolean) {
    if (isStalled === next) return;
    isStalled = next;
    emit({ type: next ? "stalled" : "resumed" });
  }

  function fail({ kind, message }: MediaFailure) {
    emit({ type: "error", kind, message });
  }

  function unload() {
    loading.abort();
    stopFeeding();
    stopFeeding = () => {};
    isStalled = false;
  }

  function listen(type: keyof HTMLVideoElementEventMap, react: () => void) {
    video.addEventListener(type, react, { signal: page.signal });
  }

  listen("waiting", () => {
    if (!video.seeking && !video.paused) setStalled(true);
  });
  for (const type of ["playing", "seeking", "pause"] as const) {
    listen(type, () => setStalled(false));
  }
  listen("seeked", () => emit({ type: "seeked" }));
  // A seek has landed in full only when what follows is there too.
  listen("canplay", () => emit({ type: "seeked" }));
  listen("ended", () => emit({ type: "ended" }));
  video.preservesPitch = true;
  video.playsInline = true;

  return {
    engine: "hls",
    async load({ manifestUrl, startAt }) {
      unload();
      loading = new AbortController();
      const { signal } = loading;
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => resolve());
      const stop = await feedHls(video, {
        url: manifestUrl,
        startAt,
        rewrite,
        onReady() {
          emit({ type: "ready", duration: video.duration });
          resolve();
        },
        onFailure(failed) {
          fail(failed);
          resolve();
        },
      }, signal);
      if (signal.aborted) stop();
      else stopFeeding = stop;
      return promise;
    },
    async play() {
      try {
        await video.play();
      } catch (error) {
        const name = (error as DOMException).name;
        if (name === "NotAllowedError") emit({ type: "autoplay_blocked" });
        else if (name === "NotSupportedError") fail(failure("unsupported"));
        // Anything else was interrupted by a later pause, seek or load.
      }
    },
    pause: () => video.pause(),
    seek(position) {
      video.currentTime = position;
    },
    setRate(rate) {
      sampler.noteRate(rate);
      // A load resets the rate to the default one.
      video.defaultPlaybackRate = rate;
      video.playbackRate = rate;
    },
    setVolume(volume) {
      video.volume = Math.min(1, Math.max(0, volume));
    },
    setMuted(muted) {
      video.muted = muted;
    },
    sample: () => sampler.sample(),
    buffered() {
      const { buffered } = video;
      return Array.from({ length: buffered.length }, (_, i) => ({
        start: buffered.start(i),
        end: buffered.end(i),
      }));
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose() {
      unload();
      page.abort();
      sampler.dispose();
      listeners.clear();
    },
  };
}
