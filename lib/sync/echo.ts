/**
 * Corrections that only chase each other widen the dead zone for a while.
 * @module
 */
import {
  ECHO_FADE_MS,
  ECHO_MS,
  MAX_SAME_WIDENING,
  MAX_WIDENING,
  MIN_WIDENING,
} from "./constants.ts";

/** What is remembered of the last correction. */
export interface Echo {
  /** Factor on the dead zone, where above 1. */
  readonly widening: number;
  /** Device instant at which the last correction ended. */
  readonly endedMs: number;
  /** Its sign. */
  readonly sign: number;
}

/** Makes the memory of no correction. */
export function createEcho(): Echo {
  return { widening: MIN_WIDENING, endedMs: -Infinity, sign: 0 };
}

/** A correction has ended. */
export function noteEnd(
  echo: Echo,
  end: { sign: number; atMs: number },
): Echo {
  return { ...echo, endedMs: end.atMs, sign: end.sign };
}

/** The factor now: the longer nothing needs correcting, the narrower the zone grows again. */
export function wideningAt({ widening, endedMs }: Echo, atMs: number): number {
  const calm = Math.max(0, Math.floor((atMs - endedMs) / ECHO_FADE_MS));
  return Math.max(MIN_WIDENING, widening / 2 ** calm);
}

/**
 * A correction begins. Soon after another it is its echo. The other way: of a
 * rate that this player rounds, or of noise. The same way, now and then: of
 * sound that got lost; again and again: of a player that does not follow.
 */
export function noteBegin(
  echo: Echo,
  begin: { sign: number; atMs: number },
): Echo {
  const widening = wideningAt(echo, begin.atMs);
  if (begin.atMs - echo.endedMs >= ECHO_MS) return { ...echo, widening };
  return {
    ...echo,
    widening: echo.sign === begin.sign
      ? Math.max(widening, Math.min(MAX_SAME_WIDENING, 2 * widening))
      : Math.min(MAX_WIDENING, 2 * Math.max(1, widening)),
  };
}
