/**
 * What a screen follows, and the places that it gives at a moment of room
 * time: pure.
 * @module
 */
import {
  endOf,
  extentOf,
  isBroadcast,
  type OnScreen,
} from "../../shared/room/extent.ts";
import type { Timeline } from "../../shared/room/protocol.ts";
import { joinAt } from "../../sync/join.ts";
import { targetAt } from "../../sync/target.ts";
import type { LivePlace } from "../model/screen.ts";

/** What the room wants on screen. */
export interface Followed {
  timeline: Timeline;
  on: OnScreen;
  /** The video that comes after what is on. */
  nextId: string | null;
}

/**
 * Where the room is, s.
 * @param roomNowMs `null` before the clock is known: the timeline is read as if it stood.
 */
export function placeOf(
  { timeline, on }: Followed,
  roomNowMs: number | null,
): number {
  return roomNowMs === null
    ? timeline.position
    : targetAt(timeline, { roomNowMs, duration: endOf(on) });
}

/** Where to join the room, s. @param roomNowMs `null` before the clock is known. */
export function joinPlaceOf(
  followed: Followed | null,
  roomNowMs: number | null,
): number {
  if (!followed || roomNowMs === null) return 0;
  const { timeline, on } = followed;
  return joinAt(timeline, { roomNowMs, duration: endOf(on) });
}

/** The window of a broadcast; `null` for anything else, and before it is known. */
export function liveOf(
  on: OnScreen,
  roomNowMs: number | null,
): LivePlace | null {
  if (on.media?.kind !== "live" || roomNowMs === null) return null;
  const extent = extentOf(on, roomNowMs);
  if (!extent || extent.reach === null) return null;
  const { from, reach, end } = extent;
  return { from, to: reach, isOver: end !== null };
}

/**
 * Whether the room has a place in what is on. It has none in a broadcast until
 * a viewer has seen it.
 * @param isLiveHere Whether this viewer's player found it to be a broadcast.
 */
export function isPlaced(
  followed: Followed | null,
  isLiveHere: boolean,
): boolean {
  if (!followed) return true;
  const { video, media } = followed.on;
  if (media || !video) return true;
  return !isLiveHere && !isBroadcast(video, media);
}
