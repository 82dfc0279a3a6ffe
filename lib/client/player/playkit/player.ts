/**
 * The `playkit` engine: Kaltura's own player behind the player seam, for
 * accounts that need its DRM and plug-ins. Its controls are off; the element
 * that it fills is driven like any other.
 * @module
 */
import { createElementPlayer } from "../element_player.ts";
import {
  failure,
  isPassing,
  type MediaFailure,
  type MediaRefusal,
} from "../media_errors.ts";
import {
  type FeedOptions,
  type MediaFeed,
  NO_PLAYER_CHOICES,
} from "../media_feed.ts";
import type { Player, PlayerEvent, PlayerSource } from "../player.ts";
import { loadPlaykit, type PlaykitPlayer, readPlayUrl } from "./loader.ts";
import { watchParts } from "./parts.ts";
import { choicesOf, configOf, failureOf, withOurManifest } from "./media.ts";

interface PlaykitPlayerOptions {
  /** Maps every URL before it is loaded. @default identity */
  rewrite?: (url: string) => string;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Severity of an error after which nothing more comes. Source: playkit-js, `Error.Severity`. */
const CRITICAL = 2;

let count = 0;

/**
 * Makes a player in place of an element, which is hidden while there is one.
 * @param place The element in whose place it shows.
 */
// deno-lint-ignore house/long-function -- one player: its seam's calls and its events share what it is doing
export function createPlaykitPlayer(
  place: HTMLVideoElement,
  options: PlaykitPlayerOptions = {},
): Player {
  const rewrite = options.rewrite ?? ((url: string) => url);
  const listeners = new Set<(event: PlayerEvent) => void>();
  const wants = { rate: 1, volume: 1, muted: place.muted, plays: false };
  const box = document.createElement("div");
  box.id = `kaltura-player-${++count}`;
  box.className = place.className;
  place.after(box);
  place.hidden = true;
  let loading = new AbortController();
  let kaltura: PlaykitPlayer | null = null;
  let inner: Player | null = null;
  let renewing: "asking" | "loading" | null = null;

  function emit(event: PlayerEvent) {
    for (const listener of [...listeners]) listener(event);
  }

  function fail({ kind, message }: MediaFailure) {
    unload();
    renewing = null;
    emit({ type: "error", kind, message });
  }

  function unload() {
    loading.abort();
    inner?.dispose();
    inner = null;
    try {
      kaltura?.destroy();
    } catch {
      // It reaches for controls that are switched off; the rest goes with the box.
    }
    kaltura = null;
    box.replaceChildren();
  }

  /** @param onReady Told instead of the listeners that the media is there. */
  async function begin(source: PlayerSource, onReady?: () => void) {
    unload();
    loading = new AbortController();
    const { signal } = loading;
    const parts = watchParts({
      signal,
      onNoneLeft: (refusal) => onRefusal(refusal, source, signal),
    });
    const address = readPlayUrl(source.playUrl ?? "");
    if (!address) return fail(failure("unsupported"));
    try {
      const playkit = await loadPlaykit(rewrite(address.script));
      if (signal.aborted) return;
      kaltura = playkit.setup(configOf(address, {
        targetId: box.id,
        source,
        rewrite,
        onRefusal(refusal, { isPart }) {
          if (isPart) parts.refused(refusal);
          else onRefusal(refusal, source, signal);
        },
        onMedia: () => parts.came(),
      }));
      const { entryId } = address;
      const ks = address.ks ?? await source.findKs?.() ?? null;
      if (signal.aborted) return;
      const media = await kaltura.provider.getMediaConfig({
        entryId: entryId ?? source.videoId,
        ...(ks === null ? {} : { ks }),
      });
      if (signal.aborted) return;
      kaltura.addEventListener("error", ({ payload }) => {
        const isFinal = payload?.severity === CRITICAL;
        if (!isFinal || renewing === "asking" || signal.aborted) return;
        const failed = failureOf(payload);
        // It tells that the network failed; the request itself told more.
        const refusal = failed.kind === "network" ? parts.last() : null;
        if (refusal) onRefusal(refusal, source, signal);
        else fail(failed);
      });
      kaltura.setMedia(withOurManifest(media, {
        manifestUrl: new URL(rewrite(source.manifestUrl), location.href).href,
        startAt: source.startAt,
      }));
      await drive(kaltura, { source, signal, onReady });
    } catch (error) {
      if (!signal.aborted) fail(failureOf(error));
    }
  }

  /** Drives the element that Kaltura's player fills. */
  async function drive(
    player: PlaykitPlayer,
    { source, signal, onReady }: {
      source: PlayerSource;
      signal: AbortSignal;
      onReady: (() => void) | undefined;
    },
  ) {
    const video = player.getVideoElement();
    if (!video) return fail(failure("unsupported"));
    video.style.cssText = "width:100%;height:100%";
    const driven = createElementPlayer(video, {
      engine: "playkit",
      rewrite,
      ...(options.now ? { now: options.now } : {}),
      feed: (_video, feedOptions) =>
        filled(player, { video, signal, feedOptions }),
    });
    inner = driven;
    let isQuiet = onReady !== undefined;
    driven.on((event) => {
      if (isQuiet && event.type === "ready") {
        isQuiet = false;
        onReady?.();
      } else if (!isQuiet || event.type === "error") emit(event);
    });
    driven.setVolume(wants.volume);
    driven.setMuted(wants.muted);
    driven.setRate(wants.rate);
    const loaded = driven.load(source);
    if (wants.plays) void driven.play();
    await loaded;
  }

  function onRefusal(
    { failed, mayRenew, isFinal }: MediaRefusal,
    source: PlayerSource,
    signal: AbortSignal,
  ) {
    // While a new permission is on its way, the old one fails and fails.
    if (signal.aborted || renewing === "asking") return;
    if (mayRenew && renewing === null) void renew(failed, { source, signal });
    else if (mayRenew || isFinal || !isPassing(failed.kind)) fail(failed);
  }

  /** Loads the video anew with a new permission, from where it is. */
  async function renew(
    failed: MediaFailure,
    { source, signal }: { source: PlayerSource; signal: AbortSignal },
  ) {
    if (!source.renew) return fail(failed);
    renewing = "asking";
    try {
      const fresh = await source.renew();
      if (signal.aborted) return;
      renewing = "loading";
      const startAt = inner?.sample()?.mediaTime ?? source.startAt;
      emit({ type: "stalled" });
      await begin({ ...source, ...fresh, startAt }, () => {
        renewing = null;
        emit({ type: "resumed" });
      });
    } catch {
      if (!signal.aborted) fail(failed);
    }
  }

  return {
    engine: "playkit",
    load(source) {
      renewing = null;
      return begin(source);
    },
    async play() {
      wants.plays = true;
      await inner?.play();
    },
    pause() {
      wants.plays = false;
      inner?.pause();
    },
    seek: (position) => inner?.seek(position),
    setRate(rate) {
      wants.rate = rate;
      inner?.setRate(rate);
    },
    setVolume(volume) {
      wants.volume = volume;
      inner?.setVolume(volume);
    },
    setMuted(muted) {
      wants.muted = muted;
      inner?.setMuted(muted);
    },
    sample: () => inner?.sample() ?? null,
    found: () => inner?.found() ?? null,
    buffered: () => inner?.buffered() ?? [],
    get choices() {
      return inner?.choices ?? NO_PLAYER_CHOICES;
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose() {
      unload();
      listeners.clear();
      box.remove();
      place.hidden = false;
    },
  };
}

/** Kaltura's player has filled the element; what is left is to wait for it. */
function filled(
  player: PlaykitPlayer,
  { video, signal, feedOptions }: {
    video: HTMLVideoElement;
    signal: AbortSignal;
    feedOptions: FeedOptions;
  },
): Promise<MediaFeed> {
  const { onReady, onChoices } = feedOptions;
  if (video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) onReady();
  else video.addEventListener("canplay", onReady, { once: true, signal });
  return Promise.resolve({
    choices: choicesOf(player, onChoices),
    dispose() {},
  });
}
