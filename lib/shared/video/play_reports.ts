/**
 * What viewers report of their playback, for who runs the Kaltura account.
 * @module
 */
import * as v from "valibot";

/** What happened. Source: the events of Kaltura's analytics (KAVA). */
export const PlayEventType = v.picklist([
  "impression",
  "play_request",
  "play",
  "resume",
  "reached_25",
  "reached_50",
  "reached_75",
  "reached_100",
  "view",
]);
/** See the schema of the same name. */
export type PlayEventType = v.InferOutput<typeof PlayEventType>;

const Seconds = v.pipe(v.number(), v.finite());

/** One event. */
export const PlayEvent = v.object({
  type: PlayEventType,
  /** Place in the order of the session's events, from 1. */
  index: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  /** Seconds of media; of a live one, from its edge: 0 or less. */
  position: v.pipe(Seconds, v.minValue(-1e6), v.maxValue(1e6)),
  playback: v.picklist(["vod", "live", "dvr"]),
  /** Seconds played in this session. */
  playedS: v.pipe(Seconds, v.minValue(0), v.maxValue(1e6)),
  /** Seconds waited for media since the last `view`. */
  waitedS: v.pipe(Seconds, v.minValue(0), v.maxValue(1e6)),
});
/** See the schema of the same name. */
export type PlayEvent = v.InferOutput<typeof PlayEvent>;

/** Body of `POST /api/videos/:id/events`. */
export const PlayReport = v.object({
  /** One viewing of one video by one viewer. */
  sessionId: v.pipe(v.string(), v.uuid()),
  /** What the first answer of the session told. */
  startedAt: v.optional(v.pipe(Seconds, v.minValue(0))),
  event: PlayEvent,
});
/** See the schema of the same name. */
export type PlayReport = v.InferOutput<typeof PlayReport>;

/** Answer to a report. */
export const PlayReportAnswer = v.object({
  /** When Kaltura heard it, epoch s; `null` when it did not. */
  time: v.nullable(v.number()),
  /** Whether Kaltura wants to hear of `view`. */
  wantsViews: v.boolean(),
});
/** See the schema of the same name. */
export type PlayReportAnswer = v.InferOutput<typeof PlayReportAnswer>;
