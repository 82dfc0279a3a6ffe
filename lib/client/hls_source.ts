/**
 * Feeds a `<video>` from an HLS manifest: by hls.js where the browser has
 * Media Source Extensions, else by the browser's own HLS.
 * @module
 */
import type HlsClass from "hls.js";
import { feedByLibrary } from "./hls_feed.ts";
import { failure, type MediaFailure } from "./media_errors.ts";
import { type FeedOptions, type MediaFeed, NO_CHOICES } from "./media_feed.ts";
import { feedNatively, NATIVE_TYPE } from "./native_feed.ts";

const NO_FEED: MediaFeed = { ...NO_CHOICES, dispose() {} };

/** Begins to feed. @returns The feed; the element is empty after its disposal. */
export async function feedHls(
  video: HTMLVideoElement,
  options: FeedOptions,
  signal: AbortSignal,
): Promise<MediaFeed> {
  const Hls = await importLight().catch(() => null);
  if (signal.aborted) return NO_FEED;
  if (Hls?.isSupported()) {
    let feed: MediaFeed = feedByLibrary(video, Hls, {
      ...options,
      // The light build has no sounds of their own. Videos that need them are
      // few, so the full one comes when the first does.
      onSounds() {
        feed.dispose();
        void importFull().then((Full) => {
          if (!signal.aborted) feed = feedByLibrary(video, Full, options);
        }, () => options.onFailure(failure("network")));
      },
    });
    return handle(() => feed);
  }
  if (video.canPlayType(NATIVE_TYPE)) return feedNatively(video, options);
  const failed: MediaFailure = failure(Hls ? "unsupported" : "network");
  options.onFailure(failed);
  return NO_FEED;
}

async function importLight(): Promise<typeof HlsClass> {
  // The light build has no types of its own; it is the same class with fewer parts.
  const module: { default: typeof HlsClass } = await import("hls.js/light");
  return module.default;
}

async function importFull(): Promise<typeof HlsClass> {
  return (await import("hls.js")).default;
}

/** A feed that stands for whichever one is there. */
function handle(feed: () => MediaFeed): MediaFeed {
  return {
    levels: () => feed().levels(),
    level: () => feed().level(),
    setLevel: (id) => feed().setLevel(id),
    tracks: () => feed().tracks(),
    track: () => feed().track(),
    setTrack: (id) => feed().setTrack(id),
    sounds: () => feed().sounds(),
    sound: () => feed().sound(),
    setSound: (id) => feed().setSound(id),
    dispose: () => feed().dispose(),
  };
}
