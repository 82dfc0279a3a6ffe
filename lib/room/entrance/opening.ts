/**
 * Who becomes host by the link that opened a room: a bot's link names the
 * person who asked for it. The link of a room's first member counts and no
 * other, and it can do no more than that member by hand: hand the remote over.
 * @module
 */
import { CREATOR_GRACE_MS } from "../../shared/limits.ts";
import type { RoomDocument } from "../document/document.ts";

/**
 * Notes what the link of somebody says who comes into an empty room.
 * @returns The same object where others are there, or the link names nobody else.
 */
export function noteOpening(
  room: RoomDocument,
  link: { memberId: string; creatorId: string | undefined },
  nowMs: number,
): RoomDocument {
  if (room.members.length > 0) return room;
  const { memberId, creatorId } = link;
  const opening = creatorId === undefined || creatorId === memberId ? null : {
    firstId: memberId,
    creatorId,
    until: nowMs + CREATOR_GRACE_MS,
  };
  return opening === (room.opening ?? null) ? room : { ...room, opening };
}

/**
 * Makes the creator host once they are there, in time, and while the first
 * member still is: whoever was chosen since stays.
 * @see SPEC P20
 */
export function settleOpening(
  room: RoomDocument,
  nowMs: number,
): RoomDocument {
  const { opening } = room;
  if (!opening || room.host !== opening.firstId || nowMs > opening.until) {
    return room;
  }
  const creator = room.members.find(({ id, goneAt }) =>
    id === opening.creatorId && goneAt === null
  );
  if (!creator) return room;
  return {
    ...room,
    opening: null,
    host: creator.id,
    lastAction: {
      by: creator.id,
      username: creator.username,
      kind: "take_over",
      rev: room.rev + 1,
    },
  };
}
