/**
 * How Kaltura's API says no: with status 200 and an object of its own.
 * @module
 */
import * as v from "valibot";
import {
  type CatalogueCode,
  CatalogueFault,
  type CatalogueFaultOptions,
} from "../catalogue/faults.ts";

/** A refusal as it comes. Source: Kaltura's API documentation, `KalturaAPIException`. */
export const KalturaException = v.object({
  objectType: v.literal("KalturaAPIException"),
  code: v.string(),
  message: v.optional(v.string()),
});

/** What a refusal is about. */
type RefusalKind =
  /** Nothing of this id, or nothing for this person. */
  | "unknown"
  /** The KS is not good, or not any more. */
  | "session"
  /** The account, its token or its secret: whoever set this server up must look. */
  | "setup"
  /** Kaltura itself is ill. */
  | "failure"
  /** It wants fewer calls. */
  | "busy"
  /** Anything else. */
  | "refused";

/** Source: kaltura/server, `KalturaErrors`, `APIErrors`, `KalturaCaptionErrors`. The odd spellings are theirs. */
const KINDS: Readonly<Record<string, RefusalKind>> = {
  ENTRY_ID_NOT_FOUND: "unknown",
  INVALID_ENTRY_ID: "unknown",
  INVALID_ENTRY_TYPE: "unknown",
  INVALID_PLAYLIST_TYPE: "unknown",
  CATEGORY_NOT_FOUND: "unknown",
  CAPTION_ASSET_ID_NOT_FOUND: "unknown",
  MISSING_KS: "session",
  INVALID_KS: "session",
  EXPIRED_KS: "session",
  START_SESSION_ERROR: "setup",
  INVALID_WIDGET_ID: "setup",
  WIDGET_NOT_FOUND: "setup",
  UNKNOWN_PARTNER_ID: "setup",
  INVALID_PARTNER_ID: "setup",
  PARTNER_ACCESS_FORBIDDEN: "setup",
  SERVICE_FORBIDDEN: "setup",
  FEATURE_FORBIDDEN: "setup",
  APP_TOKEN_ID_NOT_FOUND: "setup",
  APP_TOKEN_NOT_ACTIVE: "setup",
  APP_TOKEN_EXPIRED: "setup",
  INVALID_APP_TOKEN_HASH: "setup",
  ACTION_BLOCKED: "busy",
  INTERNAL_SERVERL_ERROR: "failure",
  INTERNAL_DATABASE_ERROR: "failure",
};

/** What each kind means to whoever has asked. `retryInMs`: when the same call may help, ms. */
const MEANINGS: Record<
  RefusalKind,
  { code: CatalogueCode; retryInMs: number | null }
> = {
  unknown: { code: "unknown_video", retryInMs: null },
  session: { code: "gateway_auth_failed", retryInMs: null },
  setup: { code: "gateway_misconfigured", retryInMs: null },
  failure: { code: "gateway_unavailable", retryInMs: 0 },
  // It does not say for how long. Chosen: a person tries again after that long.
  busy: { code: "gateway_busy", retryInMs: 1000 },
  refused: { code: "gateway_refused", retryInMs: null },
};

/** Kaltura's API said no. */
export class KalturaRefusal extends CatalogueFault {
  /** Kaltura's own code. */
  readonly reason: string;

  /** @param reason Kaltura's code; decides what it means. */
  constructor(reason: string, options: Pick<CatalogueFaultOptions, "cause">) {
    const { code, retryInMs } = MEANINGS[KINDS[reason] ?? "refused"];
    super(code, { ...options, retryInMs });
    this.reason = reason;
  }
}
