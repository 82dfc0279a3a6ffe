/**
 * Which catalogue stands behind the videos (`CATALOGUE`).
 * @module
 */
import type { Config } from "./config/config.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createKaltura } from "./kaltura/kaltura.ts";
import type { Log } from "./log/log.ts";
import type { HttpClient } from "./upstream/http_client.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";

/** Makes the configured one; nothing is asked of it yet. */
export function createCatalogue(
  config: Pick<
    Config,
    "catalogue" | "gateway" | "kalturaAccount" | "kalturaApi" | "mode"
  >,
  { http, log, now }: { http: HttpClient; log: Log; now: () => number },
): Catalogue {
  const { catalogue, gateway, kalturaAccount, kalturaApi } = config;
  const remembersOutage = config.mode === "development";
  switch (catalogue) {
    case "gateway":
      return createGateway({ ...gateway, http, log, remembersOutage });
    case "kaltura":
      if (kalturaAccount === null) {
        throw new TypeError("Cannot reach Kaltura without an account");
      }
      return createKaltura({
        ...kalturaApi,
        partnerId: kalturaAccount.partnerId,
        credentials: kalturaAccount,
        timeoutMs: gateway.timeoutMs,
        http,
        log,
        now,
        remembersOutage,
      });
  }
}
