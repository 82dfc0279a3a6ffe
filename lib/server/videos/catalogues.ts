/**
 * Which catalogue stands behind the videos (`CATALOGUE`).
 * @module
 */
import type { Config } from "../config.ts";
import { createGateway } from "../gateway/gateway.ts";
import type { Log } from "../log.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import type { Catalogue } from "./catalogue.ts";

/** Makes the configured one; nothing is asked of it yet. */
export function createCatalogue(
  config: Pick<Config, "catalogue" | "gateway" | "mode">,
  { http, log }: { http: HttpClient; log: Log },
): Catalogue {
  const { catalogue, gateway, mode } = config;
  switch (catalogue) {
    case "gateway":
      return createGateway({
        ...gateway,
        http,
        log,
        remembersOutage: mode === "development",
      });
    case "kaltura":
      throw new TypeError("Cannot reach Kaltura without a gateway yet");
  }
}
