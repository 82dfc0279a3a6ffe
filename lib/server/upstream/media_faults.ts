/**
 * What Kaltura's refusals mean to a viewer. Kaltura gives its reason in the
 * header `X-Kaltura: error-<number>`, often with status 200 and no body.
 * @module
 */
import { DomainError, type ErrorCode } from "../../shared/errors.ts";

type MediaCode = Extract<ErrorCode, `media_${string}`>;

const SENTENCES: Record<MediaCode, string> = {
  media_not_found: "Kaltura has no media for this video. Pick another one.",
  media_forbidden:
    "You may not watch this video from this account or place. Pick another one.",
  media_geo_blocked:
    "This video may not be shown in this part of the world. Pick another one.",
  media_not_scheduled:
    "This video is not available at this time. Come back later, or pick another one.",
  media_expired: "Your permission to watch has expired. Try again to renew it.",
  media_link_expired:
    "This link to the video is too old. Sync with the room to go on.",
  media_protected:
    "This video is copy-protected and does not play here. Pick another one.",
  media_unreadable:
    "This video is in a format that cannot be played here. Pick another one.",
  media_host_refused:
    "This video is on a server that Cowatch is not set up for. Pick another one.",
  media_unavailable:
    "Kaltura cannot deliver this video right now. Try again in a moment.",
};

/** Numbers of `X-Kaltura: error-<number>`. Source: kaltura/server, `KExternalErrors`. */
const REASONS: Readonly<Record<string, MediaCode>> = {
  1: "media_not_found", // entry not found
  2: "media_not_scheduled",
  3: "media_forbidden", // access control
  4: "media_expired", // KS is no KS
  5: "media_not_found", // no file
  6: "media_not_found", // no flavor
  7: "media_expired", // KS is not valid, often since it ended
  8: "media_not_found", // no entry and no widget
  9: "media_not_found", // deleted or rejected
  12: "media_not_found", // not of a type that plays
  13: "media_forbidden", // in moderation
  16: "media_geo_blocked", // country
  18: "media_forbidden", // delivery method
  21: "media_not_found", // no widget
  27: "media_expired", // token is not valid
  28: "media_expired", // token ended
  30: "media_forbidden", // access control of a service
  31: "media_expired", // KS ended
  34: "media_geo_blocked", // network address
  36: "media_not_scheduled", // live, and not on
  58: "media_not_found", // in the bin
};

/** A refusal of a kind. @param cause Logged, never sent. */
export function mediaFault(code: MediaCode, cause?: unknown): DomainError {
  return new DomainError(code, SENTENCES[code], { cause });
}

/** @returns The fault in an answer of Kaltura, or `null`. @see SPEC M5 */
export function faultOf(
  { status, headers }: { status: number; headers: Headers },
): DomainError | null {
  const [, number] = /^(?:cached-)?error-(\d{1,3})\b/.exec(
    headers.get("x-kaltura") ?? "",
  ) ?? [];
  const isGood = status === 200 || status === 206;
  if (isGood && number === undefined) return null;
  const cause = new Error(`status ${status}, reason ${number ?? "untold"}`);
  const told = number === undefined ? undefined : REASONS[number];
  return mediaFault(told ?? codeOfStatus(status), cause);
}

function codeOfStatus(status: number): MediaCode {
  switch (status) {
    case 401:
      return "media_expired";
    case 403:
      return "media_forbidden";
    case 404:
    case 410:
      return "media_not_found";
    case 451:
      return "media_geo_blocked";
    default:
      return "media_unavailable";
  }
}
