/**
 * The part of the configuration that says where the videos are: a gateway, or
 * a Kaltura account of one's own.
 * @module
 */
import { isAllowedUrl } from "../upstream/allowed_hosts.ts";
import { PartnerId } from "../../shared/video/video.ts";
import * as v from "valibot";
import type { ConfigReader } from "./reader.ts";
import { SETTINGS } from "./settings.ts";

/** What signs in to a Kaltura account without a gateway. */
type KalturaAccount =
  & { readonly partnerId: string }
  & (
    | {
      readonly kind: "app_token";
      readonly id: string;
      readonly token: string;
    }
    | { readonly kind: "user_secret"; readonly secret: string }
  );

/** See the module. */
export interface CatalogueConfig {
  readonly catalogue: "gateway" | "kaltura";
  readonly gateway: { readonly url: string; readonly timeoutMs: number };
  readonly kaltura: {
    readonly partnerId: string | undefined;
    readonly cdnUrl: string;
    /** Exact host names, or `*.` and a domain. */
    readonly hosts: readonly string[];
  };
  /** What signs in to Kaltura without a gateway; `null` where none is set. */
  readonly kalturaAccount: KalturaAccount | null;
}

const ACCOUNT = "KALTURA_PARTNER_ID with KALTURA_APP_TOKEN_ID and " +
  "KALTURA_APP_TOKEN, or with KALTURA_USER_SECRET";

/**
 * Reads it; what does not fit is among the problems.
 * @see SPEC C3, C5–C7
 */
export function readCatalogue(
  reader: ConfigReader,
  { isProduction }: { isProduction: boolean },
): CatalogueConfig {
  const { text, problems } = reader;
  const account = accountOf(reader);
  const hasGateway = text("API_GATEWAY_URL") !== undefined;
  const catalogue = reader.choice(
    "CATALOGUE",
    !hasGateway && account !== null ? "kaltura" : "gateway",
  );
  if (catalogue === "kaltura" && account === null) {
    problems.push(`CATALOGUE=kaltura needs ${ACCOUNT}.`);
  }
  if (catalogue === "gateway" && isProduction && !hasGateway) {
    problems.push(
      text("CATALOGUE") === undefined
        ? "There is no catalogue of videos: set API_GATEWAY_URL to your " +
          `Kaltura-Discord gateway, or, without a gateway, ${ACCOUNT}.`
        : "CATALOGUE=gateway needs API_GATEWAY_URL in production.",
    );
  }
  const hosts = hostsOf(reader);
  return {
    catalogue,
    gateway: {
      url: reader.web("API_GATEWAY_URL"),
      timeoutMs: reader.whole("API_GATEWAY_TIMEOUT_MS"),
    },
    kaltura: {
      partnerId: partnerOf(reader),
      cdnUrl: cdnOf(reader, { hosts, isProduction }),
      hosts,
    },
    kalturaAccount: account,
  };
}

function partnerOf({ text, problems }: ConfigReader): string | undefined {
  const value = text("KALTURA_PARTNER_ID");
  if (value === undefined || v.is(PartnerId, value)) return value;
  problems.push(
    `Cannot use KALTURA_PARTNER_ID as it must be the number of an account: current value is "${value}".`,
  );
  return undefined;
}

/** An application token is worth more than a secret: it can be taken back. */
function accountOf({ text, problems }: ConfigReader): KalturaAccount | null {
  const id = text("KALTURA_APP_TOKEN_ID");
  const token = text("KALTURA_APP_TOKEN");
  const secret = text("KALTURA_USER_SECRET");
  if ((id === undefined) !== (token === undefined)) {
    const [missing, given] = id === undefined
      ? ["KALTURA_APP_TOKEN_ID", "KALTURA_APP_TOKEN"]
      : ["KALTURA_APP_TOKEN", "KALTURA_APP_TOKEN_ID"];
    problems.push(`${missing} is required with ${given}.`);
    return null;
  }
  if (token === undefined && secret === undefined) return null;
  const partnerId = text("KALTURA_PARTNER_ID");
  if (partnerId === undefined) {
    const given = token === undefined
      ? "KALTURA_USER_SECRET"
      : "KALTURA_APP_TOKEN";
    problems.push(`KALTURA_PARTNER_ID is required with ${given}.`);
    return null;
  }
  if (id !== undefined && token !== undefined) {
    return { partnerId, kind: "app_token", id, token };
  }
  return secret === undefined
    ? null
    : { partnerId, kind: "user_secret", secret };
}

function cdnOf(
  reader: ConfigReader,
  { hosts, isProduction }: { hosts: string[]; isProduction: boolean },
): string {
  const cdnUrl = reader.web("KALTURA_CDN_URL");
  const rules = { hosts, allowsLoopback: !isProduction };
  const isGiven = reader.text("KALTURA_CDN_URL") !== undefined;
  if (isGiven && !isAllowedUrl(new URL(cdnUrl), rules)) {
    reader.problems.push(
      "Cannot use KALTURA_CDN_URL as it must be an https address of a host in KALTURA_HOSTS.",
    );
  }
  return cdnUrl;
}

function hostsOf({ text, problems }: ConfigReader): string[] {
  const value = text("KALTURA_HOSTS") ?? SETTINGS.KALTURA_HOSTS.otherwise;
  const list = value.split(",").map((host) => host.trim().toLowerCase());
  for (const host of list) {
    if (!/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(host)) {
      problems.push(
        `Cannot use "${host}" in KALTURA_HOSTS as it is neither a host name nor "*." and a domain.`,
      );
    }
  }
  return list;
}
