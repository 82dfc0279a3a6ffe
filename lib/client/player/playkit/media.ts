/**
 * Between Kaltura's player and the player seam: media, choices and errors.
 * @module
 */
import {
  failure,
  isOfPart,
  isPassing,
  type MediaFailure,
  type MediaRefusal,
  refusalOf,
} from "../media_errors.ts";
import type { PlayerChoices, PlayerTrack } from "../choices.ts";
import { keepGrant } from "../media_grant.ts";
import type { PlayerErrorKind, PlayerSource } from "../player.ts";
import {
  type PlaykitAddress,
  type PlaykitError,
  PlaykitLoadError,
  type PlaykitMedia,
  type PlaykitPlayer,
  type PlaykitTrack,
} from "./loader.ts";
import { qualities } from "../quality.ts";

/** Configuration of Kaltura's player: no controls, no memory, no reports of its own. */
export function configOf(
  { partnerId, uiConfId, origin }: PlaykitAddress,
  { targetId, source, rewrite, onRefusal, onMedia }: {
    targetId: string;
    source: PlayerSource;
    rewrite(url: string): string;
    /** `isPart`: of one quality or piece, and others may be there. */
    onRefusal(refusal: MediaRefusal, options: { isPart: boolean }): void;
    /** A piece of media has come. */
    onMedia(): void;
  },
): Record<string, unknown> {
  const { manifestUrl, renew } = source;
  const grant = keepGrant({ manifestUrl, renew });
  const cdnUrl = new URL(rewrite(`${origin}/`), location.href).href
    .replace(/\/$/, "");
  const hls = {
    enableWorker: false,
    async xhrSetup(request: XMLHttpRequest, url: string) {
      request.addEventListener("loadend", () => {
        const refusal = refusalOf(request);
        if (refusal && !isPassing(refusal.failed.kind)) {
          onRefusal(refusal, { isPart: isOfPart(request) });
        } else if (request.status < 300 && isMedia(request)) onMedia();
      });
      request.open("GET", rewrite(await grant.fresh(url)), true);
    },
  };
  return {
    targetId,
    provider: {
      partnerId,
      uiConfId,
      env: { serviceUrl: `${cdnUrl}/api_v3`, cdnUrl },
    },
    ui: { disable: true },
    // Volume and the like are the app's to remember.
    disableUserCache: true,
    log: { level: "OFF", playerVersion: false },
    // It reports to hosts that Discord's proxy does not reach.
    plugins: { kava: { disable: true } },
    text: { useNativeTextTrack: true },
    playback: {
      autoplay: false,
      preload: "auto",
      playsinline: true,
      options: { html5: { hls } },
    },
    network: {},
  };
}

/** Playlists come as text. */
function isMedia({ status, responseType }: XMLHttpRequest): boolean {
  return status >= 200 && responseType === "arraybuffer";
}

/**
 * Puts our manifest in place of Kaltura's: its addresses work inside Discord
 * and tell no KS. What needs DRM keeps its own way.
 */
export function withOurManifest(
  media: PlaykitMedia,
  { manifestUrl, startAt }: { manifestUrl: string; startAt: number },
): PlaykitMedia {
  const { sources } = media;
  const offered = [...sources.hls ?? [], ...sources.dash ?? []];
  const needsDrm = offered.length > 0 &&
    offered.every(({ drmData }) => (drmData?.length ?? 0) > 0);
  return {
    ...media,
    sources: {
      ...sources,
      startTime: startAt,
      ...(needsDrm ? {} : {
        hls: [{ id: "cowatch", url: manifestUrl, mimetype: HLS_TYPE }],
        dash: [],
        progressive: [],
      }),
    },
  };
}

const HLS_TYPE = "application/x-mpegURL";

/** What a viewer may choose in a player of Kaltura's. */
export function choicesOf(
  player: PlaykitPlayer,
  onChoices: () => void,
): PlayerChoices {
  let quality: number | null = null;
  for (
    const type of ["trackschanged", "texttrackchanged", "audiotrackchanged"]
  ) {
    player.addEventListener(type, onChoices);
  }
  const texts = () =>
    player.getTracks("text").filter(({ language }) => language !== "off");
  const active = (tracks: PlaykitTrack[]) => {
    const found = tracks.find((track) => track.active);
    return found ? idOf(found) : null;
  };
  const select = (tracks: PlaykitTrack[], id: string) => {
    const found = tracks.find((track) => idOf(track) === id);
    if (found) player.selectTrack(found);
  };
  return {
    now() {
      const audio = player.getTracks("audio");
      return {
        qualities: qualities(
          player.getTracks("video").map(({ index, height, bandwidth }) => ({
            id: index,
            height,
            bitrate: bandwidth,
          })),
        ),
        quality,
        captionTracks: texts().map(asTrack),
        captionTrack: active(texts()),
        audioTracks: audio.length > 1 ? audio.map(asTrack) : [],
        audioTrack: active(audio),
      };
    },
    setQuality(id) {
      quality = id;
      const track = player.getTracks("video").find(({ index }) => index === id);
      if (track) player.selectTrack(track);
      else player.enableAdaptiveBitrate();
      onChoices();
    },
    setCaptionTrack(id) {
      if (id === null) player.hideTextTrack();
      else select(texts(), id);
      onChoices();
    },
    setAudioTrack(id) {
      select(player.getTracks("audio"), id);
      onChoices();
    },
  };
}

function idOf({ id, index, language }: PlaykitTrack): string {
  return `${language ?? ""} ${id ?? index}`;
}

function asTrack(track: PlaykitTrack): PlayerTrack {
  const { language = "", label } = track;
  return { id: idOf(track), language, label: label || language };
}

/** Codes of Kaltura's provider and player. Source: playkit-js-providers and playkit-js, `Error.Code`. */
const CODES: Readonly<Record<number, PlayerErrorKind>> = {
  2001: "not_allowed", // blocked by access control
  2002: "not_found", // not ready
  2003: "not_scheduled",
  2004: "not_found", // deleted
  3001: "not_found", // nothing to play
};
/** Category of errors of the network. Source: playkit-js, `Error.Category`. */
const NETWORK = 1;
/** Category of errors of DRM. Source: playkit-js, `Error.Category`. */
const DRM = 6;

/** Reads what Kaltura's player or its loader has thrown or told. */
export function failureOf(error: unknown): MediaFailure {
  const { category, code, data } = (error ?? {}) as Partial<PlaykitError>;
  const kind = CODES[code ?? 0];
  if (kind) return failure(kind);
  if (/INVALID_KS|KS_EXPIRED/.test(textOf(data))) return failure("expired");
  if (/ENTRY_ID_NOT_FOUND/.test(textOf(data))) return failure("not_found");
  if (category === DRM) return failure("drm");
  if (category === NETWORK || error instanceof PlaykitLoadError) {
    return failure("network");
  }
  return failure("unknown");
}

function textOf(data: unknown): string {
  try {
    return JSON.stringify(data) ?? "";
  } catch {
    // It refers to itself: nothing that we read in it.
    return "";
  }
}
