/**
 * The part of the configuration that says how Kaltura is spoken to, once it is
 * known where the videos are.
 * @module
 */
import type { ConfigReader } from "./reader.ts";

/** See the module. */
export interface KalturaApiConfig {
  readonly kalturaApi: {
    readonly url: string;
    /** The context of the account's entitlements, if it has them. */
    readonly privacyContext: string | undefined;
  };
  /** Where plays are reported to; `null`: nowhere. */
  readonly analyticsUrl: string | null;
}

/**
 * Reads it; what does not fit is among the problems.
 * @param options `isDirect`: there is no gateway.
 * @see SPEC V34, W49
 */
export function readKalturaApi(
  reader: ConfigReader,
  { isDirect }: { isDirect: boolean },
): KalturaApiConfig {
  const { text, problems } = reader;
  const privacyContext = text("KALTURA_PRIVACY_CONTEXT");
  // It stands among privileges, where a comma would give another.
  if (privacyContext !== undefined && !/^[\w .-]+$/.test(privacyContext)) {
    problems.push(
      "Cannot use KALTURA_PRIVACY_CONTEXT as it must be letters, digits, spaces, dots or dashes.",
    );
  }
  if (isDirect && text("PLAYER_ENGINE") === "playkit") {
    problems.push(
      "Cannot use PLAYER_ENGINE=playkit without a gateway, as only a gateway tells which of Kaltura's players.",
    );
  }
  const isReported = reader.choice("KALTURA_ANALYTICS") === "on";
  const url = reader.web("KALTURA_API_URL");
  const analyticsUrl = reader.web("KALTURA_ANALYTICS_URL");
  return {
    kalturaApi: { url, privacyContext },
    analyticsUrl: isReported ? analyticsUrl : null,
  };
}
