/**
 * How a room follows a broadcast: where it begins, what it may not overtake,
 * and what to do when its place is gone.
 * @module
 */
import { GATE_MS, MAX_LEAD_MS } from "../shared/limits.ts";
import { edgeOf, endOf, extentOf, isBroadcast } from "../shared/room/extent.ts";
import type { RoomMedia, Timeline } from "../shared/room/protocol.ts";
import type { RoomDocument } from "./document/document.ts";
import type { Moment } from "./operation.ts";
import { positionIn } from "./document/position.ts";
import { isNews, judge, type MediaReports } from "./verdict.ts";

/** Least part of a hold-back that keeps pictures moving, unitless. Chosen: one segment of three. */
const LEAST_HOLD_BACK = 1 / 3;
/** How far a place that is gone is moved on, as a share of the window, and its bounds, s. Chosen: seldom for who pauses long, little lost for who comes back. */
const MOVE_ON_SHARE = 0.1;
const MOVE_ON_S = { min: 5, max: 60 };
/** Part of a window's start that is no place to go to, s. Chosen: the longest wait of the gate, and a second. */
const WAIT_S = GATE_MS / 1000 + 1;

/**
 * Takes in what viewers say of the media.
 * @returns The same object where it is no news.
 * @see SPEC R61, T2, T9
 */
export function takeIn(
  room: RoomDocument,
  reports: MediaReports,
  moment: Moment,
): RoomDocument {
  const media = judge(room, reports);
  const known = room.media ?? null;
  if (!media || !isNews(known, media)) return room;
  const next = withinEnd({ ...room, media }, moment);
  if (media.kind !== "live") return next;
  if (known?.kind !== "live") return begin(next, moment);
  return isStranded(next, media, moment) ? toLive(next, moment) : next;
}

/** Media that is shorter than it was thought to be has no place beyond its end. */
function withinEnd(room: RoomDocument, moment: Moment): RoomDocument {
  const end = endOf(room);
  return end !== null && room.timeline.position > end
    ? moved(room, { position: end }, moment.nowMs + moment.leadMs)
    : room;
}

/** A broadcast begins where it is live, one that is over at its beginning. */
function begin(room: RoomDocument, moment: Moment): RoomDocument {
  const atMs = moment.nowMs + moment.leadMs;
  const extent = extentOf(room, atMs);
  if (!extent) return room;
  const position = extent.end === null
    ? extent.reach ?? extent.from
    : extent.from;
  return moved(room, { position, rate: 1 }, atMs);
}

/** The newest moment has fallen back behind the room: its pictures will not come in time. */
function isStranded(
  room: RoomDocument,
  media: Extract<RoomMedia, { kind: "live" }>,
  { nowMs, leadMs }: Moment,
): boolean {
  if (media.moves === "none") return false;
  const atMs = nowMs + leadMs;
  const least = edgeOf(media, atMs) - media.holdBack * LEAST_HOLD_BACK;
  return positionIn(room, atMs) > least;
}

function toLive(room: RoomDocument, moment: Moment): RoomDocument {
  const atMs = moment.nowMs + moment.leadMs;
  const { reach } = extentOf(room, atMs) ?? {};
  return typeof reach === "number"
    ? moved(room, { position: reach }, atMs)
    : room;
}

function moved(
  room: RoomDocument,
  change: Partial<Timeline>,
  at: number,
): RoomDocument {
  return { ...room, timeline: { ...room.timeline, ...change, at } };
}

/** Where a person may go at a room time, s; `null` before a broadcast has begun. @see SPEC T4 */
export function clampTo(
  room: RoomDocument,
  { position, atMs }: { position: number; atMs: number },
): number | null {
  const extent = extentOf(room, atMs);
  if (!extent) return null;
  const { from, reach } = extent;
  if (reach === null) return Math.max(from, position);
  // While the room waits for everyone, the window goes on.
  const isMoving = room.media?.kind === "live" && room.media.moves === "both";
  const waitS = isMoving ? Math.min(WAIT_S, (reach - from) / 4) : 0;
  return Math.min(reach, Math.max(from + waitS, position));
}

/** Room time at which a broadcast asks for a change by itself, ms; `null` when it does not, or nobody watches. */
export function nextBroadcastAt(room: RoomDocument): number | null {
  if (!isBroadcast(room.video, room.media)) return null;
  if (!room.members.some(({ goneAt }) => goneAt === null)) return null;
  const dues = [overtakesAt(room), goneAt(room)].filter((due) => due !== null);
  return dues.length > 0 ? Math.min(...dues) : null;
}

/**
 * Does what is due: a fast room that reaches live goes on as fast as that is,
 * and a place that the window has left is moved on.
 * @see SPEC T5, T6
 */
export function settleBroadcast(
  room: RoomDocument,
  moment: Moment,
): RoomDocument {
  const { nowMs, leadMs } = moment;
  const liveMs = overtakesAt(room);
  if (liveMs !== null && liveMs <= nowMs) {
    // Announced before it happens, so that everyone slows down at one instant.
    const atMs = Math.max(nowMs + leadMs, liveMs + MAX_LEAD_MS);
    const { reach } = extentOf(room, atMs) ?? {};
    const position = positionIn(room, atMs);
    return moved(room, {
      position: Math.min(position, reach ?? position),
      rate: 1,
    }, atMs);
  }
  const lostMs = goneAt(room);
  if (lostMs === null || lostMs > nowMs) return room;
  const atMs = nowMs + leadMs;
  const extent = extentOf(room, atMs);
  if (!extent || extent.reach === null) return room;
  const length = extent.reach - extent.from;
  const stepS = Math.min(
    MOVE_ON_S.max,
    Math.max(MOVE_ON_S.min, length * MOVE_ON_SHARE),
  );
  return moved(room, {
    position: Math.min(extent.reach, extent.from + stepS),
  }, atMs);
}

/** Room time at which a room that plays faster than a broadcast reaches live, less the longest lead, ms. */
function overtakesAt(room: RoomDocument): number | null {
  const { timeline: { playing, rate, at, position } } = room;
  if (!isBroadcast(room.video, room.media) || !playing || rate <= 1) {
    return null;
  }
  const extent = extentOf(room, at);
  if (!extent || extent.reach === null || extent.end !== null) return null;
  return at + (extent.reach - position) / (rate - 1) * 1000 - MAX_LEAD_MS;
}

/** Room time at which a window that moves leaves the room's place, ms. */
function goneAt(room: RoomDocument): number | null {
  const { media, timeline: { playing, rate, at, position } } = room;
  if (media?.kind !== "live" || media.moves !== "both") return null;
  const extent = extentOf(room, at);
  if (!extent) return null;
  const speed = playing ? rate : 0;
  if (position < extent.from) return at;
  if (speed >= 1) return null;
  return at + (position - extent.from) / (1 - speed) * 1000;
}
