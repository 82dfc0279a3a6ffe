/**
 * Segments that are in no quality, or not in the sound that plays: a hole, and
 * not the end of the film. hls.js looks again for a while, and the room's seek
 * leads over it.
 * @module
 */
import type Hls from "hls.js";
import type { Fragment } from "hls.js";

interface MissingSegments {
  /** Takes a segment for a hole. @returns Whether there may be media behind it. */
  take(segment: Fragment): boolean;
  /** Where to look for the first media, s; `null` once there was any. */
  beginsAt(segment: Fragment): number | null;
  /** A segment came. */
  came(segment: Fragment): void;
  /** The manifest was loaded anew. */
  forget(): void;
}

/** Longest hole, s. Chosen: what is missing for longer is not there. */
const LONGEST_S = 60;
/** How far two segments in a row lie apart at most, s. Chosen: half of the shortest. */
const APART_S = 0.5;

/** Watches over one player of hls.js. @see SPEC W51 */
export function createMissing(hls: Hls): MissingSegments {
  let fed = new Set<string>();
  let holes = new Map<string, { from: number; to: number }>();

  return {
    take({ type, start, end, sn }) {
      const before = holes.get(type);
      const hole = before && start <= before.to + APART_S
        ? { from: Math.min(before.from, start), to: Math.max(before.to, end) }
        : { from: start, to: end };
      holes.set(type, hole);
      const isLast = [...hls.levels, ...hls.audioTracks].some(({ details }) =>
        details !== undefined && !details.live && sn === details.endSN
      );
      if (isLast && !fed.has(type)) return false;
      return hole.to - hole.from <= LONGEST_S;
    },
    beginsAt: ({ type }) => fed.has(type) ? null : holes.get(type)?.to ?? 0,
    came({ type }) {
      fed.add(type);
      holes.delete(type);
    },
    forget() {
      fed = new Set();
      holes = new Map();
    },
  };
}
