/**
 * What a video is, as the gateway tells it and as the browser sees it.
 * @module
 */
import * as v from "valibot";
import { MAX_ID_LENGTH } from "./limits.ts";

/** A video's id: what Kaltura and the samples use, and nothing that could change a path. */
export const VideoId = v.pipe(
  v.string(),
  v.regex(new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`)),
);

/** Number of a Kaltura account, in digits. */
export const PartnerId = v.pipe(v.string(), v.regex(/^\d{1,10}$/));

/** A video of the catalogue. `duration` is in seconds, `createdAt` as the gateway wrote it. */
export const Video = v.object({
  id: VideoId,
  title: v.string(),
  description: v.optional(v.string()),
  thumbnailUrl: v.optional(v.string()),
  duration: v.pipe(v.number(), v.finite(), v.minValue(0)),
  partnerId: v.optional(v.union([v.string(), v.number()])),
  createdAt: v.union([v.string(), v.number()]),
  views: v.optional(v.number()),
  userId: v.optional(v.string()),
  playUrl: v.optional(v.string()),
});
/** A video of the catalogue, see {@linkcode Video}. */
export type Video = v.InferOutput<typeof Video>;

/** One page of the catalogue. */
export interface VideoPage {
  videos: Video[];
  page: number;
  pageSize: number;
}

/** Which player plays a video. */
export type EngineName = "hls" | "playkit";

/** Captions that are no part of the manifest: one whole file of WebVTT on our origin. */
export const CaptionFile = v.object({
  /** Path on our origin, query included. */
  url: v.string(),
  /** BCP 47, or empty where nobody told. */
  language: v.string(),
  /** What the person reads. */
  label: v.string(),
});
/** Captions that are no part of the manifest, see {@linkcode CaptionFile}. */
export type CaptionFile = v.InferOutput<typeof CaptionFile>;

/** Answer of `POST /api/videos/:id/play`. URLs are relative to the app or absolute. */
export interface PlayAnswer {
  playUrl: string;
  videoId: string;
  manifestUrl: string;
  engine: EngineName;
  /** On offer where the manifest names no captions; absent or empty where there are none. */
  captions?: readonly CaptionFile[] | undefined;
}
