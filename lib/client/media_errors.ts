/**
 * What went wrong with media, in the words of the player seam.
 * @module
 */
import type { ErrorData } from "hls.js";
import type { PlayerErrorKind } from "./player.ts";

/** A failure that a person can be told. */
export interface MediaFailure {
  kind: PlayerErrorKind;
  /** Sentence for the person. */
  message: string;
}

const SENTENCES: Record<PlayerErrorKind, string> = {
  network: "The video cannot be reached. Check your connection and try again.",
  not_found: "This video is not there any more.",
  not_allowed: "You may not watch this video.",
  expired: "The permission to watch has run out. Try again.",
  unsupported: "This device cannot play this video.",
  drm: "This video is protected in a way that this player does not support.",
  unknown: "The video stopped for an unknown reason. Try again.",
};

/** Makes a failure of a kind. */
export function failure(kind: PlayerErrorKind): MediaFailure {
  return { kind, message: SENTENCES[kind] };
}

/** Reads a fatal error of hls.js. */
export function fromHlsError(data: ErrorData): MediaFailure {
  const status = data.response?.code ?? 0;
  const details: string = data.details;
  if (data.type === "keySystemError") return failure("drm");
  if (/codec/i.test(details)) return failure("unsupported");
  if (data.type === "networkError") return failure(kindOfStatus(status));
  return failure("unknown");
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
  return kind === "network";
}

function kindOfStatus(status: number): PlayerErrorKind {
  switch (status) {
    case 401:
      return "expired";
    case 403:
      return "not_allowed";
    case 404:
    case 410:
      return "not_found";
    default:
      return "network";
  }
}
