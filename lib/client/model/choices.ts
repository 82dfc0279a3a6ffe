/**
 * What a viewer may choose of a video for themselves.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type Choices, NO_CHOICES } from "../player/choices.ts";

/** The choices of what is on. */
export interface ChoicesModel {
  current: ReadonlySignal<Choices>;
  /** @param id `null`: automatic. */
  setQuality(id: number | null): void;
  /** @param id `null`: no captions. */
  setCaptionTrack(id: string | null): void;
  setAudioTrack(id: string): void;
}

/** Before there is a player. */
export const EMPTY_CHOICES: ChoicesModel = {
  current: signal(NO_CHOICES),
  setQuality() {},
  setCaptionTrack() {},
  setAudioTrack() {},
};
