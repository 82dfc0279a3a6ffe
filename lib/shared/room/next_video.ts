/**
 * When the next video of the queue begins: the rule that the room goes by, and
 * that pages count down to.
 * @module
 */
import { NEXT_VIDEO_MS } from "../limits.ts";
import { endOf } from "./extent.ts";
import type { Room } from "./room.ts";

/** Time that viewers have to tell how long a video is, before the catalogue's word alone ends it, ms. Chosen: a load with all its tries. */
export const UNTOLD_MS = 30_000;

/**
 * Room time at which the next video begins, ms: some seconds after the end of
 * this one. `null` when none does, or nobody knows yet.
 * @see SPEC Q5, Q20, R62
 */
export function nextVideoAt(
  room: Omit<Room, "members"> & {
    members: readonly { goneAt: number | null }[];
  },
): number | null {
  const { timeline, video, media, queue, members } = room;
  if (!video || !timeline.playing || queue.length === 0) return null;
  const isWatched = members.some(({ goneAt }) => goneAt === null);
  const end = endOf(room);
  if (!isWatched || end === null) return null;
  const leftMs = Math.max(0, end - timeline.position) / timeline.rate * 1000;
  return timeline.at + NEXT_VIDEO_MS +
    (media ? leftMs : Math.max(leftMs, UNTOLD_MS));
}
