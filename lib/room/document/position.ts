/**
 * Where a room's timeline stands.
 * @module
 */
import { extentOf } from "../../shared/room/extent.ts";
import { positionAt } from "../../shared/room/timeline.ts";
import type { RoomDocument } from "./document.ts";

/**
 * Where a room stands at a room time, in seconds. What a broadcast has announced
 * for later has a place that is live only then.
 * @see SPEC T5
 */
export function positionIn(room: RoomDocument, atMs: number): number {
  const { end = null, reach = null } = extentOf(room, atMs) ?? {};
  const position = positionAt(room.timeline, { atMs, duration: end });
  const isAnnounced = atMs < room.timeline.at;
  return isAnnounced && reach !== null ? Math.min(position, reach) : position;
}
