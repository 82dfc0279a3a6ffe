/**
 * What the room's clock says, derived from the device's monotonic clock.
 *
 * Each exchange bounds the offset from both sides: the message cannot arrive
 * before it was sent. The tightest bounds of the last samples are combined, so
 * the quickest way there and the quickest way back count even when they belong
 * to different exchanges. The device's wall clock is never read.
 * @module
 */
import { percentile } from "../shared/stats.ts";
import {
  CALM_EXCHANGE_MS,
  CLOCK_CALM_MS,
  CLOCK_DRIFT_PPM,
  CLOCK_PACES_PPM,
  CLOCK_SLEW,
  CLOCK_STEP_MS,
  CLOCK_WINDOW,
  JITTERY_EXCHANGE_MS,
  JITTERY_EXCHANGES,
  MAX_RTT_MS,
  QUICK_EXCHANGE_MS,
  QUICK_EXCHANGES,
  STAMP_ROUNDING_MS,
} from "./constants.ts";

/** Four stamps, ms: sent and received (`t0`, `t3`, device monotonic), received and sent back (`t1`, `t2`, room time). */
export interface ClockStamps {
  t0: number;
  t1: number;
  t2: number;
  t3: number;
}

/** The estimate and what it is made of. Offsets are room time minus device time, ms. */
export interface ClockState {
  readonly samples: readonly ClockStamps[];
  /** A sample that contradicts the others, waiting for a second one that agrees with it. */
  readonly suspect: ClockStamps | null;
  /** Samples since the last (re)join. */
  readonly exchanges: number;
  /** Best estimate, and half of what is still uncertain. */
  readonly best: { readonly offsetMs: number; readonly errorMs: number } | null;
  /** Where the shown offset was when `best` last changed; it bends from there. */
  readonly shown: { readonly offsetMs: number; readonly atMs: number } | null;
}

/** Makes a clock that knows nothing. */
export function createClock(): ClockState {
  return {
    samples: [],
    suspect: null,
    exchanges: 0,
    best: null,
    shown: null,
  };
}

/** Takes in one exchange. An impossible one changes nothing; one that contradicts the rest is believed when a second agrees. */
export function addSample(state: ClockState, stamps: ClockStamps): ClockState {
  if (!isPossible(stamps)) return state;
  const next = { ...state, exchanges: state.exchanges + 1 };
  const samples = [...state.samples, stamps].slice(-CLOCK_WINDOW);
  const best = combine(samples, stamps.t3);
  if (best) return adopt({ ...next, samples, suspect: null }, best, stamps.t3);
  // The samples exclude each other: the room's clock was set, this device slept, or one message lies.
  const agreed = state.suspect && combine([state.suspect, stamps], stamps.t3);
  if (!state.suspect || !agreed) return { ...next, suspect: stamps };
  return adopt(
    { ...next, samples: [state.suspect, stamps], suspect: null },
    agreed,
    stamps.t3,
  );
}

/** Asks for quick exchanges again, after a reconnect or a sleep. What is known stays in use. */
export function rejoin(state: ClockState): ClockState {
  return { ...state, exchanges: 0 };
}

/** Room time at a device instant, ms; `null` before the first exchange. Never runs backwards but for a step. */
export function roomNow(
  state: ClockState,
  monotonicMs: number,
): number | null {
  const offsetMs = shownOffset(state, monotonicMs);
  return offsetMs === null ? null : monotonicMs + offsetMs;
}

/** How long to wait before the next exchange, ms. */
export function nextExchangeMs(state: ClockState): number {
  if (state.exchanges < QUICK_EXCHANGES || state.suspect) {
    return QUICK_EXCHANGE_MS;
  }
  const isVague = (state.best?.errorMs ?? Infinity) > CLOCK_CALM_MS &&
    spreadMs(state) > CLOCK_CALM_MS;
  return isVague && state.exchanges < JITTERY_EXCHANGES
    ? JITTERY_EXCHANGE_MS
    : CALM_EXCHANGE_MS;
}

/** Round trip of the newest sample, ms. */
export function rttMs(state: ClockState): number | null {
  const last = state.samples.at(-1);
  return last ? roundTrip(last) : null;
}

/** 95th percentile of the round trips, ms. */
export function p95RttMs(state: ClockState): number | null {
  const trips = state.samples.map(roundTrip);
  return trips.length === 0 ? null : percentile(trips, 0.95);
}

/** How far round trips scatter: 95th percentile minus minimum, ms. */
function spreadMs(state: ClockState): number {
  const least = Math.min(...state.samples.map(roundTrip));
  return (p95RttMs(state) ?? least) - least || 0;
}

function roundTrip({ t0, t1, t2, t3 }: ClockStamps): number {
  return Math.max(0, t3 - t0 - (t2 - t1));
}

function isPossible({ t0, t1, t2, t3 }: ClockStamps): boolean {
  const tripMs = t3 - t0 - (t2 - t1);
  return [t0, t1, t2, t3].every(Number.isFinite) && t3 >= t0 && t2 >= t1 &&
    tripMs >= -STAMP_ROUNDING_MS && tripMs <= MAX_RTT_MS;
}

/**
 * Intersects the bounds. How fast the two clocks part is not known, so all paces
 * are tried that clocks may have; those that fit all samples lie side by side,
 * and the middle one is believed.
 * @returns `null` when no offset fits all samples at any pace.
 */
function combine(samples: readonly ClockStamps[], atMs: number) {
  const fitting = CLOCK_PACES_PPM
    .map((ppm) => boundsAt(samples, { atMs, ppm }))
    .filter(({ low, high }) => low <= high + STAMP_ROUNDING_MS);
  const middle = fitting[fitting.length >> 1];
  if (!middle) return null;
  const { low, high } = middle;
  return {
    offsetMs: (low + high) / 2,
    errorMs: Math.max(0, high - low) / 2,
  };
}

/** Bounds of the offset at an instant, if it has changed at a pace since the samples, ms. */
function boundsAt(
  samples: readonly ClockStamps[],
  { atMs, ppm }: { atMs: number; ppm: number },
): { low: number; high: number } {
  let low = -Infinity;
  let high = Infinity;
  for (const { t0, t1, t2, t3 } of samples) {
    const ageMs = Math.abs(atMs - t3);
    const partedMs = ageMs * ppm / 1e6;
    const slackMs = ageMs * CLOCK_DRIFT_PPM / 1e6;
    low = Math.max(low, t2 - t3 + partedMs - slackMs);
    high = Math.min(high, t1 - t0 + partedMs + slackMs);
  }
  return { low, high };
}

function adopt(
  state: ClockState,
  best: NonNullable<ClockState["best"]>,
  atMs: number,
): ClockState {
  const before = shownOffset(state, atMs);
  // Nothing is on screen yet during the quick rounds, so there is nothing to bend.
  const jumps = before === null || state.exchanges <= QUICK_EXCHANGES ||
    Math.abs(best.offsetMs - before) > CLOCK_STEP_MS;
  const offsetMs = jumps ? best.offsetMs : before;
  return { ...state, best, shown: { offsetMs, atMs } };
}

function shownOffset(state: ClockState, atMs: number): number | null {
  const { best, shown } = state;
  if (!best || !shown) return null;
  const bendMs = Math.max(0, atMs - shown.atMs) * CLOCK_SLEW;
  const missingMs = best.offsetMs - shown.offsetMs;
  return shown.offsetMs +
    Math.sign(missingMs) * Math.min(Math.abs(missingMs), bendMs);
}
