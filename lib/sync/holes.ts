/**
 * Holes in a viewer's media: seconds of the video that this player cannot
 * show, told from where it comes to rest. It waits at their end for the room.
 * @module
 */
import type { ControllerState, Measurement } from "./controller_state.ts";
import { BEYOND_S, MAX_HOLES, STUCK_MS } from "./constants.ts";

/** Seconds of media that are not there. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

/** A player that should move, and waits for data. */
export interface Waiting {
  /** Device instant since which. */
  readonly sinceMs: number;
  /** Place at which it stopped, s. */
  readonly at: number;
}

/** Where media goes on, s: the place itself, unless it lies in a hole. */
export function pastHoles(holes: readonly Hole[], place: number): number {
  const hole = holes.find(({ from, to }) => from <= place && place < to);
  return hole?.to ?? place;
}

/** Takes in a hole; those that it touches become one with it. */
export function noteHole(holes: readonly Hole[], hole: Hole): readonly Hole[] {
  const touches = ({ from, to }: Hole) => from <= hole.to && hole.from <= to;
  const near = holes.filter(touches);
  const whole = {
    from: Math.min(hole.from, ...near.map(({ from }) => from)),
    // The newest word on where media goes on is the best one.
    to: hole.to,
  };
  return [...holes.filter((one) => !touches(one)), whole].slice(-MAX_HOLES);
}

/**
 * Watches a player that should move: since when it waits, and whether it has
 * gone over a hole by itself.
 * @see SPEC W30
 */
export function watchForHoles(
  state: ControllerState,
  { measurement, nowMs }: { measurement: Measurement | null; nowMs: number },
): ControllerState {
  const { waiting, holes, doing } = state;
  const mayWait = doing.mode === "playing" || doing.mode === "lost";
  if (!mayWait || !measurement) return waiting ? forgetWait(state) : state;
  if (measurement.buffering) {
    const at = measurement.mediaTime;
    return waiting ? state : { ...state, waiting: { sinceMs: nowMs, at } };
  }
  if (!waiting) return state;
  const hole = { from: waiting.at, to: measurement.mediaTime };
  const hasSkipped = hole.to - hole.from > BEYOND_S;
  const moved = forgetWait(state);
  return hasSkipped ? { ...moved, holes: noteHole(holes, hole) } : moved;
}

function forgetWait(state: ControllerState): ControllerState {
  return { ...state, waiting: null };
}

/**
 * Whether a player has waited for so long that the room's place is worth a
 * seek: its data may never come, and the room's may be there.
 * @see SPEC W31
 */
export function isStuck(
  { waiting }: ControllerState,
  nowMs: number,
): boolean {
  return waiting !== null && nowMs - waiting.sinceMs >= STUCK_MS;
}
