/**
 * Reads documents that lie in a store, and says once of each that is none.
 * @module
 */
import type { RoomDocument } from "../../room/document/document.ts";
import { parseStoredText } from "../../room/document/stored.ts";
import type { Log } from "../log/log.ts";

/** Spoiled versions that are remembered, so that each is logged once. Chosen: more than spoil at once, unless all do. */
const MAX_SPOILED = 100;

/**
 * Makes a reader. A document that cannot be read counts as none: whoever
 * changes the room next starts it over, or an instance that still knows it
 * brings it back.
 * @see SPEC K17
 */
export function createRoomReader(
  log: Log,
): (
  found: { id: string; version: string; text: string | null },
) => RoomDocument | null {
  const told = new Set<string>();
  return ({ id, version, text }) => {
    const room = text === null ? null : parseStoredText(text, id);
    const name = `${id} ${version}`;
    if (room || told.has(name)) return room;
    if (told.size >= MAX_SPOILED) told.clear();
    told.add(name);
    log.error("room_unreadable", { version });
    return null;
  };
}
