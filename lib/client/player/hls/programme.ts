/**
 * The clock of a broadcast, read off the playlists that hls.js loads.
 * @module
 */
import type Hls from "hls.js";
import type { LevelDetails } from "hls.js";
import { MAX_HOLD_BACK_S } from "../../../shared/limits.ts";
import {
  type DatedSegment,
  type LiveWindow,
  type Programme,
  programmeMap,
} from "../programme.ts";

/** Segments of the longest that a viewer stays behind. Source: RFC 8216bis §4.4.3.8, HOLD-BACK. */
const HOLD_BACK_SEGMENTS = 3;
/** Segments that come without one going, from which on the window keeps its start. Chosen: some servers drop several at once. */
const KEEPS_FROM_SEGMENTS = 4;

interface DatedPlaylists {
  /** `null` for what is no broadcast, and before its first playlist. */
  programme(): Programme | null;
}

interface DatedPlaylistsOptions {
  /** Whether it is known to be a broadcast, so that it is one also when it is over. */
  isLive: boolean;
  /** A broadcast whose playlists bear no dates. */
  onUndated(): void;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Begins to read. @param events Names of the events of hls.js. @see SPEC T1, T3 */
export function datePlaylists(
  hls: Hls,
  events: typeof Hls.Events,
  options: DatedPlaylistsOptions,
): DatedPlaylists {
  const now = options.now ?? (() => performance.now());
  let details: LevelDetails | null = null;
  let wasLive = options.isLive;
  let map: ReturnType<typeof programmeMap> | null = null;
  /** The newest moment, and when it was first seen. */
  let newest = { to: 0, atMs: 0 };
  let start = { from: 0, sinceSn: 0, hasMoved: false };

  function forget() {
    details = null;
    map = null;
    newest = { to: 0, atMs: 0 };
    start = { from: 0, sinceSn: 0, hasMoved: false };
  }

  function read(next: LevelDetails) {
    if (next.live && !next.hasProgramDateTime) return options.onUndated();
    wasLive ||= next.live;
    map = null;
    details = next.hasProgramDateTime && wasLive ? next : null;
    const { from, to } = endsOf(next);
    if (to > newest.to) newest = { to, atMs: now() };
    if (start.from === 0) start = { ...start, from, sinceSn: next.endSN };
    // Qualities are dated apart by roundings.
    else if (from > start.from + 0.5) {
      start = { ...start, from, hasMoved: true };
    }
  }

  function windowAt(details: LevelDetails, nowMs: number): LiveWindow {
    const target = details.targetduration;
    const keepsStart = details.type === "EVENT" ||
      (!start.hasMoved && details.endSN - start.sinceSn >= KEEPS_FROM_SEGMENTS);
    // What has been made since the playlist was is not in it yet.
    const sinceS = details.live
      ? Math.min(target, Math.max(0, nowMs - newest.atMs) / 1000)
      : 0;
    const to = newest.to + sinceS;
    const holdBack = Math.max(details.holdBack, HOLD_BACK_SEGMENTS * target);
    return {
      to,
      atMs: nowMs,
      span: Math.max(0, to - start.from),
      holdBack: Math.min(MAX_HOLD_BACK_S, holdBack),
      moves: !details.live ? "none" : keepsStart ? "end" : "both",
    };
  }

  hls.on(events.MANIFEST_LOADING, forget);
  hls.on(events.LEVEL_UPDATED, (_name, data) => read(data.details));
  // Segments are measured as they come.
  hls.on(events.LEVEL_PTS_UPDATED, () => map = null);

  return {
    programme() {
      const current = details;
      if (!current || current.fragments.length === 0) return null;
      map ??= programmeMap(segmentsOf(current));
      return { ...map, window: (nowMs) => windowAt(current, nowMs) };
    },
  };
}

function endsOf({ fragments }: LevelDetails): { from: number; to: number } {
  const from = fragments[0]?.programDateTime ?? 0;
  const to = fragments.at(-1)?.endProgramDateTime ?? 0;
  return { from: from / 1000, to: to / 1000 };
}

function segmentsOf({ fragments }: LevelDetails): DatedSegment[] {
  return fragments.map(({ start, duration, programDateTime, startPTS }) => ({
    mediaStart: start,
    programmeStart: (programDateTime ?? 0) / 1000,
    duration,
    isMeasured: startPTS !== undefined,
  }));
}
