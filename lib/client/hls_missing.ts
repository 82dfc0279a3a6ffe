/**
 * Segments that are in no quality, or not in the sound that plays: a hole, as
 * if the playlist had said so (RFC 8216bis, `EXT-X-GAP`), and not the end of
 * the film.
 * @module
 */
import type Hls from "hls.js";
import type { Fragment } from "hls.js";

/** See the module. */
export interface MissingSegments {
  /** Makes a hole of a segment. @returns Whether there may be media behind it. */
  take(segment: Fragment): boolean;
  /** Whether a segment lies in a hole that was found already. */
  knows(segment: Fragment): boolean;
  /** Earliest place with media, as far as is known, s; 0 once there was any: then a seek leads over the hole. */
  beginsAt(segment: Fragment): number;
  /** A segment came. */
  came(segment: Fragment): void;
  /** The manifest was loaded anew. */
  forget(): void;
}

/** Longest hole, s. Chosen: what is missing for longer is not there. */
const LONGEST_S = 60;
/** How far segments of two qualities lie apart that are the same, s. Chosen: half of the shortest. */
const APART_S = 0.5;

/** Watches over one player of hls.js. @see SPEC W51 */
export function createMissing(hls: Hls): MissingSegments {
  let fed = new Set<string>();
  let holes = new Map<string, { from: number; to: number }>();

  return {
    take(segment) {
      const { type, start, end, sn } = segment;
      const lists = [...hls.levels, ...hls.audioTracks]
        .flatMap(({ details }) => details ?? []);
      const before = holes.get(type);
      const hole = before && start <= before.to + APART_S
        ? { from: Math.min(before.from, start), to: Math.max(before.to, end) }
        : { from: start, to: end };
      holes.set(type, hole);
      const isLast = lists.some(({ live, endSN }) => !live && sn === endSN);
      if (isLast && !fed.has(type)) return false;
      if (hole.to - hole.from > LONGEST_S) return false;
      for (const { fragments } of lists) {
        // The first of them are none in a live list that was sent in part.
        for (const other of fragments) {
          const isSame = other?.type === type &&
            Math.abs(other.start - start) < APART_S;
          if (isSame) other.gap = true;
        }
      }
      return true;
    },
    beginsAt: ({ type }) => fed.has(type) ? 0 : holes.get(type)?.to ?? 0,
    knows({ type, start, end }) {
      const hole = holes.get(type);
      return hole !== undefined && start > hole.from - APART_S &&
        end < hole.to + APART_S;
    },
    came({ type, start }) {
      fed.add(type);
      // What lies before it says nothing about it.
      if (start > (holes.get(type)?.to ?? 0) - APART_S) holes.delete(type);
    },
    forget() {
      fed = new Set();
      holes = new Map();
    },
  };
}
