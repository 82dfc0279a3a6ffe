/**
 * The one error of the domain. Its `code` is stable and travels to clients;
 * `lib/server/http/errors.ts` maps it to a status and a close code.
 * @module
 */

/** Every way in which the domain says no. */
export type ErrorCode =
  | "bad_request"
  | "bad_message"
  | "message_too_large"
  | "too_many_messages"
  | "too_many_requests"
  | "not_signed_in"
  | "session_expired"
  | "bad_ticket"
  | "bad_origin"
  | "bad_signature"
  | "not_in_instance"
  | "not_allowed"
  | "not_a_member"
  | "person_left"
  | "room_full"
  | "removed"
  | "too_many_cohosts"
  | "too_many_connections"
  | "unknown_video"
  | "no_video"
  | "position_out_of_range"
  | "not_on_air"
  | "rate_out_of_range"
  | "old_revision"
  | "video_changed"
  | "undo_too_late"
  | "field_of_power"
  | "queue_full"
  | "queue_share_full"
  | "not_in_queue"
  | "votes_used_up"
  | "not_waited_for"
  | "too_many_commands"
  | "too_many_rooms"
  | "not_found"
  | "conflict"
  | "store_unavailable"
  | "shutting_down"
  | "discord_refused"
  | "discord_unavailable"
  | "discord_misconfigured"
  | "gateway_refused"
  | "gateway_auth_failed"
  | "gateway_unavailable"
  | "gateway_timeout"
  | "gateway_busy"
  | "gateway_misconfigured"
  | "no_catalogue"
  | "bad_gateway_answer"
  | "picture_unavailable"
  | "media_unavailable"
  | "media_not_found"
  | "media_forbidden"
  | "media_geo_blocked"
  | "media_not_scheduled"
  | "media_expired"
  | "media_link_expired"
  | "media_protected"
  | "media_unreadable"
  | "media_host_refused"
  | "internal";

interface DomainErrorOptions {
  /** Public facts that help the caller; never a secret. */
  details?: unknown;
  /** What caused it; logged, never sent. */
  cause?: unknown;
  /** HTTP status that overrides the table, when an upstream's is passed on. */
  status?: number;
}

/** An expected refusal: `message` is a sentence for a person. */
export class DomainError extends Error {
  override name = "DomainError";
  /** Stable word that programs test. */
  readonly code: ErrorCode;
  /** Public facts, see {@linkcode DomainErrorOptions.details}. */
  readonly details: unknown;
  /** See {@linkcode DomainErrorOptions.status}. */
  readonly status: number | undefined;

  /**
   * @param code Stable word.
   * @param message Sentence for a person: what happened, what to do.
   */
  constructor(
    code: ErrorCode,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.status = options.status;
  }
}
