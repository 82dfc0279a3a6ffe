/**
 * The `playkit` engine: Kaltura's own player behind the player seam, for
 * accounts that need its DRM and plug-ins. Its controls are off; the element
 * that it fills is driven like any other.
 * @module
 */
import { createElementPlayer } from "./element_player.ts";
import { failure, type MediaFailure } from "./media_errors.ts";
import type { MediaFeed } from "./media_feed.ts";
import { keepGrant, type MediaGrant } from "./media_grant.ts";
import type { Player, PlayerEvent, PlayerSource } from "./player.ts";
import { choicesOf, failureOf, withOurManifest } from "./playkit_media.ts";
import {
  loadPlaykit,
  type PlaykitAddress,
  type PlaykitPlayer,
  readPlayUrl,
} from "./playkit_loader.ts";

/** Options of {@linkcode createPlaykitPlayer}. */
export interface PlaykitPlayerOptions {
  /** Maps every URL before it is loaded. @default identity */
  rewrite?: (url: string) => string;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

let count = 0;

/**
 * Makes a player in place of an element, which is hidden while there is one.
 * @param place The element in whose place it shows.
 */
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

  function emit(event: PlayerEvent) {
    for (const listener of [...listeners]) listener(event);
  }

  function fail({ kind, message }: MediaFailure) {
    emit({ type: "error", kind, message });
  }

  function unload() {
    loading.abort();
    inner?.dispose();
    inner = null;
    // Its own clean-up reaches for user interface parts that are switched off.
    try {
      kaltura?.destroy();
    } catch {
      // What is left goes with the box.
    }
    kaltura = null;
    box.replaceChildren();
  }

  async function load(source: PlayerSource) {
    unload();
    loading = new AbortController();
    const { signal } = loading;
    const address = readPlayUrl(source.playUrl ?? "");
    if (!address) return fail(failure("unsupported"));
    try {
      const playkit = await loadPlaykit(rewrite(address.script));
      if (signal.aborted) return;
      const grant = keepGrant({
        manifestUrl: source.manifestUrl,
        renew: source.renew,
      });
      kaltura = playkit.setup(configOf(address, { box, grant, rewrite }));
      await fill(kaltura, { source, address, signal });
    } catch (error) {
      if (!signal.aborted) fail(failureOf(error));
    }
  }

  async function fill(
    player: PlaykitPlayer,
    { source, address, signal }: {
      source: PlayerSource;
      address: PlaykitAddress;
      signal: AbortSignal;
    },
  ) {
    const { ks, entryId } = address;
    const media = await player.provider.getMediaConfig({
      entryId: entryId ?? source.videoId,
      ...(ks === null ? {} : { ks }),
    });
    if (signal.aborted) return;
    let onError = (failed: MediaFailure) => fail(failed);
    player.addEventListener("error", ({ payload }) => {
      if (payload?.severity === CRITICAL) onError(failureOf(payload));
    });
    player.setMedia(withOurManifest(media, {
      manifestUrl: new URL(rewrite(source.manifestUrl), location.href).href,
      startAt: source.startAt,
    }));
    const video = player.getVideoElement();
    if (!video) return fail(failure("unsupported"));
    video.style.cssText = "width:100%;height:100%";
    inner = createElementPlayer(video, {
      engine: "playkit",
      rewrite,
      now: options.now,
      feed: (_video, { onReady, onChoices, onFailure }) => {
        onError = (failed) => {
          if (failed.kind === "expired" && source.renew) void renew(failed);
          else onFailure(failed);
        };
        const isReady = video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
        if (isReady) onReady();
        else {
          video.addEventListener("canplay", onReady, { once: true, signal });
        }
        const choices = choicesOf(player, onChoices);
        const feed: MediaFeed = { ...choices, dispose() {} };
        return Promise.resolve(feed);
      },
    });

    /** Loads the video anew with a new permission, from where it is. */
    async function renew(failed: MediaFailure) {
      const startAt = video?.currentTime || source.startAt;
      emit({ type: "stalled" });
      try {
        const manifestUrl = await source.renew?.();
        if (signal.aborted || manifestUrl === undefined) return;
        // A second failure is final.
        const { renew: _, ...once } = source;
        await load({ ...once, manifestUrl, startAt });
        emit({ type: "resumed" });
      } catch {
        if (!signal.aborted) fail(failed);
      }
    }

    inner.on(emit);
    inner.setVolume(wants.volume);
    inner.setMuted(wants.muted);
    inner.setRate(wants.rate);
    if (wants.plays) void inner.play();
    await inner.load(source);
  }

  return {
    engine: "playkit",
    load,
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
    buffered: () => inner?.buffered() ?? [],
    levels: () => inner?.levels() ?? [],
    level: () => inner?.level() ?? null,
    setLevel: (id) => inner?.setLevel(id),
    tracks: () => inner?.tracks() ?? [],
    track: () => inner?.track() ?? null,
    setTrack: (id) => inner?.setTrack(id),
    sounds: () => inner?.sounds() ?? [],
    sound: () => inner?.sound() ?? null,
    setSound: (id) => inner?.setSound(id),
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

/** Severity of an error after which nothing more comes. Source: playkit-js, `Error.Severity`. */
const CRITICAL = 2;

function configOf(
  { partnerId, uiConfId, origin }: PlaykitAddress,
  { box, grant, rewrite }: {
    box: HTMLElement;
    grant: MediaGrant;
    rewrite(url: string): string;
  },
): Record<string, unknown> {
  const cdnUrl = new URL(rewrite(`${origin}/`), location.href).href
    .replace(/\/$/, "");
  return {
    targetId: box.id,
    provider: {
      partnerId,
      uiConfId,
      env: { serviceUrl: `${cdnUrl}/api_v3`, cdnUrl },
    },
    ui: { disable: true },
    // Volume and the like are the app's to remember.
    disableUserCache: true,
    log: { level: "OFF" },
    // Reports to hosts that Discord's proxy does not reach.
    plugins: { kava: { disable: true } },
    text: { useNativeTextTrack: true },
    playback: {
      autoplay: false,
      preload: "auto",
      playsinline: true,
      options: {
        html5: {
          hls: {
            enableWorker: false,
            async xhrSetup(xhr: XMLHttpRequest, url: string) {
              xhr.open("GET", rewrite(await grant.fresh(url)), true);
            },
          },
        },
      },
    },
    network: {},
  };
}
