/**
 * Who may control a room: the rule that the room judges by, and that pages
 * show their buttons by.
 * @module
 */
import type { Room } from "./room.ts";

/** Whether somebody has the remote beside the host. @see SPEC R96 */
export function isCohost(
  room: Pick<Room, "settings">,
  memberId: string,
): boolean {
  return room.settings.cohosts?.includes(memberId) ?? false;
}

/** Whether a member's controls count now. @see SPEC R6, R96 */
export function mayControl(
  room: Pick<Room, "host" | "settings"> | null,
  memberId: string | null,
): boolean {
  if (!room || memberId === null) return false;
  return room.host === memberId || room.settings.control === "everyone" ||
    isCohost(room, memberId);
}
