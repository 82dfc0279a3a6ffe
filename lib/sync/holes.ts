/**
 * Holes in a viewer's media: seconds of the video that this player cannot
 * show, known by where it comes to rest. It waits at their end for the room.
 * @module
 */
import { MAX_HOLES } from "./constants.ts";

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
