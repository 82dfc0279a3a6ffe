/**
 * What the gateway answers, in both dialects (DESIGN §4).
 * @module
 */
import * as v from "valibot";
import { Video } from "../../shared/video.ts";

/** A time as gateways write it: ISO text, or a number of seconds or ms since epoch. */
const Time = v.union([v.string(), v.number()]);

/** Answer of `POST /auth/token`; `kalturaSession` in the dialect without a session path. */
export const AuthAnswer = v.object({
  token: v.pipe(v.string(), v.minLength(1)),
  expiresAt: v.optional(Time),
  kalturaSession: v.optional(v.object({
    ks: v.pipe(v.string(), v.minLength(1)),
    expiresAt: v.optional(Time),
  })),
});
/** See the schema of the same name. */
export type AuthAnswer = v.InferOutput<typeof AuthAnswer>;

/** Answer of `GET /videos` and `GET /videos/search`: one dialect wraps, the other may send the bare list. */
export const ListAnswer = v.pipe(
  v.union([v.array(Video), v.object({ videos: v.array(Video) })]),
  v.transform((answer) => Array.isArray(answer) ? answer : answer.videos),
);
/** Answer of `GET /videos/:id`. */
export const VideoAnswer = v.object({ video: Video });
/** Answer of `POST /videos/:id/session`. */
export const SessionAnswer = v.object({
  ks: v.pipe(v.string(), v.minLength(1)),
});
/** Answer of `POST /videos/:id/play`. */
export const PlayUrlAnswer = v.object({ playUrl: v.string() });
/** An error in the gateway's words. */
export const ErrorAnswer = v.object({ error: v.string() });

/** Times below this are seconds, above it ms. Chosen: 1973 in ms, 5138 in seconds. */
const SECONDS_BELOW = 1e11;

/** A gateway's time in ms since epoch; `undefined` when it is none. */
export function timeMs(time: string | number | undefined): number | undefined {
  if (time === undefined) return undefined;
  const number = typeof time === "number" ? time : Date.parse(time);
  if (!Number.isFinite(number)) return undefined;
  return typeof time === "number" && time < SECONDS_BELOW
    ? time * 1000
    : number;
}
