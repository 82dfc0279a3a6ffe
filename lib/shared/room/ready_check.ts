/**
 * Who is still asked whether they are back, and for whom a room stands still:
 * the rules that the room goes by, and that pages name people by.
 * @module
 */
import type { Member, Room } from "./room.ts";

/**
 * Ids of those who are asked and have not answered. Who came since the question
 * is there; whose line is cut may be back within the host's grace, and whoever
 * has left for good is no member any more.
 * @see SPEC G13
 */
export function awaitedIn(
  { check, members }: Pick<Room, "check"> & {
    members: readonly Pick<Member, "id" | "joinedAt" | "back">[];
  },
): string[] {
  if (!check) return [];
  return members.filter(({ id, joinedAt, back }) =>
    id !== check.by && joinedAt <= check.since && back !== check.rev
  ).map(({ id }) => id);
}

/** Ids of those for whom a room stands still: their players are not ready, or they have not said that they are back. */
export function waitedForIn(
  room: Pick<Room, "gate" | "check" | "members">,
): readonly string[] {
  return room.gate?.waitingFor ?? awaitedIn(room);
}
