/**
 * Where media and images may come from: https, port 443, a listed host
 * (`KALTURA_HOSTS`).
 * @module
 */
import { mediaFault } from "./media_faults.ts";

/** What may be fetched. */
export interface HostRules {
  /** Exact host names, or `*.` and a domain. */
  hosts: readonly string[];
  /** Development only: listed loopback hosts may speak plain HTTP on any port. */
  allowsLoopback: boolean;
}

/** Longest address that is followed, characters. Chosen: a KS of 1 KiB, twice, and room. */
export const MAX_ADDRESS = 8192;
/** A name as DNS has it. A dot at its end would be another name for the same host. */
const HOST_NAME = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1"]);

/** Whether an address may be fetched. @see SPEC M1 */
export function isAllowedUrl(url: URL, rules: HostRules): boolean {
  if (url.username !== "" || url.password !== "") return false;
  if (!HOST_NAME.test(url.hostname)) return false;
  if (!isListed(url.hostname, rules.hosts)) return false;
  if (url.protocol === "https:" && url.port === "") return true;
  return rules.allowsLoopback && isLoopback(url.hostname) &&
    (url.protocol === "http:" || url.protocol === "https:");
}

/**
 * Reads an address that may be fetched.
 * @throws {DomainError} `media_host_refused`: whoever named the address is wrong, or the list is.
 */
export function allowedUrl(
  address: string,
  options: HostRules & { base?: string | URL },
): URL {
  const url = address.length <= MAX_ADDRESS
    ? URL.parse(address, options.base)
    : null;
  if (url && isAllowedUrl(url, options)) return url;
  // The host only: a path may hold a KS.
  throw mediaFault(
    "media_host_refused",
    new Error(`refused host: ${url?.host ?? "not a URL"}`),
  );
}

/** Whether a host is this machine, by the names that development may list. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

function isListed(hostname: string, hosts: readonly string[]): boolean {
  return hosts.some((host) =>
    host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host
  );
}
