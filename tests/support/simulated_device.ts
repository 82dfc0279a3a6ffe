/**
 * A viewer's device, simulated: a player with slow seeks, a lazy start, rates
 * in coarse steps, a clock of its own and noisy measurements. It is driven by
 * the real controller.
 * @module
 */
import {
  control,
  type ControllerEffect,
  type ControllerEvent,
  type ControllerState,
  createController,
  type Measurement,
} from "../../lib/sync/controller/controller.ts";
import { isSeekOnly } from "../../lib/sync/rate_correction.ts";
import { rateChange } from "../../lib/sync/rate_cost.ts";
import { targetAt } from "../../lib/sync/target.ts";
import { toleranceS } from "../../lib/sync/tolerance.ts";
import type { Timeline } from "../../lib/shared/room/room.ts";
import { TICK_MS } from "../../lib/sync/constants.ts";

/** What makes one device differ from another. */
export interface DeviceTraits {
  /** Mean time of a seek, s, and its relative scatter, 0–1. */
  seekS: number;
  seekScatter: number;
  /** Time between `play()` and moving media, ms. */
  playLatencyMs: number;
  /** Rates are rounded to multiples of this; 0: every rate. */
  rateQuantum: number;
  /** Rate error of the player: 0.001 runs 0.1 % fast. */
  rateError: number;
  /** Largest error of a measurement, ms. */
  noiseMs: number;
  /** The reported media time moves in steps of this, ms. */
  granularityMs: number;
  /** Largest delay of a tick, ms. */
  tickJitterMs: number;
  /** Media lost when it begins to stretch sound, ms; each time between two and four thirds of it. */
  stretchLossMs: number;
  /** Media lost at each change of rate, ms; each time between one and five thirds of it. */
  restartLossMs: number;
  /** How much more of that is lost in the first 3 s of a start, unitless. */
  busyLossFactor: number;
}

/** A device without faults. */
export const IDEAL: DeviceTraits = {
  seekS: 0.1,
  seekScatter: 0,
  playLatencyMs: 30,
  rateQuantum: 0,
  rateError: 0,
  noiseMs: 0,
  granularityMs: 0,
  tickJitterMs: 0,
  stretchLossMs: 0,
  restartLossMs: 0,
  busyLossFactor: 1,
};

/** An effect and when it was asked for. */
interface Asked {
  atMs: number;
  effect: ControllerEffect;
  /** True drift at that moment, ms. */
  driftMs: number;
}

/** See the module. */
export interface SimulatedDevice {
  /** Runs the control loop up to an instant, ms. */
  runTo(untilMs: number): void;
  /** Tells the controller something now. */
  tell(event: ControllerEvent): void;
  /** Moves the media behind the controller's back, s. */
  shift(seconds: number): void;
  /** Keeps the media from moving for a while, as an empty buffer does. */
  stall(forMs: number): void;
  /** Makes seconds of the media missing: the player `starves` in them, or `skips` to their end after a second. */
  lack(hole: { from: number; to: number; how: "starves" | "skips" }): void;
  /** Pauses the media as a media key does. */
  pressPause(): void;
  /** Media minus target, ms, as it truly is. */
  trueDriftMs(): number;
  readonly nowMs: number;
  readonly state: ControllerState;
  readonly asked: readonly Asked[];
  readonly mediaTime: number;
  readonly isMoving: boolean;
}

/** Time that a player needs to go over a hole, ms. */
const HOLE_SKIP_MS = 1000;
/** Time for which a player is busy with its start, ms. */
const BUSY_MS = 3000;

