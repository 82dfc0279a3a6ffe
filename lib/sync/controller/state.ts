/**
 * What the controller is given, what it asks for, and what it remembers.
 * @module
 */
import type { Timeline } from "../../shared/room/room.ts";
import type { Hole, Waiting } from "../holes.ts";
import { createDrift, type DriftState } from "../drift.ts";
import { createLatency, type Latency } from "../latency.ts";
import {
  createRateCorrection,
  type RateCorrection,
} from "../rate_correction.ts";
import {
  createRateCost,
  type RateChange,
  type RateCost,
} from "../rate_cost.ts";
import type { Schedule } from "./schedule.ts";
import { createBackoff, type SeekBackoff } from "./seek_backoff.ts";

/** What a player shows, as measured. The same shape as the player seam's sample. */
export interface Measurement {
  /** Media time, seconds. */
  mediaTime: number;
  /** Device instant (monotonic, ms) at which it holds. */
  atMs: number;
  /** Whether media time is advancing. */
  playing: boolean;
  /** Whether it waits for data or for a seek to land. */
  buffering: boolean;
}

/** What happens to a controller. */
export type ControllerEvent =
  | { type: "timeline"; timeline: Timeline }
  /** The player has the timeline's video, or has it no longer. */
  | { type: "loaded" }
  | { type: "unloaded" }
  /** Sleep, stall, hidden tab: measure, then go straight to the target where that is worth it. */
  | { type: "discontinuity" }
  /** The person wants to be back with the room, or asks for the exact place. */
  | { type: "resync" }
  /** The person pauses here only. */
  | { type: "pause_locally" }
  /** The browser refused to play; waits for `resync`. */
  | { type: "blocked" }
  | { type: "ended" }
  | {
    type: "tick";
    /** `null` before the clock is known. */
    roomNowMs: number | null;
    /** Seconds; `null` while unknown. */
    duration: number | null;
    measurement: Measurement | null;
    /** Drift that is not worth a seek, seconds. */
    toleranceS: number;
  };

/** The regular measurement. */
export type Tick = Extract<ControllerEvent, { type: "tick" }>;

/** A tick with a known room time, and when it comes. */
export interface Present {
  /** Device monotonic clock. */
  nowMs: number;
  roomNowMs: number;
  /** Seconds; `null` while unknown. */
  duration: number | null;
  measurement: Measurement | null;
}

/** What the player is asked to do, in order. */
export type ControllerEffect =
  | { type: "rate"; rate: number }
  | { type: "seek"; position: number }
  | { type: "play" }
  | { type: "pause" };

/** Going straight to a place. */
export interface Placement {
  readonly mode: "placing";
  readonly position: number;
  /** Room time at which media must move from `position`; `null`: it stays paused there. */
  readonly startAtRoomMs: number | null;
  /** Device instant of the seek; `null` when none was needed. */
  readonly seekAtMs: number | null;
  readonly hasLanded: boolean;
  /** The room's place is in a hole, and this is its end. */
  readonly isPastHole: boolean;
  readonly attempt: number;
}

/** Following a moving timeline. */
export interface Playing {
  readonly mode: "playing";
  /** Device instant of the start. */
  readonly sinceMs: number;
  /** Device instant from which drift is believed. */
  readonly blindUntilMs: number;
  /** Whether its start may teach the play latency. */
  readonly teaches: boolean;
  /** The player has left its natural rate or come back to it: drift (ms) and device instant of that, until the loss is known. */
  readonly changed: {
    readonly change: RateChange;
    readonly driftMs: number;
    readonly atMs: number;
  } | null;
}

/** What the controller is doing. */
export type Mode =
  /** No timeline, no video or no clock. */
  | { readonly mode: "idle" }
  /** Must go straight to the target at the next tick. `isUrgent`: whatever the drift. */
  | { readonly mode: "lost"; readonly isUrgent: boolean }
  | Placement
  | { readonly mode: "paused" }
  | Playing
  /** The media is over, until the timeline goes elsewhere. */
  | { readonly mode: "ended" }
  /** The person paused here, or the browser refused to play. */
  | { readonly mode: "away"; readonly reason: "person" | "blocked" };

/** Everything the controller remembers. */
export interface ControllerState {
  readonly doing: Mode;
  readonly isLoaded: boolean;
  readonly schedule: Schedule;
  readonly drift: DriftState;
  readonly rateCorrection: RateCorrection;
  readonly latency: Latency;
  readonly backoff: SeekBackoff;
  /** Seconds of the video that this player has shown to lack. */
  readonly holes: readonly Hole[];
  /** Since when and where the player waits for data; `null` while it does not, and while it is being placed. */
  readonly waiting: Waiting | null;
  /** How long a placement may take before it is given a new place, ms; 0: as long as is usual. */
  readonly stuckMs: number;
  /** What changes of rate cost this player. */
  readonly rateCost: RateCost;
  /** Rate last asked for; `null` before. */
  readonly rate: number | null;
  /** Correction that counted since the last measurement, media seconds per second. */
  readonly correction: number;
  /** Device instant at which the player was last found paused by someone else. */
  readonly foundPausedMs: number;
  /** Best knowledge of the drift, ms; `null` while it says nothing. */
  readonly driftMs: number | null;
  /** Device instant at which the next tick should come; `null`: at the usual pace. */
  readonly wakeAtMs: number | null;
}

/** A new state with what it asks for. */
export interface Step {
  state: ControllerState;
  effects: ControllerEffect[];
}

/** Makes a controller that knows nothing. */
export function createController(): ControllerState {
  return {
    doing: { mode: "idle" },
    isLoaded: false,
    schedule: [],
    drift: createDrift(),
    rateCorrection: createRateCorrection(),
    latency: createLatency(),
    backoff: createBackoff(),
    holes: [],
    waiting: null,
    stuckMs: 0,
    rateCost: createRateCost(),
    rate: null,
    correction: 0,
    foundPausedMs: -Infinity,
    driftMs: null,
    wakeAtMs: null,
  };
}
