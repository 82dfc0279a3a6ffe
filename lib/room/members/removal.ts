/**
 * The host sends somebody out: at once, from all of their pages, for some
 * minutes.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type { Removal, RoomDocument } from "../document/document.ts";
import { withoutCohost } from "./cohosts.ts";
import { noteRemoval } from "../document/removals.ts";
import type { Rejection } from "../document/rejection.ts";

/**
 * Takes a member out of the room.
 * @param change `by`: the host.
 * @see SPEC R93
 */
export function removeMember(
  room: RoomDocument,
  { memberId, by }: { memberId: string; by: { id: string; username: string } },
  nowMs: number,
): RoomDocument | Rejection {
  if (memberId === by.id) return notYourself;
  if (!room.members.some(({ id }) => id === memberId)) {
    return { rejected: "person_left", message: "That person has left." };
  }
  return {
    ...room,
    members: room.members.filter(({ id }) => id !== memberId),
    settings: withoutCohost(room.settings, memberId),
    removed: noteRemoval(room.removed, {
      id: memberId,
      by: by.username,
      nowMs,
    }),
  };
}

/** Tells who was removed why they do not come in. */
export function refusalOf(
  { by, untilMs }: Removal,
  nowMs: number,
): Required<Rejection> {
  const retryAfterS = Math.max(1, Math.ceil((untilMs - nowMs) / 1000));
  const minutes = Math.ceil(retryAfterS / 60);
  return {
    rejected: "removed",
    message: `${by} removed you from this room. You can come back in ${
      minutes === 1 ? "a minute" : `${minutes} minutes`
    }.`,
    details: { by, retryAfterS },
  };
}

/** The same as an error. */
export function removedError(removal: Removal, nowMs: number): DomainError {
  const { rejected, message, details } = refusalOf(removal, nowMs);
  return new DomainError(rejected, message, { details });
}

const notYourself: Rejection = {
  rejected: "not_allowed",
  message: "You cannot remove yourself. Make somebody else host, then leave.",
};
