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
  { gateway, mode }: Pick<Config, "gateway" | "mode">,
  { http, log }: { http: HttpClient; log: Log },
): Catalogue {
  return createGateway({
    ...gateway,
    http,
    log,
    remembersOutage: mode === "development",
  });
}
