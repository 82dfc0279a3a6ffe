/**
 * How Discord opened this page: the query of the frame's address.
 * @module
 */

import { type Link, readLink } from "./linked_video.ts";

/** What the address says. Nothing in it proves anything. */
export interface Launch {
  frameId: string;
  /** The room. */
  instanceId: string;
  platform: "desktop" | "mobile";
  guildId: string | null;
  channelId: string | null;
  /** What the link that opened this carried. */
  link: Link;
}

/**
 * Reads a query. Discord writes what it does not know as the word
 * `undefined`, which counts as absent.
 * @returns `null` outside Discord, where the required values are missing.
 * @see SPEC D1
 */
export function parseLaunch(search: string): Launch | null {
  const query = new URLSearchParams(search);
  const read = (name: string) => {
    const value = query.get(name);
    return value && value !== "undefined" && value !== "null" ? value : null;
  };
  const frameId = read("frame_id");
  const instanceId = read("instance_id");
  const platform = read("platform");
  if (!frameId || !instanceId) return null;
  if (platform !== "desktop" && platform !== "mobile") return null;
  return {
    frameId,
    instanceId,
    platform,
    guildId: read("guild_id"),
    channelId: read("channel_id"),
    link: readLink({
      metadata: read("metadata"),
      customId: read("custom_id"),
    }),
  };
}
