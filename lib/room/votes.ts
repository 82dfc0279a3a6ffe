/**
 * Votes for what waits. Each member carries theirs, so that one vote is one
 * changed member, however long the queue and however large the crowd. A vote
 * for what has left the queue stays with its member, where it counts nothing,
 * until they vote again: taking it from all who gave it would change them all.
 * @module
 */
import { MAX_VOTES } from "../shared/limits.ts";
import { sortedByVotes } from "../shared/room/votes.ts";
import type { RoomDocument, StoredMember } from "./document/document.ts";
import type { Rejection } from "./operation.ts";
import { gone, inOrder } from "./queue.ts";

/** A member votes for an item, or takes that back. @see SPEC Q9 */
export function vote(
  room: RoomDocument,
  member: StoredMember,
  { itemId, isFor }: { itemId: string; isFor: boolean },
): RoomDocument | Rejection {
  const { votes = [] } = member;
  if (votes.includes(itemId) === isFor) return room;
  const waiting = new Set(room.queue.map(({ id }) => id));
  if (isFor && !waiting.has(itemId)) return gone;
  const others = votes.filter((id) => id !== itemId && waiting.has(id));
  if (isFor && others.length >= MAX_VOTES) return usedUp;
  const voted = { ...member, votes: isFor ? [...others, itemId] : others };
  return {
    ...room,
    members: room.members.map((one) => one === member ? voted : one),
  };
}

/** Puts what has the most votes first. @returns The same object where it is so already. @see SPEC Q11 */
export function sortQueue(room: RoomDocument): RoomDocument {
  return inOrder(room, sortedByVotes(room));
}

const usedUp: Rejection = {
  rejected: "votes_used_up",
  message:
    `You have voted for ${MAX_VOTES} videos that wait. Take a vote back first.`,
};
