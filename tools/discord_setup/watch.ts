/**
 * What Discord should know of the command that picks a video, where the server
 * takes commands (`DISCORD_PUBLIC_KEY`).
 * @module
 */
import type { Config } from "@/lib/server/config/config.ts";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";
import type { Application } from "./api.ts";

/** How the server takes commands. */
export interface WatchSetUp {
  publicKey: string;
  /** Where Discord shall send them; `null` where the server's public name is not known. */
  endpoint: string | null;
}

/** Reads it off the configuration. @returns `null`: it takes none. */
export function watchSetUpOf(
  { discord, allowedHosts }: Pick<Config, "discord" | "allowedHosts">,
): WatchSetUp | null {
  const { publicKey } = discord;
  if (publicKey === undefined) return null;
  const host = publicHost(allowedHosts);
  return {
    publicKey,
    endpoint: host === null ? null : `https://${host}${INTERACTIONS_PATH}`,
  };
}

/** The name under which Discord reaches the server, where `ALLOWED_HOSTS` names one. */
export function publicHost(
  allowedHosts: Config["allowedHosts"],
): string | null {
  const isName = (host: string) =>
    /^(?!\*)[a-z0-9.-]+\.[a-z][a-z0-9-]*$/.test(host);
  return allowedHosts?.findLast(isName) ?? null;
}

/**
 * How things stand with it: `other_key`: the key is not this application's;
 * `nowhere`: Discord does not know where to send commands, or not any more
 * (an address of ours under another name); `elsewhere`: it sends them to
 * somebody else.
 */
export type WatchStanding = "fine" | "other_key" | "nowhere" | "elsewhere";

/** Judges it. @see SPEC O14 */
export function standingOf(
  { verify_key, interactions_endpoint_url: known }: Pick<
    Application,
    "verify_key" | "interactions_endpoint_url"
  >,
  { publicKey, endpoint }: WatchSetUp,
): WatchStanding {
  if (verify_key !== undefined && verify_key !== publicKey) return "other_key";
  if (!known) return "nowhere";
  if (!known.endsWith(INTERACTIONS_PATH)) return "elsewhere";
  return endpoint === null || known === endpoint ? "fine" : "nowhere";
}
