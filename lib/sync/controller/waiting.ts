/**
 * A player that should move and waits for data: whether it goes over a hole by
 * itself, and when the room's place is the better one.
 * @module
 */
import { BEYOND_S, STUCK_MS } from "../constants.ts";
import type { ControllerState, Measurement } from "./state.ts";
import { noteHole } from "../holes.ts";

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
