/**
 * Who stays in the roster, and who is host (docs/design.md, "Rooms").
 * @module
 */
import { HOST_GRACE_MS } from "../../shared/limits.ts";
import type { RoomDocument } from "../document/document.ts";

/**
 * Lets go of members whose grace is over and keeps exactly one host while
 * there is a member.
 * @param nowMs Room time.
 * @returns The same object when nothing changes.
 * @see SPEC R3–R5
 */
export function settleMembers(
  room: RoomDocument,
  nowMs: number,
): RoomDocument {
  const staying = room.members.filter(({ goneAt }) =>
    goneAt === null || nowMs - goneAt < HOST_GRACE_MS
  );
  const members = staying.length === room.members.length
    ? room.members
    : staying;
  const host = members.some(({ id }) => id === room.host)
    ? room.host
    : successor(members);
  return members === room.members && host === room.host
    ? room
    : { ...room, members, host };
}

/** The longest-present live member; else the longest-present one; else `null`. */
function successor(members: RoomDocument["members"]): string | null {
  const live = members.filter(({ goneAt }) => goneAt === null);
  const candidates = live.length > 0 ? live : members;
  const oldest = candidates.reduce<typeof candidates[number] | null>(
    (best, m) => best === null || m.joinedAt < best.joinedAt ? m : best,
    null,
  );
  return oldest?.id ?? null;
}
