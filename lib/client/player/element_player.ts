/**
 * A `<video>` behind the player seam, whatever feeds it.
 * @module
 */
import type { EngineName } from "../../shared/video/video.ts";
import { createFrameSampler } from "./frame_sampler.ts";
import { failure, type MediaFailure } from "./media_errors.ts";
import {
  type FeedOptions,
  type MediaFeed,
  NO_PLAYER_CHOICES,
} from "./media_feed.ts";
import type { Player, PlayerEvent } from "./player.ts";
import { withResolver } from "../../shared/compat/resolvers.ts";

interface ElementPlayerOptions {
  engine: EngineName;
  /** Begins to feed the element; ends when the signal does. */
  feed(
    video: HTMLVideoElement,
    options: FeedOptions,
    signal: AbortSignal,
  ): Promise<MediaFeed>;
  /** Maps every URL before it is loaded. Must leave alone what it has mapped already. @default identity */
  rewrite?: (url: string) => string;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Makes a player on an element that nothing else controls. */
export function createElementPlayer(
  video: HTMLVideoElement,
  options: ElementPlayerOptions,
): Player {
  const now = options.now ?? (() => performance.now());
  const rewrite = options.rewrite ?? ((url: string) => url);
  const listeners = new Set<(event: PlayerEvent) => void>();
  const sampler = createFrameSampler(video, { now });
  const page = new AbortController();
  let loading = new AbortController();
  let feed: MediaFeed | null = null;
  let isStalled = false;
  let isRefilling = false;
  let wantsPlay = false;

  function emit(event: PlayerEvent) {
    for (const listener of [...listeners]) listener(event);
  }

  const programme = () => feed?.programme?.() ?? null;

  function setStalled(next: boolean) {
    if (isStalled === next || isRefilling) return;
    isStalled = next;
    emit({ type: next ? "stalled" : "resumed" });
  }

  function fail({ kind, message }: MediaFailure) {
    emit({ type: "error", kind, message });
  }

  function unload() {
    loading.abort();
    feed?.dispose();
    feed = null;
    delete video.dataset.programmeOffset;
    isStalled = false;
    isRefilling = false;
  }

  /** The element is emptied and filled again, which pauses it: one stall. */
  function onRefill(state: "began" | "done") {
    if (state === "began") {
      setStalled(true);
      isRefilling = true;
      return;
    }
    isRefilling = false;
    if (wantsPlay) void play();
    setStalled(false);
  }

  async function play() {
    try {
      await video.play();
    } catch (error) {
      const name = (error as DOMException).name;
      if (name === "NotAllowedError") emit({ type: "autoplay_blocked" });
      else if (name === "NotSupportedError") fail(failure("unsupported"));
      // Anything else was interrupted by a later pause, seek or load.
    }
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
    engine: options.engine,
    async load({ manifestUrl, startAt, isLive = false, captions, renew }) {
      unload();
      wantsPlay = false;
      loading = new AbortController();
      const { signal } = loading;
      const { promise, resolve } = withResolver();
      signal.addEventListener("abort", () => resolve());
      const next = await options.feed(video, {
        url: manifestUrl,
        startAt,
        isLive,
        captions,
        rewrite,
        renew,
        onReady() {
          const duration = programme() ? Infinity : video.duration;
          emit({ type: "ready", duration });
          // Asked for while there was nothing to play.
          if (wantsPlay && video.paused) void play();
          resolve();
        },
        onRefill,
        onChoices: () => emit({ type: "choices" }),
        onFailure(failed) {
          isRefilling = false;
          fail(failed);
          resolve();
        },
      }, signal);
      if (signal.aborted) next.dispose();
      else feed = next;
      return promise;
    },
    play() {
      wantsPlay = true;
      return play();
    },
    pause() {
      wantsPlay = false;
      video.pause();
    },
    seek(position) {
      const map = programme();
      video.currentTime = map ? map.toMedia(position) : position;
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
    sample() {
      const sample = sampler.sample();
      const map = programme();
      if (!sample || !map) return sample;
      const mediaTime = map.toProgramme(sample.mediaTime);
      // For who looks from outside, such as the simulator.
      video.dataset.programmeOffset = String(mediaTime - sample.mediaTime);
      return { ...sample, mediaTime };
    },
    found() {
      const map = programme();
      if (map) return { kind: "live", ...map.window(now()) };
      const { duration } = video;
      return Number.isFinite(duration) && duration > 0
        ? { kind: "recorded", duration }
        : null;
    },
    buffered() {
      const { buffered } = video;
      const map = programme();
      const place = (s: number) => map ? map.toProgramme(s) : s;
      return Array.from({ length: buffered.length }, (_, i) => ({
        start: place(buffered.start(i)),
        end: place(buffered.end(i)),
      }));
    },
    get choices() {
      return feed?.choices ?? NO_PLAYER_CHOICES;
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
