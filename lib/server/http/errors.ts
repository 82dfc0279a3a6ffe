/**
 * How errors become answers: the one table from code to status.
 * @module
 */
import * as v from "valibot";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import type { Log } from "../log/log.ts";
import { noteRefusal } from "../log/trail.ts";

/** The table, and with it the list of all codes. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  bad_message: 400,
  message_too_large: 413,
  too_many_messages: 429,
  too_many_requests: 429,
  not_signed_in: 401,
  session_expired: 401,
  bad_ticket: 401,
  bad_origin: 403,
  // Discord asks for this very status.
  bad_signature: 401,
  not_in_instance: 403,
  not_allowed: 403,
  not_a_member: 403,
  person_left: 409,
  room_full: 409,
  removed: 403,
  too_many_cohosts: 409,
  too_many_connections: 409,
  unknown_video: 404,
  no_video: 409,
  position_out_of_range: 400,
  not_on_air: 409,
  rate_out_of_range: 400,
  old_revision: 409,
  video_changed: 409,
  undo_too_late: 409,
  field_of_power: 400,
  queue_full: 409,
  queue_share_full: 409,
  votes_used_up: 409,
  not_in_queue: 404,
  not_waited_for: 409,
  too_many_commands: 429,
  too_many_rooms: 429,
  not_found: 404,
  conflict: 409,
  store_unavailable: 503,
  shutting_down: 503,
  discord_refused: 401,
  discord_unavailable: 502,
  discord_misconfigured: 500,
  gateway_refused: 400,
  gateway_auth_failed: 502,
  gateway_unavailable: 502,
  gateway_timeout: 504,
  gateway_busy: 503,
  gateway_misconfigured: 502,
  no_catalogue: 502,
  bad_gateway_answer: 502,
  picture_unavailable: 502,
  media_unavailable: 502,
  media_not_found: 404,
  media_forbidden: 403,
  media_geo_blocked: 403,
  media_not_scheduled: 403,
  media_expired: 410,
  media_link_expired: 410,
  media_protected: 403,
  // Below 500, since players ask again at once where they read 5xx.
  media_unreadable: 422,
  media_host_refused: 422,
  internal: 500,
};

/**
 * Makes `{ error, code, details? }` of what was thrown. What was not expected
 * is logged once and shown to nobody.
 */
export function errorResponse(error: unknown, log: Log): Response {
  const known = error instanceof DomainError ? error : new DomainError(
    "internal",
    "Something went wrong here. Try again.",
    { cause: error },
  );
  const status = known.status ?? STATUS[known.code];
  noteRefusal(known.code);
  if (status >= 500) log.error("request_failed", { error: known });
  // An upstream's own words; they are for us, not for the viewer.
  else if (known.cause !== undefined) log.warn("refused", { error: known });
  const { message, code, details } = known;
  return Response.json(
    { error: message, code, ...(details === undefined ? {} : { details }) },
    {
      status,
      headers: {
        "cache-control": "no-store",
        ...retryAfter(details),
      },
    },
  );
}

const Wait = v.object({ retryAfterS: v.pipe(v.number(), v.minValue(0)) });

/** How long to stay away, where the refusal says so. */
function retryAfter(details: unknown): Record<string, string> {
  return v.is(Wait, details)
    ? { "retry-after": String(Math.ceil(details.retryAfterS)) }
    : {};
}
