/**
 * What went wrong with media, in the words of the player seam.
 * @module
 */
import type { ErrorData } from "hls.js";
import type { ErrorCode } from "../../shared/errors.ts";
import type { PlayerErrorKind } from "./player.ts";
import { parseUrl } from "../../shared/compat/parse_url.ts";
import { t } from "../../shared/texts.ts";

/** A failure that a person can be told. */
export interface MediaFailure {
  kind: PlayerErrorKind;
  /** Sentence for the person. */
  message: string;
}

/** What our server's words mean to a player. */
const KINDS: Partial<Record<ErrorCode, PlayerErrorKind>> = {
  media_not_found: "not_found",
  unknown_video: "not_found",
  media_forbidden: "not_allowed",
  media_geo_blocked: "geo_blocked",
  media_not_scheduled: "not_scheduled",
  media_expired: "expired",
  media_link_expired: "expired",
  media_protected: "drm",
  media_unreadable: "unsupported",
  media_host_refused: "unsupported",
  media_unavailable: "network",
};

/** Makes a failure of a kind. */
export function failure(kind: PlayerErrorKind): MediaFailure {
  const isOffline = kind === "network" &&
    globalThis.navigator?.onLine === false;
  const told = isOffline ? "offline" : kind;
  return { kind: told, message: t().media[told] };
}

/** A request for media that was refused. */
export interface MediaRefusal {
  failed: MediaFailure;
  /** A new permission may help: a CDN answers old tokens as it answers strangers, our server knows better. */
  mayRenew: boolean;
  /** Our server said so, and asking again will not change it. */
  isFinal: boolean;
}

/** Reads a request that has ended; `null` when it was not refused. */
export function refusalOf(request: XMLHttpRequest): MediaRefusal | null {
  const { status } = request;
  if (status < 400) return null;
  const ours = told(request);
  if (!ours) {
    const mayRenew = [401, 403, 410].includes(status);
    return { failed: failure(kindOfStatus(status)), mayRenew, isFinal: false };
  }
  // Of a part of a video our server knows only what the CDN said, which
  // answers old tokens so.
  const mayRenew = ours.kind === "expired" ||
    (ours.kind === "not_allowed" && isOfPart(request));
  return {
    failed: ours,
    mayRenew,
    isFinal: !mayRenew && !isPassing(ours.kind),
  };
}

/** Whether a request was for one quality, sound or piece of a video, not for the video as a whole. */
export function isOfPart({ responseURL }: XMLHttpRequest): boolean {
  const url = parseUrl(responseURL);
  return url !== null && (!url.pathname.endsWith("/manifest.m3u8") ||
    url.searchParams.has("target"));
}

/** Reads an error of hls.js. */
export function fromHlsError(data: ErrorData): MediaFailure {
  const details: string = data.details;
  if (data.type === "keySystemError") return failure("drm");
  if (/codec/i.test(details)) return failure("unsupported");
  // It reads no better the next time.
  if (/^(manifest|level)Parsing/.test(details)) return failure("unsupported");
  if (data.type === "networkError") {
    return refusalOfHls(data)?.failed ?? failure("network");
  }
  return failure("unknown");
}

/** The refused request behind an error of hls.js. */
export function refusalOfHls(
  { networkDetails }: ErrorData,
): MediaRefusal | null {
  return networkDetails instanceof XMLHttpRequest
    ? refusalOf(networkDetails)
    : null;
}

/** Reads the error of a media element. */
export function fromMediaError(error: MediaError | null): MediaFailure {
  switch (error?.code) {
    case MediaError.MEDIA_ERR_NETWORK:
      return failure("network");
    case MediaError.MEDIA_ERR_DECODE:
    case MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED:
      return failure("unsupported");
    default:
      return failure("unknown");
  }
}

/** Whether trying again may help. */
export function isPassing(kind: PlayerErrorKind): boolean {
  return kind === "network" || kind === "offline";
}

/** Asks once more for what a browser refused to play without a reason. @returns The reason; `null` when it is there. */
export async function whyRefused(url: string): Promise<MediaFailure | null> {
  const answer = await fetch(url).catch(() => null);
  if (!answer) return failure("network");
  if (answer.ok) {
    await answer.body?.cancel();
    return null;
  }
  return read(await answer.text()) ?? failure(kindOfStatus(answer.status));
}

/** What our server said, where it was ours that answered. */
function told(request: XMLHttpRequest): MediaFailure | null {
  return request.responseType === "text" || request.responseType === ""
    ? read(request.responseText)
    : null;
}

function read(text: string): MediaFailure | null {
  try {
    const { error, code } = JSON.parse(text);
    const kind = KINDS[code as ErrorCode];
    if (!kind || typeof error !== "string") return null;
    return { ...failure(kind), ...reasonOf(code) };
  } catch {
    // Somebody else's answer.
    return null;
  }
}

/** What no device plays is not this one's fault. */
function reasonOf(code: ErrorCode): Pick<MediaFailure, "message"> | null {
  switch (code) {
    case "media_unreadable":
      return { message: t().media.unreadable };
    case "media_host_refused":
      return { message: t().media.unknownHost };
    default:
      return null;
  }
}

function kindOfStatus(status: number): PlayerErrorKind {
  switch (status) {
    case 401:
    case 410:
      return "expired";
    case 403:
      return "not_allowed";
    case 404:
      return "not_found";
    case 451:
      return "geo_blocked";
    default:
      return "network";
  }
}
