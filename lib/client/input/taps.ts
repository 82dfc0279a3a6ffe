/**
 * Fingers on the picture: one tap shows the controls or puts them away, two at
 * a side leap. Pure.
 * @module
 */

/** Longest time between the two taps, ms. Chosen: what phones wait. */
const DOUBLE_MS = 300;

/** Where a finger was: parts of the picture's width from its left, 0 to 1. */
export interface Tap {
  at: number;
  atMs: number;
}

/** What it asks for. `left` and `right` leap; the middle is for nobody's leap. */
type TapMeaning = "controls" | "left" | "right";

/**
 * What a tap means after the one before. A third at the same side leaps again.
 * @param before The last tap; `null`: none.
 * @see SPEC U63
 */
export function meaningOfTap(tap: Tap, before: Tap | null): TapMeaning {
  const side = sideOf(tap);
  const isDouble = before !== null && tap.atMs - before.atMs <= DOUBLE_MS;
  return isDouble && side !== null && side === sideOf(before)
    ? side
    : "controls";
}

function sideOf({ at }: Tap): "left" | "right" | null {
  if (at < 1 / 3) return "left";
  return at > 2 / 3 ? "right" : null;
}
