/**
 * Where one can be in what is on: the bounds of a film as far as they are
 * known, and the moving window of a broadcast.
 * @module
 */
import { STRAY_S } from "../limits.ts";
import type { LiveMedia, Room, RoomMedia, RoomVideo } from "./room.ts";

/** Places at one room time, s: of media, or of programme time. */
interface Extent {
  /** The earliest place. */
  from: number;
  /** The latest place that one may go to; `null`: no bound is known. */
  reach: number | null;
  /** Where it is over; `null`: not known, or not yet. */
  end: number | null;
}

/** What an extent is told from: a room, or the part of it. */
export type OnScreen = Pick<Room, "video" | "media">;

/** Whether a video is, or turned out to be, a broadcast. */
export function isBroadcast(
  video: RoomVideo | null,
  media: RoomMedia | null | undefined,
): boolean {
  return media ? media.kind === "live" : video?.kind === "live";
}

/**
 * The bounds at a room time, ms. Until a viewer knows better, the catalogue's
 * word counts, and 0 is none.
 * @returns `null` for a broadcast that nobody has seen yet.
 * @see SPEC R60, T3
 */
export function extentOf(
  { video, media }: OnScreen,
  atMs: number,
): Extent | null {
  if (media?.kind === "live") return windowOf(media, atMs);
  if (isBroadcast(video, media)) return null;
  const told = video && video.duration > 0 ? video.duration : null;
  const end = media?.kind === "recorded" ? media.duration : told;
  return { from: 0, reach: end, end };
}

/** Where it is over, s; `null`: not known, or not yet. */
export function endOf(on: OnScreen): number | null {
  // Only what moves depends on the time, and what moves has no end.
  return extentOf(on, 0)?.end ?? null;
}

/** The newest moment of a broadcast at a room time, s. */
export function edgeOf({ to, at, moves }: LiveMedia, atMs: number): number {
  return moves === "none" ? to : to + (atMs - at) / 1000;
}

/**
 * The window in which a broadcast can be watched at a room time. It begins
 * some way in: what lies at its very start is gone before it has loaded.
 */
function windowOf(media: LiveMedia, atMs: number): Extent {
  const { to, span, holdBack, moves } = media;
  const edge = edgeOf(media, atMs);
  const start = moves === "both" ? edge - span : to - span;
  if (moves === "none") return { from: start, reach: to, end: to };
  const length = Math.max(0, edge - start);
  // A window as short as its own hold-back is watched in its middle.
  const back = Math.min(holdBack, length / 2);
  const stray = moves === "both" ? Math.min(STRAY_S, (length - back) / 2) : 0;
  return { from: start + stray, reach: edge - back, end: null };
}
