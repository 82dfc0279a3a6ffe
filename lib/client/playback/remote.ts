/**
 * What the one big button does: the room's remote for who may control it, this
 * screen's own pause for everyone else.
 * @module
 */

/**
 * - `play`, `pause`: for everyone.
 * - `again`: from the beginning, for everyone.
 * - `pause_here`: on this screen only; the room goes on.
 * - `back`: from there to the room's place.
 */
export type Press = "play" | "pause" | "again" | "pause_here" | "back";

/** What is left when a video is over, s. Chosen: copies differ by a few frames. */
const END_S = 0.15;

/** Whether so little is left, s, that nothing moves any more. */
export function isOver(leftS: number): boolean {
  return leftS < END_S;
}

/** What {@linkcode pressOf} decides from. */
export interface RemoteState {
  hasVideo: boolean;
  mayControl: boolean;
  /** The room plays. */
  playing: boolean;
  /** Seconds that are left of the video. */
  leftS: number;
  /** This screen does not follow the room. */
  isAway: boolean;
}

/**
 * Decides what a press means now. A picture that stands still is expected to
 * move on, so who is away comes back first, also with the remote in hand.
 * @returns `null` when there is nothing to press.
 * @see SPEC U8
 */
export function pressOf(state: RemoteState): Press | null {
  if (!state.hasVideo) return null;
  if (state.isAway) return "back";
  if (isOver(state.leftS)) return state.mayControl ? "again" : null;
  if (state.mayControl) return state.playing ? "pause" : "play";
  return state.playing ? "pause_here" : null;
}
