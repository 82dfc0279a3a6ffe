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

/** Frames of a strip asked of Kaltura. Source: what Kaltura's own player asks for. */
export const PREVIEW_SLICES = 100;
