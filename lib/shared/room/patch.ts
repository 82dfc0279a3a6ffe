/**
 * Changes of a room as they travel: applied here, made in `lib/room`.
 * @module
 */
import type { Member, MembersPatch, Room, RoomPatch } from "./room.ts";

/** The room after a change; its revision is the message's to tell. @see SPEC R52 */
export function applyPatch(room: Room, patch: RoomPatch): Room {
  const { people, ...parts } = patch;
  const next = { ...room, ...parts };
  return people
    ? { ...next, members: withChanges(room.members, people) }
    : next;
}

function withChanges(
  members: readonly Member[],
  { gone, now }: MembersPatch,
): Member[] {
  const left = new Set(gone);
  const changed = new Map(now.map((member) => [member.id, member]));
  const staying = members.filter(({ id }) => !left.has(id)).map((member) => {
    const other = changed.get(member.id);
    changed.delete(member.id);
    return other ?? member;
  });
  return [...staying, ...changed.values()];
}
