/**
 * What a video is, as browsers see it. What a catalogue knows beside, such as
 * the person who made it, stays on the server.
 * @module
 */
import * as v from "valibot";
import { MAX_ID_LENGTH } from "../limits.ts";

/** A video's id: what Kaltura and the samples use, and nothing that could change a path. */
export const VideoId = v.pipe(
  v.string(),
  v.regex(new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`)),
);

/** Number of a Kaltura account, in digits. */
export const PartnerId = v.pipe(v.string(), v.regex(/^\d{1,10}$/));

/** What an entry is: a live one has no length. */
export const VideoKind = v.picklist(["video", "audio", "live"]);
/** See the schema of the same name. */
export type VideoKind = v.InferOutput<typeof VideoKind>;

/** A video of the catalogue. */
export const Video = v.object({
  id: VideoId,
  title: v.string(),
  description: v.optional(v.string()),
  thumbnailUrl: v.optional(v.string()),
  /** Seconds; 0 means unknown, and the media's own length counts. */
  duration: v.pipe(v.number(), v.finite(), v.minValue(0)),
  partnerId: v.optional(PartnerId),
  /** ISO 8601, UTC; the beginning of 1970 where the catalogue tells none. */
  createdAt: v.string(),
  views: v.optional(v.number()),
  kind: VideoKind,
  /** Of a live entry: whether it is on the air, where the catalogue tells. */
  isLive: v.optional(v.boolean()),
});
/** A video of the catalogue, see {@linkcode Video}. */
export type Video = v.InferOutput<typeof Video>;

/** One page of the catalogue. */
export const VideoPage = v.object({
  videos: v.array(Video),
  page: v.number(),
  pageSize: v.number(),
  /** Whether the next page may have something. A page may be short without being the last. */
  hasMore: v.boolean(),
  /** Samples stand in for the catalogue: a sentence that says why. Development only. */
  samplesBecause: v.optional(v.string()),
  /** The code of that reason. */
  samplesCode: v.optional(v.string()),
});
/** One page of the catalogue, see {@linkcode VideoPage}. */
export type VideoPage = v.InferOutput<typeof VideoPage>;

/** A playlist or a category: a part of the catalogue that can be listed by itself. */
export const CollectionId = v.pipe(
  v.string(),
  v.regex(
    new RegExp(
      `^(playlist:[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}|category:\\d{1,10})$`,
    ),
  ),
);
/** See {@linkcode CollectionId}. */
export const Collection = v.object({ id: CollectionId, title: v.string() });
/** See {@linkcode CollectionId}. */
export type Collection = v.InferOutput<typeof Collection>;

/** Which player plays a video. */
export type EngineName = "hls" | "playkit";

/** Captions that are no part of the manifest: one whole file of WebVTT on our origin. */
export const CaptionFile = v.object({
  /** Path on our origin, query included. */
  url: v.string(),
  /** BCP 47, or empty where nobody said. */
  language: v.string(),
  /** What the person reads. */
  label: v.string(),
});
/** Captions that are no part of the manifest, see {@linkcode CaptionFile}. */
export type CaptionFile = v.InferOutput<typeof CaptionFile>;

/** Answer of `POST /api/videos/:id/play`. URLs are relative to the app or absolute, and hold no KS. */
export interface PlayAnswer {
  playUrl: string;
  videoId: string;
  manifestUrl: string;
  engine: EngineName;
  /** On offer where the manifest names no captions; absent or empty where there are none. */
  captions?: readonly CaptionFile[] | undefined;
}
