/**
 * Pictures that people have on one server, through our origin: Discord's proxy
 * lets the Activity load the pictures that people have everywhere, and not these.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { fetchPicture } from "../upstream/picture.ts";

/** Discord's pictures. Source: Discord's documentation, "Image formatting". */
const CDN_URL = "https://cdn.discordapp.com";
/** Largest picture, bytes. Chosen: twenty times a picture of this size. */
const MAX_BYTES = 256 * 1024;
/** Deadline, ms. Chosen: a list waits for many at once. */
const TIMEOUT_MS = 5000;
/** Width that is asked for, pixels: twice that of the list. */
const SIZE = 64;
/** Time for which browsers keep one, s: another picture has another name. Chosen: a day; those of people who left need not stay. */
const MAX_AGE_S = 86_400;
/** Kinds of pictures that are passed on. */
const TYPES = /^image\/(webp|png|jpeg|gif)\b/i;

const Snowflake = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
/** Which picture. */
const GuildAvatar = v.object({
  guild: Snowflake,
  user: Snowflake,
  hash: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_]{1,64}$/)),
});
type GuildAvatar = v.InferOutput<typeof GuildAvatar>;

/** Gives pictures. */
export interface Avatars {
  /**
   * @param params Of an address, unchecked.
   * @throws {DomainError} `bad_request`, `not_found`, `picture_unavailable`
   * @see SPEC D12
   */
  get(params: Record<string, string>): Promise<Response>;
}

/** Address on our origin of the picture that somebody has on a server; `null` for none. */
export function guildAvatarUrl(
  avatar: Partial<Record<keyof GuildAvatar, string | null | undefined>>,
): string | null {
  const checked = v.safeParse(GuildAvatar, avatar);
  if (!checked.success) return null;
  const { guild, user, hash } = checked.output;
  return `/api/avatars/${guild}/${user}/${hash}`;
}

/** Makes the giver. `cdnUrl`: another CDN, in tests. */
export function createAvatars(
  { http, cdnUrl = CDN_URL }: { http: HttpClient; cdnUrl?: string },
): Avatars {
  const { hostname } = new URL(cdnUrl);
  const rules = { hosts: [hostname], allowsLoopback: cdnUrl !== CDN_URL };
  return {
    async get(params) {
      const checked = v.safeParse(GuildAvatar, params);
      if (!checked.success) {
        throw new DomainError("bad_request", "This is not a person's picture.");
      }
      const { guild, user, hash } = checked.output;
      return await fetchPicture(
        `${cdnUrl}/guilds/${guild}/users/${user}/avatars/${hash}.webp?size=${SIZE}`,
        {
          http,
          rules,
          timeoutMs: TIMEOUT_MS,
          maxBytes: MAX_BYTES,
          types: TYPES,
          maxAgeS: MAX_AGE_S,
          missing: "There is no such picture.",
        },
      );
    },
  };
}
