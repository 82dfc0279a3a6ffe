/**
 * The remote beside the host's: given and taken back by the host.
 * @module
 */
import { MAX_COHOSTS } from "../../shared/limits.ts";
import { isCohost } from "../../shared/room/permissions.ts";
import type { RoomSettings } from "../../shared/room/protocol.ts";
import type { RoomDocument } from "../document/document.ts";
import type { Rejection } from "../document/rejection.ts";

/**
 * Gives somebody the remote.
 * @returns The same object where they have it.
 * @see SPEC R96
 */
export function shareRemote(
  room: RoomDocument,
  memberId: string,
): RoomDocument | Rejection {
  const isThere = room.members.some(({ id, goneAt }) =>
    id === memberId && goneAt === null
  );
  if (!isThere) {
    return { rejected: "person_left", message: "That person has left." };
  }
  if (room.host === memberId || isCohost(room, memberId)) return room;
  const { cohosts = [] } = room.settings;
  // Who has left makes room for who is there.
  const here = cohosts.length < MAX_COHOSTS
    ? cohosts
    : cohosts.filter((one) => room.members.some(({ id }) => id === one));
  if (here.length >= MAX_COHOSTS) return enough;
  return {
    ...room,
    settings: { ...room.settings, cohosts: [...here, memberId] },
  };
}

/** Takes it back. @returns The same object where they do not have it. */
export function takeRemote(room: RoomDocument, memberId: string): RoomDocument {
  return isCohost(room, memberId)
    ? { ...room, settings: withoutCohost(room.settings, memberId) }
    : room;
}

/** The settings without somebody's remote. */
export function withoutCohost(
  settings: RoomSettings,
  memberId: string,
): RoomSettings {
  const { cohosts, ...others } = settings;
  const left = cohosts?.filter((id) => id !== memberId) ?? [];
  return left.length > 0 ? { ...others, cohosts: left } : others;
}

const enough: Rejection = {
  rejected: "too_many_cohosts",
  message:
    `${MAX_COHOSTS} people have the remote beside you. Take one back, or give it to everyone.`,
};
