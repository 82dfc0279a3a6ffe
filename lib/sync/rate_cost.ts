/**
 * What changes of rate cost a player, in media that does not come.
 *
 * Three behaviours were measured (`tests/engines/`). Chromium plays sound at
 * rate 1 as it is and stretches it at all others: beginning to stretch loses
 * about 20 ms, all else is free. Firefox changes its rate for nothing. WebKit
 * begins its pipeline again at each change, back to rate 1 too, and loses more
 * or less by where it stands. A device shows by its first way back to rate 1
 * which kind it is, and learns its own figures from there.
 * @module
 */
import {
  FIRST_STRETCH_LOSS_MS,
  LEARN_WEIGHT,
  MAX_RATE_LOSS_MS,
  MIN_RATE_LOSS_MS,
  NATURAL_RATE_ERROR,
  RESTART_LOSS_MS,
  RESTART_SPREAD_MS,
  SURE_CHANGES,
} from "./constants.ts";
import { clamp } from "../shared/stats.ts";

/** Learned losses, ms of media at rate 1. */
export interface RateCost {
  /** When the player leaves its natural rate. */
  readonly leaveMs: number;
  /** By any other change, such as the way back; less than {@linkcode MIN_RATE_LOSS_MS} is noise. */
  readonly otherMs: number;
  /** Mean deviation of a loss from what was expected. */
  readonly spreadMs: number;
  /** Whether a measurement has replaced the assumed loss. */
  readonly knowsLeave: boolean;
  /** Other changes that were measured. */
  readonly others: number;
}

/** What a change of rate is: leaving the natural rate, or any other. */
export type RateChange = "leave" | "other";

/** Makes the assumptions of a device that has shown nothing yet. */
export function createRateCost(): RateCost {
  return {
    leaveMs: FIRST_STRETCH_LOSS_MS,
    otherMs: 0,
    spreadMs: 0,
    knowsLeave: false,
    others: 0,
  };
}

/** Whether a player has to stretch sound at this rate. */
export function isStretched(rate: number): boolean {
  return Math.abs(rate - 1) > NATURAL_RATE_ERROR;
}

/** What a change of rate is. `from`: `null` when nothing was asked for yet. */
export function rateChange(
  { from, to }: { from: number | null; to: number },
): RateChange | null {
  if (from === null || from === to) return null;
  return !isStretched(from) && isStretched(to) ? "leave" : "other";
}

/** Media that changes cost on the way into a correction and out of it, ms at rate 1. `from`, `to`: rates around its beginning. */
export function correctionLossMs(
  cost: RateCost,
  begin: { from: number; to: number },
): { intoMs: number; outMs: number } {
  const outMs = otherLossMs(cost);
  const isLeaving = rateChange(begin) === "leave";
  return { intoMs: isLeaving ? cost.leaveMs : outMs, outMs };
}

/** Media that a change other than leaving costs, ms; 0 on a device where that is free. */
export function otherLossMs({ otherMs }: RateCost): number {
  return Math.abs(otherMs) < MIN_RATE_LOSS_MS ? 0 : otherMs;
}

/** How far off the target a correction may end by chance, ms; 0 where a second one is free. */
export function costSpreadMs(cost: RateCost): number {
  return otherLossMs(cost) === 0 ? 0 : cost.spreadMs;
}

/** Whether a change is worth being measured: where changes other than leaving have proved free, they are not. */
export function mayCost(cost: RateCost, change: RateChange): boolean {
  return change === "leave" || cost.others < SURE_CHANGES ||
    otherLossMs(cost) !== 0;
}

/**
 * Learns from a loss that was seen. `isBusy`: while the player starts, when a
 * restart takes longer than ever after, so its loss says which kind of player
 * it is but not what the next one will cost.
 * @see SPEC S24, S30
 */
export function learnRateCost(
  cost: RateCost,
  seen: { change: RateChange; lostMs: number; isBusy: boolean },
): RateCost {
  const { change, isBusy } = seen;
  const isRestart = change === "other" || isRestarting(cost);
  const lostMs = clamp(seen.lostMs, {
    min: 0,
    max: isBusy && isRestart ? RESTART_LOSS_MS : MAX_RATE_LOSS_MS,
  });
  const learned = change === "leave"
    ? learnLeave(cost, lostMs)
    : learnOther(cost, lostMs);
  const isSpreadKnown = isBusy && cost.spreadMs > 0;
  return isSpreadKnown ? { ...learned, spreadMs: cost.spreadMs } : learned;
}

/** Whether this player loses media at each change of rate. */
export function isRestarting(cost: RateCost): boolean {
  return otherLossMs(cost) !== 0;
}

function learnLeave(cost: RateCost, lostMs: number): RateCost {
  const errorMs = lostMs - cost.leaveMs;
  return {
    ...cost,
    leaveMs: cost.leaveMs + weightOf(cost.knowsLeave) * errorMs,
    spreadMs: cost.knowsLeave
      ? withError(cost.spreadMs, errorMs)
      : cost.spreadMs,
    knowsLeave: true,
  };
}

function learnOther(cost: RateCost, lostMs: number): RateCost {
  const errorMs = lostMs - cost.otherMs;
  const isRestarting = cost.others === 0 && lostMs >= MIN_RATE_LOSS_MS;
  return {
    ...cost,
    otherMs: cost.otherMs + weightOf(cost.others > 0) * errorMs,
    leaveMs: isRestarting && !cost.knowsLeave ? RESTART_LOSS_MS : cost.leaveMs,
    spreadMs: isRestarting
      ? RESTART_SPREAD_MS
      : cost.others > 0
      ? withError(cost.spreadMs, errorMs)
      : cost.spreadMs,
    others: cost.others + 1,
  };
}

/** The first measurement says more than an assumption about devices in general. */
function weightOf(isKnown: boolean): number {
  return isKnown ? LEARN_WEIGHT : 1;
}

function withError(spreadMs: number, errorMs: number): number {
  return spreadMs + LEARN_WEIGHT * (Math.abs(errorMs) - spreadMs);
}
