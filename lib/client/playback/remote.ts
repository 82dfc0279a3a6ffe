/**
 * What the one big button does: the room's remote for who may control it, this
 * screen's own pause for everyone else.
 * @module
 */
import type { PrimaryAction } from "../model/screen.ts";

/** What is left when a video is over, s. Chosen: copies differ by a few frames. */
const END_S = 0.15;

/** Whether so little is left, s, that nothing moves any more. */
export function isOver(leftS: number): boolean {
  return leftS < END_S;
}

/** What {@linkcode primaryActionOf} decides from. */
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
export function primaryActionOf(state: RemoteState): PrimaryAction | null {
  if (!state.hasVideo) return null;
  if (state.isAway) return "back";
  if (isOver(state.leftS)) return state.mayControl ? "again" : null;
  if (state.mayControl) return state.playing ? "pause" : "play";
  return state.playing ? "pause_here" : null;
}
