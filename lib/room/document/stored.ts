/**
 * Documents as they come from a store: judged before anybody relies on them.
 * What is no room counts as no room, so that one spoiled value costs one room
 * its past and nobody their server.
 * @module
 */
import * as v from "valibot";
import { Finite, Id, Member, Rev, Room } from "../../shared/room/room.ts";
import type { RoomDocument } from "./document.ts";
import { Undo } from "./undo.ts";

const ConnectionId = v.pipe(v.string(), v.maxLength(128));

const Stored = v.object({
  ...Room.entries,
  members: v.array(v.object({
    ...Member.entries,
    connections: v.array(ConnectionId),
    // Of later versions than the first: what older ones wrote lacks them.
    hidden: v.optional(v.array(ConnectionId)),
  })),
  applied: v.array(
    v.object({ id: Id, rev: Rev, by: v.optional(v.string()) }),
  ),
  patience: v.optional(
    v.array(v.object({ id: Id, spentMs: Finite, untilMs: Finite })),
  ),
  loadedRev: Rev,
  opening: v.optional(v.nullable(v.object({
    firstId: Id,
    creatorId: Id,
    until: Finite,
  }))),
  undo: v.optional(v.nullable(Undo)),
  removed: v.optional(
    v.array(v.object({ id: Id, by: v.string(), untilMs: Finite })),
  ),
  trail: v.array(v.string()),
});

/**
 * The document of a room; `null` for everything else.
 * @param id Of the room that it must be.
 * @see SPEC K17
 */
export function parseStored(json: unknown, id: string): RoomDocument | null {
  // Checked, not copied: fields of a newer version stay in.
  if (!v.is(Stored, json) || json.id !== id) return null;
  return {
    ...json,
    members: json.members.map((member) => ({
      ...member,
      hidden: member.hidden ?? [],
    })),
    applied: json.applied.map((one) => ({ ...one, by: one.by ?? "" })),
    patience: json.patience ?? [],
  };
}

/** The same, from text. */
export function parseStoredText(text: string, id: string): RoomDocument | null {
  try {
    return parseStored(JSON.parse(text), id);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
