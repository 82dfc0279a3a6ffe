/**
 * Addresses inside Discord: every byte comes through Discord's proxy, under
 * prefixes that the developer portal maps to hosts (docs/design.md, "Media").
 * @module
 */
import { parseUrl } from "./compat/parse_url.ts";

/** Prefix to host, as the portal must be set up. */
export const URL_MAPPINGS: Readonly<Record<string, string>> = {
  "/k/api": "cdnapisec.kaltura.com",
  "/k/vod": "cfvod.kaltura.com",
};

const PREFIXES = new Map(
  Object.entries(URL_MAPPINGS).map(([prefix, host]) => [host, prefix]),
);

/**
 * An address as it must be asked for inside Discord.
 * @returns The mapped path; addresses of other hosts as they are.
 * @see SPEC M6
 */
export function rewrite(address: string): string {
  const url = parseUrl(address);
  const prefix = url?.protocol === "https:" && url.port === ""
    ? PREFIXES.get(url.hostname)
    : undefined;
  return url && prefix !== undefined
    ? prefix + url.pathname + url.search + url.hash
    : address;
}

/** Page names behind Discord's proxy, which alone knows the prefixes. */
const PROXIED = /\.discordsays\.com$/;

/** @returns {@linkcode rewrite} for a page inside Discord, else a function that changes nothing. */
export function rewriteFor(hostname: string): (address: string) => string {
  return PROXIED.test(hostname) ? rewrite : (address) => address;
}
