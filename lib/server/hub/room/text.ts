/**
 * A room as text. Each member is written once, not at each change of the room:
 * a large one changes by one member at a time.
 * @module
 */
import {
  publicRoom,
  type RoomDocument,
} from "../../../room/document/document.ts";
import type { Member } from "../../../shared/room/protocol.ts";

const memberTexts = new WeakMap<Member, string>();

function textOf(member: Member): string {
  const known = memberTexts.get(member);
  if (known !== undefined) return known;
  const text = JSON.stringify(member);
  memberTexts.set(member, text);
  return text;
}

/** JSON of what clients may see of a room. */
export function roomTextOf(document: RoomDocument): string {
  const { members, ...rest } = publicRoom(document);
  const start = JSON.stringify(rest).slice(0, -1);
  return `${start},"members":[${members.map(textOf).join(",")}]}`;
}
