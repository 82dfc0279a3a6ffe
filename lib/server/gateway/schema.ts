/**
 * What the gateway answers, in both dialects (DESIGN §4).
 * @module
 */
import * as v from "valibot";
import { Video } from "../../shared/video.ts";

/** A video as gateways send it: what is not there may be `null`. */
const GatewayVideo = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((video) =>
    Object.fromEntries(
      Object.entries(video).filter(([, value]) => value !== null),
    )
  ),
  Video,
);

/** A time as gateways write it: ISO text, or a number of seconds or ms since epoch. */
const Time = v.union([v.string(), v.number()]);

/** Answer of `POST /auth/token`; `kalturaSession` in the dialect without a session path. */
export const AuthAnswer = v.object({
  token: v.pipe(v.string(), v.minLength(1)),
  expiresAt: v.nullish(Time),
  kalturaSession: v.nullish(v.object({
    ks: v.pipe(v.string(), v.minLength(1)),
    expiresAt: v.nullish(Time),
  })),
});
/** See the schema of the same name. */
export type AuthAnswer = v.InferOutput<typeof AuthAnswer>;

/** Answer of `GET /videos` and `GET /videos/search`: one dialect wraps, the other may send the bare list. */
export const ListAnswer = v.pipe(
  v.unknown(),
  v.transform((answer) => Array.isArray(answer) ? { videos: answer } : answer),
  v.object({ videos: v.array(GatewayVideo) }),
  v.transform(({ videos }) => videos),
);
/** Answer of `GET /videos/:id`. */
export const VideoAnswer = v.object({ video: GatewayVideo });
/** Answer of `POST /videos/:id/session`. */
export const SessionAnswer = v.object({
  ks: v.pipe(v.string(), v.minLength(1)),
});
/** Answer of `POST /videos/:id/play`. A browser may load it as a script, so nothing but a web address passes. */
export const PlayUrlAnswer = v.object({
  playUrl: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//i)),
});
/** An error in the gateway's words. */
export const ErrorAnswer = v.object({ error: v.string() });

/** Times below this are seconds, above it ms. Chosen: 1973 in ms, 5138 in seconds. */
const SECONDS_BELOW = 1e11;

/** A gateway's time in ms since epoch; `undefined` when it is none. */
export function timeMs(
  time: string | number | null | undefined,
): number | undefined {
  if (time === undefined || time === null) return undefined;
  const number = typeof time === "number" ? time : Date.parse(time);
  if (!Number.isFinite(number)) return undefined;
  return typeof time === "number" && time < SECONDS_BELOW
    ? time * 1000
    : number;
}
