/**
 * What it costs to leave the natural rate. Chromium plays sound at rate 1 as it
 * is and stretches it at all others; each time it begins to stretch, about
 * 20 ms of media are lost. Other changes of rate, and the way back, cost
 * nothing (measured: quirk B11). A device learns its own figure.
 * @module
 */
import {
  LEARN_WEIGHT,
  MAX_STRETCH_LOSS_MS,
  NATURAL_RATE_ERROR,
} from "./constants.ts";
import { clamp } from "../shared/stats.ts";

/** Whether a player has to stretch sound at this rate. */
export function isStretched(rate: number): boolean {
  return Math.abs(rate - 1) > NATURAL_RATE_ERROR;
}

/** Whether a change of rate makes a player begin to stretch. `from`: `null` when nothing was asked for yet. */
export function beginsToStretch(
  { from, to }: { from: number | null; to: number },
): boolean {
  return from !== null && !isStretched(from) && isStretched(to);
}

/** Learns from a loss that was seen. @returns The loss to expect from now on, ms. */
export function learnStretchLoss(expectedMs: number, seenMs: number): number {
  const seen = clamp(seenMs, { min: 0, max: MAX_STRETCH_LOSS_MS });
  return expectedMs + LEARN_WEIGHT * (seen - expectedMs);
}
