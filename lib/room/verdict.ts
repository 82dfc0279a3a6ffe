/**
 * What the media of a room is, judged from what its viewers say. One viewer
 * who errs, or lies, must neither cut a film short nor move a broadcast.
 * @module
 */
import { SAME_LENGTH_S } from "../shared/limits.ts";
import type { MediaReport, RoomMedia } from "../shared/room/protocol.ts";
import type { RoomDocument } from "./document/document.ts";

/** What members say of the media, by member id. */
export type MediaReports = Readonly<Record<string, MediaReport>>;

/** Edges of a broadcast that differ by less are one, s. Chosen: copies at a CDN lag by a segment or two of 6 s. */
const SAME_EDGE_S = 12;

/**
 * Judges. More than half of those who are here count; else the host. Before
 * anything is known, and when neither has spoken while the room waited, the
 * best word there is: never one that ends a film sooner.
 * @returns The media as it is known already, where nothing speaks against it.
 * @see SPEC R61
 */
export function judge(
  room: RoomDocument,
  reports: MediaReports,
): RoomMedia | null {
  const known = room.media ?? null;
  const { video } = room;
  if (!video) return known;
  const here = room.members.filter(({ goneAt }) => goneAt === null);
  const words = here.flatMap(({ id }) => {
    const report = Object.hasOwn(reports, id) ? reports[id] : undefined;
    return report?.videoId === video.id ? [{ id, media: report.media }] : [];
  });
  const agreed = largest(words.map(({ media }) => media));
  if (agreed.length * 2 > here.length) {
    return agreed[agreed.length >> 1] ?? known;
  }
  const host = words.find(({ id }) => id === room.host)?.media;
  if (host) return host;
  if (known || room.gate) return known;
  return atLeast(agreed.at(-1) ?? null, video.duration);
}

/** A single word may not cut short what the catalogue says. */
function atLeast(media: RoomMedia | null, duration: number): RoomMedia | null {
  return media?.kind === "recorded"
    ? { ...media, duration: Math.max(media.duration, duration) }
    : media;
}

/** The largest group that says the same, in order of what it says. */
function largest(all: readonly RoomMedia[]): readonly RoomMedia[] {
  let best: readonly RoomMedia[] = [];
  for (const group of ["recorded", "running", "over"] as const) {
    const sorted = all.filter((media) => groupOf(media) === group)
      .sort((a, b) => valueOf(a) - valueOf(b));
    const within = group === "recorded" ? SAME_LENGTH_S : SAME_EDGE_S;
    let first = 0;
    for (const [last, media] of sorted.entries()) {
      while (valueOf(media) - valueOf(sorted[first] ?? media) > within) first++;
      if (last + 1 - first > best.length) best = sorted.slice(first, last + 1);
    }
  }
  return best;
}

function groupOf(media: RoomMedia): "recorded" | "running" | "over" {
  if (media.kind === "recorded") return "recorded";
  return media.moves === "none" ? "over" : "running";
}

/** What two words are compared by, s: the length, the last moment, or how far the newest one is ahead of room time. */
function valueOf(media: RoomMedia): number {
  if (media.kind === "recorded") return media.duration;
  return media.moves === "none" ? media.to : media.to - media.at / 1000;
}

/** Difference of length that everyone should know of, s. Chosen: what counts as the end for players. */
const LENGTH_NEWS_S = 0.25;
/** Difference of a window's start, or of its edge at the least, that is, s. Chosen: a segment comes and goes. */
const WINDOW_NEWS_S = 10;
const EDGE_NEWS_S = 2;

/** Whether media has become another than it was thought to be, so far that it matters. */
export function isNews(known: RoomMedia | null, next: RoomMedia): boolean {
  if (!known || groupOf(known) !== groupOf(next)) return true;
  const step = Math.abs(valueOf(known) - valueOf(next));
  if (known.kind === "recorded" || next.kind === "recorded") {
    return step > LENGTH_NEWS_S;
  }
  if (known.moves !== next.moves) return true;
  const edgeNewsS = Math.max(EDGE_NEWS_S, known.holdBack / 2);
  return step > edgeNewsS || startMoved(known, next) > WINDOW_NEWS_S ||
    Math.abs(known.holdBack - next.holdBack) > EDGE_NEWS_S;
}

type Live = Extract<RoomMedia, { kind: "live" }>;

/** How much the start of a window differs, s. */
function startMoved(known: Live, next: Live): number {
  if (known.moves === "both") return Math.abs(known.span - next.span);
  return Math.abs(known.to - known.span - (next.to - next.span));
}
