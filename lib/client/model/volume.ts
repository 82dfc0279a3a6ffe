/**
 * How loud the video is for this viewer.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";

/** The volume. */
export interface VolumeModel {
  /** From 0 to 1. */
  level: ReadonlySignal<number>;
  isMuted: ReadonlySignal<boolean>;
  /** Sound needs a tap: the video plays muted until `setMuted(false)`. */
  needsTap: ReadonlySignal<boolean>;
  /** Whether voices are known here, so that ducking does something. */
  canDuck: ReadonlySignal<boolean>;
  /** Whether the video is quieter while others talk. */
  isDucking: ReadonlySignal<boolean>;
  /** @param level From 0 to 1. */
  setLevel(level: number): void;
  setMuted(isMuted: boolean): void;
  setDucking(isDucking: boolean): void;
}

/** Full volume, which nobody hears yet. */
export const FULL_VOLUME: VolumeModel = {
  level: signal(1),
  isMuted: signal(false),
  needsTap: signal(false),
  canDuck: signal(false),
  isDucking: signal(false),
  setLevel() {},
  setMuted() {},
  setDucking() {},
};
