/**
 * What gateways answer, in the plan's dialect and in the field's. Entries are
 * judged one by one elsewhere; here is only what holds them.
 * @module
 */
import * as v from "valibot";

/**
 * What a KS is written in. Source: Kaltura, "How to create a KS": base64, by
 * some libraries in the alphabet for addresses; the shortest carries a hash.
 */
const KS = /^[A-Za-z0-9+/=_-]{32,4096}$/;

/** Whether something may be a KS. An error of Kaltura's is an object, a template's nothing is a word. */
export function isKs(value: unknown): value is string {
  return typeof value === "string" && KS.test(value);
}

/** The KS in the query of an address; gateways write it there as it is, so a plus stays one. */
export function ksIn(address: string): string | undefined {
  const written = /[?&]ks=([^&#]*)/.exec(address)?.[1] ?? "";
  const ks = written.replaceAll(
    /%(2B|2F|3D)/gi,
    (hex) => decodeURIComponent(hex),
  );
  return isKs(ks) ? ks : undefined;
}

/** Answer of `POST /auth/token` and `/auth/refresh`. `expiry` of the session is in seconds from now. */
export const AuthAnswer = v.object({
  token: v.pipe(v.string(), v.minLength(1)),
  expiresAt: v.optional(v.unknown()),
  kalturaSession: v.fallback(
    v.nullish(v.object({
      ks: v.optional(v.unknown()),
      partnerId: v.optional(v.unknown()),
      expiry: v.optional(v.unknown()),
    })),
    null,
  ),
});
/** See the schema of the same name. */
export type AuthAnswer = v.InferOutput<typeof AuthAnswer>;

/** Answer of `GET /videos` and `GET /videos/search`: wrapped, or the bare list. */
export const ListAnswer = v.pipe(
  v.unknown(),
  v.transform((answer) => Array.isArray(answer) ? { videos: answer } : answer),
  v.object({ videos: v.array(v.unknown()) }),
  v.transform(({ videos }) => videos),
);
/** Answer of `GET /videos/:id`; `null` where there is none. */
export const VideoAnswer = v.object({ video: v.nullable(v.looseObject({})) });
/** Answer of `POST /videos/:id/session`. */
export const SessionAnswer = v.object({
  ks: v.custom<string>(isKs),
});
/** Answer of `POST /videos/:id/play`. */
export const PlayUrlAnswer = v.object({
  playUrl: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//i)),
});
/** An error in the gateway's words. */
export const ErrorAnswer = v.object({ error: v.string() });
