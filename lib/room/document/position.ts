/**
 * Where a room's timeline stands.
 * @module
 */
import { endOf } from "../../shared/room/extent.ts";
import { positionAt } from "../../shared/room/timeline.ts";
import type { RoomDocument } from "./document.ts";

/** Where a room stands at a room time, in seconds. */
export function positionIn(room: RoomDocument, atMs: number): number {
  return positionAt(room.timeline, { atMs, duration: endOf(room) });
}
