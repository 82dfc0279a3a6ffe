/**
 * What a video has beside its media: chapters, and pictures of its places.
 * @module
 */
import * as v from "valibot";

/** A part of a video that has a name. `start` in seconds. */
export const Chapter = v.object({
  start: v.pipe(v.number(), v.finite(), v.minValue(0)),
  title: v.string(),
});
/** See the schema of the same name. */
export type Chapter = v.InferOutput<typeof Chapter>;

/** One wide picture of `slices` frames, as far apart from each other, from the beginning to the end. */
export const Preview = v.object({
  url: v.string(),
  slices: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
});
/** See the schema of the same name. */
export type Preview = v.InferOutput<typeof Preview>;

/** Answer of `GET /api/videos/:id/extras`. Chapters are in order of their place. */
export const Extras = v.object({
  chapters: v.array(Chapter),
  preview: v.nullable(Preview),
  /** Whether plays of it are reported, see `play_reports.ts`. */
  reportsPlays: v.boolean(),
});
/** See the schema of the same name. */
export type Extras = v.InferOutput<typeof Extras>;

/** A video that has nothing beside its media. */
export const NO_EXTRAS: Extras = {
  chapters: [],
  preview: null,
  reportsPlays: false,
};

/** Frames of a strip asked of Kaltura. Source: what Kaltura's own player asks for. */
export const PREVIEW_SLICES = 100;

/** @returns The chapter that a place is in; `null` before the first. @param position Seconds. */
export function chapterAt(
  chapters: readonly Chapter[],
  position: number,
): Chapter | null {
  return chapters.findLast(({ start }) => start <= position) ?? null;
}

/** @returns The frame of a strip, from 0, that shows a place. @param place Seconds. */
export function sliceAt(
  { position, duration }: { position: number; duration: number },
  slices: number,
): number {
  if (!(duration > 0)) return 0;
  const slice = Math.floor(position / duration * slices);
  return Math.min(Math.max(0, slice), slices - 1);
}
