/**
 * What a viewer may choose of a video for themselves.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { PlayerTrack } from "../player/player.ts";
import type { QualityLevel } from "../player/quality.ts";

/** Lists and what is chosen of each; a list is empty where there is no choice. */
export interface Choices {
  qualities: readonly QualityLevel[];
  /** `null`: automatic. */
  quality: number | null;
  captionTracks: readonly PlayerTrack[];
  /** `null`: no captions. */
  captionTrack: string | null;
  audioTracks: readonly PlayerTrack[];
  audioTrack: string | null;
}

/** The choices of what is on. */
export interface ChoicesModel {
  current: ReadonlySignal<Choices>;
  /** @param id `null`: automatic. */
  setQuality(id: number | null): void;
  /** @param id `null`: no captions. */
  setCaptionTrack(id: string | null): void;
  setAudioTrack(id: string): void;
}

/** Nothing to choose. */
export const NO_CHOICES: Choices = {
  qualities: [],
  quality: null,
  captionTracks: [],
  captionTrack: null,
  audioTracks: [],
  audioTrack: null,
};

/** Before there is a player. */
export const EMPTY_CHOICES: ChoicesModel = {
  current: signal(NO_CHOICES),
  setQuality() {},
  setCaptionTrack() {},
  setAudioTrack() {},
};
