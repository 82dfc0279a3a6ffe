/**
 * People and videos as a room keeps them: cut to what a room may hold where
 * they enter it.
 * @module
 */
import { MAX_TEXT_LENGTH, MAX_URL_LENGTH } from "../../../shared/limits.ts";
import type { Member, RoomVideo } from "../../../shared/room/protocol.ts";
import type { Video } from "../../../shared/video/video.ts";
import { clip } from "../../upstream/clip.ts";

/** Cuts a person: a name is shortened, a picture's address that is too long is none. @see SPEC R43 */
export function memberOf(
  { id, username, avatarUrl }: Pick<Member, "id" | "username" | "avatarUrl">,
): Pick<Member, "id" | "username" | "avatarUrl"> {
  return {
    id,
    username: clip(username, MAX_TEXT_LENGTH),
    avatarUrl: avatarUrl !== null && avatarUrl.length <= MAX_URL_LENGTH
      ? avatarUrl
      : null,
  };
}

/**
 * Cuts a video: a title is shortened, an address that
 * is too long is none, a length that is none is unknown (0).
 * @see SPEC R43
 */
export function roomVideoOf(
  { id, title, duration, thumbnailUrl, kind }:
    & Pick<Video, "id" | "title" | "duration" | "thumbnailUrl">
    & Partial<Pick<Video, "kind">>,
): RoomVideo {
  const isShort = thumbnailUrl && thumbnailUrl.length <= MAX_URL_LENGTH;
  return {
    id,
    title: clip(title, MAX_TEXT_LENGTH),
    duration: Number.isFinite(duration) && duration > 0 ? duration : 0,
    ...(isShort ? { thumbnailUrl } : {}),
    ...(kind ? { kind } : {}),
  };
}
