/**
 * What this person may do, for the buttons. The room decides for itself.
 * @module
 */
import type { Room } from "../../shared/room/protocol.ts";

/** Whether a member's controls count now. @see SPEC R6 */
export function mayControl(
  room: Room | null,
  memberId: string | null,
): boolean {
  if (!room || memberId === null) return false;
  return room.host === memberId || room.settings.control === "everyone";
}
