/**
 * What an entry is, where its catalogue says so: by Kaltura's numbers or in words.
 * @module
 */
import type { Video } from "../../shared/video/video.ts";

type Kind = Pick<Video, "kind" | "isLive">;

/** Source: Kaltura's API, `KalturaMediaType`. */
const MEDIA_TYPES: Readonly<Record<string, Video["kind"] | "image">> = {
  1: "video",
  2: "image",
  5: "audio",
  201: "live",
  202: "live",
  203: "live",
  204: "live",
  video: "video",
  image: "image",
  audio: "audio",
  live: "live",
};

/** States in which nothing plays: failed, arriving, converting, pending, in moderation, deleted, blocked. Source: Kaltura's API, `KalturaEntryStatus`; in words as gateways may write it. */
const NOT_READY: ReadonlySet<string> = new Set([
  ...["-2", "-1", "0", "1", "3", "4", "5", "6", "7"],
  ...["error", "import", "importing", "preconvert", "converting", "pending"],
  ...["processing", "deleted", "moderate", "blocked", "no_content"],
]);

/**
 * Reads the kind of an entry; where nothing is said about it, it is a video.
 * @returns Why it is left out: a picture does not play, and what is still
 * converting does not play yet.
 */
export function kindOf(
  told: Record<string, unknown>,
): Kind | { leftOut: string } {
  // Kaltura's own `type` has other numbers, so only its words are read.
  const type = typeof told.type === "string" ? told.type : undefined;
  const word = [told.kind, told.mediaType, type].map(wordOf)
    .find((word) => Object.hasOwn(MEDIA_TYPES, word)) ?? "video";
  const kind = MEDIA_TYPES[word] ?? "video";
  if (kind === "image") return { leftOut: "image" };
  if (kind !== "live") {
    const status = wordOf(told.status);
    return NOT_READY.has(status) ? { leftOut: "not ready" } : { kind };
  }
  return typeof told.isLive === "boolean"
    ? { kind, isLive: told.isLive }
    : { kind };
}

function wordOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number"
    ? String(value).trim().toLowerCase()
    : "";
}
