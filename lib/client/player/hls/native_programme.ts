/**
 * The clock of a broadcast where the browser itself plays HLS: it tells the
 * date at which the element's time begins, and the window as what can be sought.
 * @module
 */
import type { Programme } from "../programme.ts";

/** How far to stay behind, s: the browser tells no length of segments. Chosen: three of 6 s, Apple's own recommendation. */
const HOLD_BACK_S = 18;

/** What is needed of a `<video>`. `getStartDate`: HTML Standard; WebKit has it. */
interface DatedElement {
  readonly duration: number;
  readonly seekable: TimeRanges;
  getStartDate?(): Date;
}

/** Reads it; `null` for what is no broadcast, or has no dates. `isLive`: it is known to be one, also when it is over. @see SPEC T1 */
export function nativeProgramme(
  video: DatedElement,
  isLive: boolean,
): Programme | null {
  const goesOn = video.duration === Infinity;
  const startMs = video.getStartDate?.().getTime() ?? NaN;
  if (!Number.isFinite(startMs) || !(goesOn || isLive)) return null;
  const offset = startMs / 1000;
  return {
    toProgramme: (mediaS) => mediaS + offset,
    toMedia: (programmeS) => programmeS - offset,
    window(nowMs) {
      const { seekable } = video;
      const last = seekable.length - 1;
      const from = last < 0 ? 0 : seekable.start(0);
      const to = last < 0 ? 0 : seekable.end(last);
      return {
        to: to + offset,
        atMs: nowMs,
        span: to - from,
        holdBack: HOLD_BACK_S,
        moves: goesOn ? "both" : "none",
      };
    },
  };
}
