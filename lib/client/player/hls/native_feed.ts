/**
 * Feeds a `<video>` by the browser's own HLS, where it has no Media Source
 * Extensions: older iPhones. It picks the quality by itself.
 * @module
 */
import { fetchCaptions } from "../../captions/caption_pieces.ts";
import { createCaptions, fileSources } from "../../captions/captions.ts";
import { failure, fromMediaError, whyRefused } from "../media_errors.ts";
import { nativeProgramme } from "./native_programme.ts";
import { NO_CHOICES } from "../choices.ts";
import {
  empty,
  type FeedOptions,
  type MediaFeed,
  NO_PLAYER_CHOICES,
} from "../media_feed.ts";

/** Begins to feed. */
export function feedNatively(
  video: HTMLVideoElement,
  options: FeedOptions,
): MediaFeed {
  const page = new AbortController();
  const { signal } = page;
  let hasPlayed = false;
  let url = options.url;
  let startAt = options.startAt;
  let isRefilling = false;

  /** The browser tells no status, so any failure after a good start may be an old permission. */
  async function onError() {
    const failed = fromMediaError(video.error);
    if (!hasPlayed || !options.renew) {
      const reason = await whyRefused(options.rewrite(url));
      if (!signal.aborted) giveUp(reason ?? failed);
      return;
    }
    hasPlayed = false;
    isRefilling = true;
    startAt = video.currentTime || startAt;
    options.onRefill("began");
    try {
      const { manifestUrl } = await options.renew();
      url = manifestUrl;
      if (!signal.aborted) video.src = options.rewrite(url);
    } catch {
      if (!signal.aborted) giveUp(failure("expired"));
    }
  }

  function giveUp(failed: ReturnType<typeof failure>) {
    dispose();
    options.onFailure(failed);
  }

  function dispose() {
    page.abort();
    reader.dispose();
    empty(video);
  }

  // Some phones fetch no further than this before a tap.
  video.addEventListener("loadedmetadata", () => {
    // Of a broadcast the browser knows where live is.
    if (!nativeProgramme(video, options.isLive)) video.currentTime = startAt;
    if (isRefilling) options.onRefill("done");
    else options.onReady();
    isRefilling = false;
    options.onChoices();
  }, { signal });
  video.addEventListener("playing", () => hasPlayed = true, { signal });
  video.addEventListener("error", () => void onError(), { signal });
  const captions = () =>
    [...video.textTracks].filter(({ kind, label, language }) =>
      (kind === "subtitles" || kind === "captions") && (label || language)
    );
  video.textTracks.addEventListener("addtrack", options.onChoices, { signal });
  const files = fileSources(options.captions ?? []);
  let fileId: string | null = null;
  const reader = createCaptions(video, {
    fetchText: (url, signal) => fetchCaptions(options.rewrite(url), signal),
    // The browser tells nothing of its clock.
    stretches: () => [],
  });
  // Without it Chromium plays nothing whose segments are on another host.
  video.crossOrigin = "anonymous";
  video.src = options.rewrite(url);

  return {
    choices: {
      ...NO_PLAYER_CHOICES,
      now() {
        const named = captions().map(({ label, language }, i) => ({
          id: String(i),
          language,
          label: label || language,
        }));
        const shown = captions().findIndex(({ mode }) => mode === "showing");
        return {
          ...NO_CHOICES,
          captionTracks: named.length > 0
            ? named
            : files.map(({ id, language, label }) => ({ id, language, label })),
          captionTrack: shown < 0 ? fileId : String(shown),
        };
      },
      setCaptionTrack(id) {
        const file = files.find((one) => one.id === id) ?? null;
        fileId = file?.id ?? null;
        reader.show(file);
        captions().forEach((track, i) => {
          track.mode = String(i) === id ? "showing" : "disabled";
        });
        options.onChoices();
      },
    },
    programme: () => nativeProgramme(video, options.isLive),
    dispose,
  };
}
