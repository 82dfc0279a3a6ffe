/**
 * Corrections that only chase each other widen the dead zone for a while.
 * @module
 */
import {
  HUNTING_FADE_MS,
  HUNTING_MS,
  MAX_SAME_WIDENING,
  MAX_WIDENING,
  MIN_WIDENING,
} from "./constants.ts";

/** What is remembered of the last correction. */
export interface Hunting {
  /** Factor on the dead zone, where above 1. */
  readonly widening: number;
  /** Device instant at which the last correction ended. */
  readonly endedMs: number;
  /** Its sign. */
  readonly sign: number;
}

/** Makes the memory of no correction. */
export function createHunting(): Hunting {
  return { widening: MIN_WIDENING, endedMs: -Infinity, sign: 0 };
}

/** A correction has ended. */
export function noteEnd(
  hunting: Hunting,
  end: { sign: number; atMs: number },
): Hunting {
  return { ...hunting, endedMs: end.atMs, sign: end.sign };
}

/** The factor now: the longer nothing needs correcting, the narrower the zone grows again. */
export function wideningAt(
  { widening, endedMs }: Hunting,
  atMs: number,
): number {
  const calm = Math.max(0, Math.floor((atMs - endedMs) / HUNTING_FADE_MS));
  return Math.max(MIN_WIDENING, widening / 2 ** calm);
}

/**
 * A correction begins. Soon after another, that one probably caused it. The other
 * way: this player rounds rates, or measurements are noisy. The same way, now
 * and then: sound got lost; again and again: the player does not follow.
 */
export function noteBegin(
  hunting: Hunting,
  begin: { sign: number; atMs: number },
): Hunting {
  const widening = wideningAt(hunting, begin.atMs);
  if (begin.atMs - hunting.endedMs >= HUNTING_MS) {
    return { ...hunting, widening };
  }
  return {
    ...hunting,
    widening: hunting.sign === begin.sign
      ? Math.max(widening, Math.min(MAX_SAME_WIDENING, 2 * widening))
      : Math.min(MAX_WIDENING, 2 * Math.max(1, widening)),
  };
}
