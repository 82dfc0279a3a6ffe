/**
 * Whether a person is with the film: `active`, `inactive` or `away`, decided
 * purely from what they do and what their screen shows (docs/design.md, "Presence").
 * @module
 */

/** How a person is with the film. */
export type Attention = "active" | "inactive" | "away";

/** Time without interaction after which a person is away, ms. Source: docs/design.md, "Presence". */
const AWAY_AFTER_MS = 120_000;
/** Time between checks of that, ms. Source: docs/design.md, "Presence". */
export const CHECK_MS = 30_000;

/** What is known of a person. Times in ms on any one clock. */
interface AttentionState {
  lastActiveMs: number;
  isHidden: boolean;
  /** Discord shows only a tile. */
  isTile: boolean;
  isSpeaking: boolean;
}

/** What happened. */
export type AttentionEvent =
  /** Pointer, key, touch or a control. */
  | { type: "interacted" }
  | { type: "page"; isHidden: boolean }
  | { type: "layout"; isTile: boolean }
  | { type: "voice"; isSpeaking: boolean };

/** Somebody who has just come. */
export function arrive(nowMs: number): AttentionState {
  return {
    lastActiveMs: nowMs,
    isHidden: false,
    isTile: false,
    isSpeaking: false,
  };
}

/** Takes in what happened. */
export function attend(
  state: AttentionState,
  event: AttentionEvent,
  nowMs: number,
): AttentionState {
  switch (event.type) {
    case "interacted":
      return { ...state, lastActiveMs: nowMs };
    case "page":
      // Coming back to the page is a deed; leaving it is none.
      return {
        ...state,
        isHidden: event.isHidden,
        lastActiveMs: state.isHidden && !event.isHidden
          ? nowMs
          : state.lastActiveMs,
      };
    case "layout":
      return { ...state, isTile: event.isTile };
    case "voice":
      // Who stops speaking has spoken until now.
      return { ...state, isSpeaking: event.isSpeaking, lastActiveMs: nowMs };
  }
}

/**
 * How the person is now. Hidden counts before away, since the room never waits
 * for who cannot see it.
 * @see SPEC P14–P16
 */
export function attentionAt(state: AttentionState, nowMs: number): Attention {
  if (state.isHidden || state.isTile) return "inactive";
  if (state.isSpeaking) return "active";
  return nowMs - state.lastActiveMs >= AWAY_AFTER_MS ? "away" : "active";
}
