/**
 * Where the moments of a broadcast are in a media element. Each viewer's
 * element counts from wherever it came in; the broadcast's own clock
 * (`EXT-X-PROGRAM-DATE-TIME`) is the same for all.
 * @module
 */

/** A segment as a playlist dates it. */
export interface DatedSegment {
  /** Where it begins in the element, s. */
  mediaStart: number;
  /** Its first moment, s since epoch. */
  programmeStart: number;
  duration: number;
  /** Whether `mediaStart` was measured on its media; else it is reckoned from the durations in the playlist. */
  isMeasured: boolean;
}

/** The window of a broadcast at an instant of this device. */
export interface LiveWindow {
  /** The newest moment on offer, s since epoch. */
  to: number;
  /** When that held, ms on the monotonic clock. */
  atMs: number;
  /** How far back one can go from there, s. */
  span: number;
  /** How far from there one has to stay, s. */
  holdBack: number;
  moves: "both" | "end" | "none";
}

/** The two clocks of a broadcast, and its window. */
export interface Programme {
  toProgramme(mediaS: number): number;
  toMedia(programmeS: number): number;
  window(nowMs: number): LiveWindow;
}

/** Offsets that differ by less are one clock, s. Chosen: rounding of durations and of sound's blocks stays under a tenth; a cut is more. */
const SAME_CLOCK_S = 0.25;
/** Segments on each side whose median counts. Chosen: outvotes the roundings of single ones. */
const NEIGHBOURS = 4;

/**
 * Maps between the clocks.
 * A segment's own offset shakes by the rounding of its date and by where its
 * sound begins, so neighbours on the same clock are asked too; what was
 * measured outweighs what was reckoned.
 * @param segments In order, at least one.
 * @see SPEC T1
 */
export function programmeMap(
  segments: readonly DatedSegment[],
): Pick<Programme, "toProgramme" | "toMedia"> {
  const offsets = segments.map((_, index) => offsetNear(segments, index));
  const offsetAt = (index: number) => offsets[index] ?? 0;
  return {
    toProgramme(mediaS) {
      const index = lastIndex(segments, (one) => one.mediaStart <= mediaS);
      return mediaS + offsetAt(index);
    },
    toMedia(programmeS) {
      const index = lastIndex(
        segments,
        (one) => one.programmeStart <= programmeS,
      );
      const one = segments[index];
      if (!one) return 0;
      // A moment that was not broadcast is the first one after it.
      const end = one.programmeStart + one.duration + SAME_CLOCK_S;
      const next = segments[index + 1];
      return programmeS > end && next
        ? next.mediaStart
        : programmeS - offsetAt(index);
    },
  };
}

/** Index of the last segment for which it is so; those before the first count as in it. */
function lastIndex(
  segments: readonly DatedSegment[],
  isSo: (segment: DatedSegment) => boolean,
): number {
  return Math.max(0, segments.findLastIndex(isSo));
}

/** Programme time less media time around a segment, s. */
function offsetNear(segments: readonly DatedSegment[], index: number): number {
  const own = offsetOf(segments[index]);
  const near: { offset: number; isMeasured: boolean }[] = [];
  for (const step of [-1, 1]) {
    for (let n = step > 0 ? 1 : 0; n <= NEIGHBOURS; n++) {
      const one = segments[index + step * n];
      if (!one || Math.abs(offsetOf(one) - own) > SAME_CLOCK_S) break;
      near.push({ offset: offsetOf(one), isMeasured: one.isMeasured });
    }
  }
  const measured = near.filter(({ isMeasured }) => isMeasured);
  const counted = (measured.length > 0 ? measured : near)
    .map(({ offset }) => offset).sort((a, b) => a - b);
  return counted[counted.length >> 1] ?? own;
}

function offsetOf(segment: DatedSegment | undefined): number {
  return segment ? segment.programmeStart - segment.mediaStart : 0;
}
