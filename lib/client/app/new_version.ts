/**
 * When a page of an older build offers to reload: never in the middle of a film.
 * @module
 */
import { isOver } from "../playback/remote.ts";

/** What {@linkcode offersReload} decides from. */
export interface ReloadMoment {
  /** The server is of another build than this page. */
  isOutdated: boolean;
  hasVideo: boolean;
  /** The room plays. */
  playing: boolean;
  /** This person paused for themselves. */
  isAway: boolean;
  /** Nothing is seen here anyway: the visit, or the media, has failed. A script that the server has no more may be why. */
  hasFailed: boolean;
  /** Seconds that are left of the video. */
  leftS: number;
}

/** Whether to offer a reload now: nothing is on, it stands still, it is over or not to be seen. @see SPEC O37 */
export function offersReload(moment: ReloadMoment): boolean {
  const { isOutdated, hasVideo, playing, isAway, hasFailed, leftS } = moment;
  return isOutdated &&
    (!hasVideo || !playing || isAway || hasFailed || isOver(leftS));
}
