/**
 * Films that were left before their end, as this device remembers them for who
 * had the remote: one for each place (a channel), few, and not for long.
 * @module
 */
import * as v from "valibot";
import { MAX_MEDIA_S, MAX_TEXT_LENGTH } from "../../shared/limits.ts";
import { VideoId } from "../../shared/video/video.ts";

/** How long a film can be gone on with, ms. Chosen: a month of evenings. */
export const KEPT_MS = 30 * 24 * 3_600_000;
/** Places remembered; the one that was left longest ago goes first. Chosen: the voice channels that a person watches in. */
export const MAX_KEPT = 8;
/** What is over sooner, or nearly over, is found again by hand, s. Chosen: titles at the beginning, credits at the end. */
const EDGE_S = 30;

/** A film that was left. Nobody's name is in it. */
export const Unfinished = v.strictObject({
  /** The channel where it was on; without one, the Activity's instance. */
  placeId: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  videoId: VideoId,
  title: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH)),
  /** Its picture, on our own server. */
  thumbnailUrl: v.optional(
    v.pipe(v.string(), v.regex(/^\/(?!\/)/), v.maxLength(512)),
  ),
  /** Where it was left, s. */
  position: v.pipe(
    v.number(),
    v.finite(),
    v.minValue(0),
    v.maxValue(MAX_MEDIA_S),
  ),
  /** When, by this device's clock, ms since epoch. */
  leftAtMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
});
/** See the schema of the same name. */
export type Unfinished = v.InferOutput<typeof Unfinished>;

/**
 * Reads what was remembered; each entry is judged alone.
 * @param text From storage: anything.
 */
export function readUnfinished(
  text: string | null,
  nowMs: number,
): Unfinished[] {
  const entries = v.safeParse(v.array(v.unknown()), parse(text));
  if (!entries.success) return [];
  return entries.output.flatMap((entry) => {
    const read = v.safeParse(Unfinished, entry);
    return read.success && isFresh(read.output, nowMs) ? [read.output] : [];
  }).slice(0, MAX_KEPT);
}

/** Puts a film in the place of what its channel had. */
export function withUnfinished(
  entries: readonly Unfinished[],
  entry: Unfinished,
): Unfinished[] {
  return [entry, ...withoutPlace(entries, entry.placeId)].slice(0, MAX_KEPT);
}

/** Forgets what was left in a place. */
export function withoutPlace(
  entries: readonly Unfinished[],
  placeId: string,
): Unfinished[] {
  return entries.filter((entry) => entry.placeId !== placeId);
}

/** Whether a place in a film is worth coming back to. @param durationS Its length; 0 while nobody knows it. */
export function isUnfinished(position: number, durationS: number): boolean {
  return position >= EDGE_S && position <= durationS - EDGE_S;
}

/** A clock that was put back makes nothing last. */
function isFresh({ leftAtMs }: Unfinished, nowMs: number): boolean {
  return leftAtMs <= nowMs && nowMs - leftAtMs < KEPT_MS;
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // Somebody else's words under our key.
    return null;
  }
}
