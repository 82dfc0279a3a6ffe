/**
 * How somebody on Discord is shown to others.
 * @module
 */
import { MAX_TEXT_LENGTH } from "../../shared/limits.ts";
import { clip } from "../clip.ts";
import type { DiscordUser } from "./client.ts";

/** Something that leaves a mark: no space, control, format or filler character. */
const VISIBLE = /[^\p{Z}\p{C}\u115f\u1160\u2800\u3164\uffa0]/u;

/** The first name that shows something, by which others know them here. */
export function nameOf(
  user: DiscordUser,
  nick: string | null | undefined,
): string {
  const names = [nick, user.global_name, user.username];
  const shown = names.find((name) => name && VISIBLE.test(name));
  return clip((shown ?? "Someone").trim(), MAX_TEXT_LENGTH);
}

/** @returns Address of the picture that somebody has everywhere; `null` for none. `cdn.discordapp.com` passes the Activity's proxy. */
export function avatarOf({ id, avatar }: DiscordUser): string | null {
  return avatar && /^[A-Za-z0-9_]+$/.test(avatar)
    ? `https://cdn.discordapp.com/avatars/${id}/${avatar}.webp?size=64`
    : null;
}
