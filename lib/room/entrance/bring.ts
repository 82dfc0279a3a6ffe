/**
 * Somebody comes in with a video that they picked outside, by a command in
 * Discord.
 * @module
 */
import { mayControl } from "../../shared/room/permissions.ts";
import type { Command, RoomVideo } from "../../shared/room/protocol.ts";
import type { RoomDocument } from "../document/document.ts";

/**
 * What becomes of it: it is put on where nothing is and they may, else it is
 * suggested. Decided inside the change, since two may come at once.
 * @returns `null` where it is on, or waits, already.
 * @see SPEC P31
 */
export function commandFor(
  room: RoomDocument,
  { memberId, video }: { memberId: string; video: RoomVideo },
): Command | null {
  const isThere = room.video?.id === video.id ||
    room.queue.some((item) => item.video.id === video.id);
  if (isThere) return null;
  const isFree = room.video === null && mayControl(room, memberId);
  return { type: isFree ? "load" : "suggest", videoId: video.id };
}
