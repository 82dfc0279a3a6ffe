/**
 * What a page tells of a fault: words from closed lists and places in our own
 * scripts, nothing that anybody wrote. So no title, name, token or address can
 * be in it.
 * @module
 */
import * as v from "valibot";

/** Classes of errors that are told by name; any other is an `Error`. Source: ECMAScript and Web IDL. */
export const ERROR_NAMES = [
  "Error",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "TypeError",
  "URIError",
  "AggregateError",
  "DomainError",
  "AbortError",
  "DataError",
  "EncodingError",
  "InvalidAccessError",
  "InvalidStateError",
  "NetworkError",
  "NotAllowedError",
  "NotFoundError",
  "NotReadableError",
  "NotSupportedError",
  "OperationError",
  "QuotaExceededError",
  "SecurityError",
  "TimeoutError",
  "UnknownError",
] as const;

/** Kinds of media failures, as the player seam has them. */
const MEDIA_FAULTS = [
  "network",
  "offline",
  "not_found",
  "not_allowed",
  "geo_blocked",
  "not_scheduled",
  "expired",
  "undated",
  "unsupported",
  "drm",
  "unknown",
] as const;

/** Steps of a stack that are told. Chosen: where it was thrown, and who called. */
export const MAX_STEPS = 5;

/** A place in a script of ours: file, line, column. */
export const STEP = /^[\w-]{1,64}\.js:\d{1,7}:\d{1,7}$/;

/** Body of `POST /api/faults`: one fault of one page. `steps`: innermost first. Unknown fields are refused. */
export const ClientFault = v.variant("kind", [
  v.strictObject({
    kind: v.picklist(["error", "rejection"]),
    name: v.picklist(ERROR_NAMES),
    steps: v.pipe(
      v.array(v.pipe(v.string(), v.regex(STEP))),
      v.minLength(1),
      v.maxLength(MAX_STEPS),
    ),
  }),
  v.strictObject({
    kind: v.literal("media"),
    name: v.picklist(MEDIA_FAULTS),
    engine: v.picklist(["hls", "playkit"]),
  }),
]);
/** See the schema of the same name. */
export type ClientFault = v.InferOutput<typeof ClientFault>;
