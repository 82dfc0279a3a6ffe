/**
 * Feeds a `<video>` from an HLS manifest: by hls.js where the browser has
 * Media Source Extensions, else by the browser's own HLS.
 * @module
 */
import type HlsClass from "hls.js";
import { failure } from "../media_errors.ts";
import {
  type FeedOptions,
  type MediaFeed,
  NO_PLAYER_CHOICES,
} from "../media_feed.ts";

/** Media type by which a browser says that it plays HLS. */
const NATIVE_TYPE = "application/vnd.apple.mpegurl";
const NO_FEED: MediaFeed = { choices: NO_PLAYER_CHOICES, dispose() {} };

/** Begins to feed. @returns The feed; the element is empty after its disposal. */
export async function feedHls(
  video: HTMLVideoElement,
  options: FeedOptions,
  signal: AbortSignal,
): Promise<MediaFeed> {
  const parts = await importParts().catch(() => null);
  if (signal.aborted) return NO_FEED;
  if (!parts) {
    options.onFailure(failure("network"));
    return NO_FEED;
  }
  const { Hls, feedByLibrary, feedNatively } = parts;
  if (Hls.isSupported()) {
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
  options.onFailure(failure("unsupported"));
  return NO_FEED;
}

/** Fetches what a video needs before there is one, so that its start is quicker. */
export function prepareHls(): void {
  // It is tried again, and told, when there is a video.
  importParts().catch(() => {});
}

/** What is needed once there is a video: far more than the rest of the page. */
async function importParts() {
  const [light, library, native] = await Promise.all([
    import("hls.js/light"),
    import("./feed.ts"),
    import("./native_feed.ts"),
  ]);
  // The light build has no types of its own; it is the same class with fewer parts.
  const { default: Hls }: { default: typeof HlsClass } = light;
  return { Hls, ...library, ...native };
}

async function importFull(): Promise<typeof HlsClass> {
  return (await import("hls.js")).default;
}

/** A feed that stands for whichever one is there. */
function handle(feed: () => MediaFeed): MediaFeed {
  return {
    get choices() {
      return feed().choices;
    },
    programme: () => feed().programme?.() ?? null,
    dispose: () => feed().dispose(),
  };
}