/** Makes a device at rest at the start of a video. `roomNow` turns its monotonic clock into room time. */
export function createSimulatedDevice(
  traits: DeviceTraits,
  options: {
    random: () => number;
    roomNow: (nowMs: number) => number;
    duration: number | null;
  },
): SimulatedDevice {
  const { random } = options;
  let state = createController();
  const asked: Asked[] = [];
  let nowMs = 0;
  let nextTickMs = 0;
  let mediaTime = 0;
  let isPaused = true;
  let rate = 1;
  /** Instants until which media stands still. */
  let seekUntilMs = -Infinity;
  let stallUntilMs = -Infinity;
  let startsMs = -Infinity;
  let hasStallToTell = false;
  let hole = { from: Infinity, to: Infinity, how: "starves" };
  /** Instant at which the player goes over the hole that it stands in. */
  let skipsMs = Infinity;

  const isInHole = () => hole.from <= mediaTime && mediaTime < hole.to;

  const end = options.duration ?? Infinity;

  function elapse(untilMs: number) {
    const from = Math.max(nowMs, seekUntilMs, stallUntilMs, startsMs);
    const movedMs = Math.max(0, untilMs - from);
    if (isInHole()) {
      if (hole.how === "skips" && untilMs >= skipsMs) {
        mediaTime = hole.to;
        skipsMs = Infinity;
        if (!isPaused) startsMs = untilMs;
      }
    } else if (!isPaused) {
      const speed = rate * (1 + traits.rateError);
      const border = mediaTime < hole.from ? hole.from : end;
      mediaTime = Math.min(border, mediaTime + speed * movedMs / 1000);
      if (isInHole()) skipsMs = untilMs + HOLE_SKIP_MS;
      // Media elements pause themselves at the end.
      if (mediaTime === end) isPaused = true;
    }
    nowMs = untilMs;
  }

  function isMoving() {
    return !isPaused && mediaTime < end && !isInHole() &&
      nowMs >= Math.max(seekUntilMs, stallUntilMs, startsMs);
  }

  function measure(): Measurement {
    const step = traits.granularityMs / 1000;
    const coarse = step > 0 ? Math.floor(mediaTime / step) * step : mediaTime;
    const noise = (random() * 2 - 1) * traits.noiseMs / 1000;
    return {
      mediaTime: isPaused ? mediaTime : coarse + noise,
      atMs: nowMs,
      playing: isMoving(),
      buffering: nowMs < Math.max(seekUntilMs, stallUntilMs) || isInHole(),
    };
  }

  function tell(event: ControllerEvent) {
    const step = control(state, event, nowMs);
    state = step.state;
    for (const effect of step.effects) {
      asked.push({ atMs: nowMs, effect, driftMs: trueDriftMs() });
      carryOut(effect);
    }
  }

  /** Media that a change of rate costs, ms. */
  function lossOf(change: { from: number; to: number }): number {
    if (change.from === change.to) return 0;
    const isBusy = nowMs - startsMs < BUSY_MS;
    const restart = traits.restartLossMs * change.from *
      (1 / 3 + random() * 4 / 3) * (isBusy ? traits.busyLossFactor : 1);
    const stretch = rateChange(change) === "leave"
      ? traits.stretchLossMs * (2 / 3 + random() * 2 / 3)
      : 0;
    return restart + stretch;
  }

  function lose(ms: number) {
    mediaTime = Math.max(0, mediaTime - ms / 1000);
  }

  function carryOut(effect: ControllerEffect) {
    switch (effect.type) {
      case "rate": {
        const q = traits.rateQuantum;
        const before = rate;
        rate = q > 0
          ? Math.max(q, Math.round(effect.rate / q) * q)
          : effect.rate;
        if (isMoving()) lose(lossOf({ from: before, to: rate }));
        break;
      }
      case "seek": {
        const scatter = 1 + (random() * 2 - 1) * traits.seekScatter;
        mediaTime = Math.min(end, effect.position);
        seekUntilMs = nowMs + traits.seekS * 1000 * scatter;
        stallUntilMs = -Infinity;
        hasStallToTell = false;
        skipsMs = nowMs + HOLE_SKIP_MS;
        break;
      }
      case "play":
        if (isPaused) startsMs = nowMs + traits.playLatencyMs;
        isPaused = false;
        break;
      case "pause":
        isPaused = true;
    }
  }

  function tick() {
    if (hasStallToTell && nowMs >= stallUntilMs) {
      hasStallToTell = false;
      tell({ type: "discontinuity" });
    }
    tell({
      type: "tick",
      roomNowMs: options.roomNow(nowMs),
      duration: options.duration,
      measurement: measure(),
      toleranceS: toleranceS("good", {
        isSeekOnly: isSeekOnly(state.rateCorrection),
      }),
    });
    const wakeMs = state.wakeAtMs ?? Infinity;
    const jitterMs = random() * traits.tickJitterMs;
    nextTickMs = Math.max(
      nowMs + 1,
      Math.min(nowMs + TICK_MS, wakeMs) + jitterMs,
    );
  }

  function trueDriftMs(): number {
    const [goal] = state.schedule;
    if (!goal) return NaN;
    const roomNowMs = options.roomNow(nowMs);
    const target = targetAt(goal, { roomNowMs, duration: options.duration });
    return (mediaTime - target) * 1000;
  }

  return {
    runTo(untilMs) {
      while (nextTickMs <= untilMs) {
        elapse(nextTickMs);
        tick();
      }
      elapse(untilMs);
    },
    tell(event) {
      tell(event);
      // The service ticks at once after each event.
      nextTickMs = nowMs;
    },
    shift(seconds) {
      mediaTime = Math.min(end, Math.max(0, mediaTime + seconds));
    },
    stall(forMs) {
      stallUntilMs = nowMs + forMs;
      hasStallToTell = true;
    },
    lack(next) {
      hole = next;
    },
    pressPause() {
      isPaused = true;
    },
    trueDriftMs,
    get nowMs() {
      return nowMs;
    },
    get state() {
      return state;
    },
    get asked() {
      return asked;
    },
    get mediaTime() {
      return mediaTime;
    },
    get isMoving() {
      return isMoving();
    },
  };
}

/** A timeline that has been running since an instant. */
export function runningSince(
  at: number,
  change: Partial<Timeline> = {},
): Timeline {
  return {
    videoId: "v",
    playing: true,
    position: 0,
    rate: 1,
    at,
    by: "ann",
    ...change,
  };
}
