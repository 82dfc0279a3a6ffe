/**
 * What a viewer may choose of the media that is loaded.
 * @module
 */
import type { QualityLevel } from "./quality.ts";

/** Captions or a sound that can be chosen. */
export interface PlayerTrack {
  /** Stable while the video is loaded. */
  id: string;
  /** BCP 47, or empty where nobody told. */
  language: string;
  /** What the person reads. */
  label: string;
}

/** Lists and what is chosen of each; a list is empty where there is no choice. */
export interface Choices {
  /** Best first. */
  qualities: readonly QualityLevel[];
  /** `null`: automatic. */
  quality: number | null;
  captionTracks: readonly PlayerTrack[];
  /** `null`: no captions. */
  captionTrack: string | null;
  audioTracks: readonly PlayerTrack[];
  audioTrack: string | null;
}

/** The choices of one player, for this viewer only. */
export interface PlayerChoices {
  now(): Choices;
  /** Takes effect within a few seconds. @param id `null`: automatic. */
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
