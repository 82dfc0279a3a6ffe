/**
 * How somebody on Discord is shown to others.
 * @module
 */
import { MAX_TEXT_LENGTH } from "../../shared/limits.ts";
import { outsideText } from "../upstream/outside_text.ts";
import type { DiscordUser } from "./client.ts";

/** The first name that shows something, by which others know them here. */
export function nameOf(
  user: DiscordUser,
  nick: string | null | undefined,
): string {
  const names = [nick, user.global_name, user.username];
  for (const name of names) {
    const shown = outsideText(name ?? "", MAX_TEXT_LENGTH);
    if (shown !== null) return shown;
  }
  return "Someone";
}

/** @returns Address of the picture that somebody has everywhere; `null` for none. `cdn.discordapp.com` passes the Activity's proxy. */
export function avatarOf({ id, avatar }: DiscordUser): string | null {
  return avatar && /^[A-Za-z0-9_]+$/.test(avatar)
    ? `https://cdn.discordapp.com/avatars/${id}/${avatar}.webp?size=64`
    : null;
}
