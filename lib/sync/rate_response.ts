/**
 * Whether a device follows fine rates, judged by what its corrections did.
 * @module
 */
import { PROBE_MS, PROBE_SHARE, RATE_DOUBT } from "./constants.ts";

/** What some corrections asked for together, and what came of them, ms. */
export interface RateResponse {
  readonly askedMs: number;
  readonly movedMs: number;
  /** What the player's own rate error may have done meanwhile. */
  readonly doubtMs: number;
}

/** A correction that is to be judged. */
export interface Probe {
  /** Drift when it began, ms. */
  readonly driftMs: number;
  /** Device instant at which it began, ms. */
  readonly atMs: number;
  /** Change that it asked for, ms. */
  readonly askedMs: number;
}

/** What the response says. `open`: nothing yet, or nothing for certain. */
type Verdict = "open" | "follows" | "ignores";

/** Before the first correction. */
export const NO_RESPONSE: RateResponse = { askedMs: 0, movedMs: 0, doubtMs: 0 };

/**
 * Adds a correction. Small ones are judged together: a moment of lost sound
 * would outweigh one.
 * @see SPEC S9
 */
export function weigh(
  response: RateResponse,
  { probe, driftMs, atMs, roomRate }: {
    probe: Probe;
    driftMs: number;
    atMs: number;
    roomRate: number;
  },
): { response: RateResponse; verdict: Verdict } {
  const sum = {
    askedMs: response.askedMs + Math.abs(probe.askedMs),
    movedMs: response.movedMs +
      Math.sign(probe.askedMs) * (driftMs - probe.driftMs),
    doubtMs: response.doubtMs + RATE_DOUBT * roomRate * (atMs - probe.atMs),
  };
  if (sum.askedMs < PROBE_MS) return { response: sum, verdict: "open" };
  return { response: NO_RESPONSE, verdict: verdictOf(sum) };
}

function verdictOf({ askedMs, movedMs, doubtMs }: RateResponse): Verdict {
  if (movedMs >= PROBE_SHARE * askedMs) return "follows";
  return (1 - PROBE_SHARE) * askedMs < doubtMs ? "open" : "ignores";
}
