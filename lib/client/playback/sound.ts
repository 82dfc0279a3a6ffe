/**
 * How loud the video is for this viewer: their volume, remembered, and lower
 * while others talk if they want that.
 * @module
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { readVolume, writeVolume } from "./volume.ts";
import type { Watching } from "./watching.ts";

/** Part of the volume that is left while others talk (unitless). Chosen: about 9 dB less. */
const DUCKED = 0.35;

/** See the module. */
export interface Sound {
  /** From 0 to 1. */
  volume: ReadonlySignal<number>;
  muted: ReadonlySignal<boolean>;
  /** Whether the video steps back while others talk. */
  isDucking: ReadonlySignal<boolean>;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  setDucking(isDucking: boolean): void;
  /** Reads what was remembered and applies it from now on. @returns The disposer. */
  start(): () => void;
}

/** Makes the sound of a viewer. */
export function createSound(
  { watching, othersSpeak }: {
    watching: ReadonlySignal<Watching | null>;
    othersSpeak: ReadonlySignal<boolean>;
  },
): Sound {
  const volume = signal(1);
  const muted = signal(false);
  const isDucking = signal(false);
  const remember = () =>
    writeVolume({
      volume: volume.peek(),
      muted: muted.peek(),
      isDucking: isDucking.peek(),
    });
  return {
    volume,
    muted,
    isDucking,
    setVolume(next) {
      volume.value = next;
      remember();
    },
    setMuted(next) {
      muted.value = next;
      // Unmuting after blocked autoplay changes nothing here, yet must reach the player.
      watching.peek()?.setMuted(next);
      remember();
    },
    setDucking(next) {
      isDucking.value = next;
      remember();
    },
    start() {
      const remembered = readVolume();
      volume.value = remembered.volume;
      muted.value = remembered.muted;
      isDucking.value = remembered.isDucking;
      const disposers = [
        effect(() => {
          const part = isDucking.value && othersSpeak.value ? DUCKED : 1;
          watching.value?.setVolume(volume.value * part);
        }),
        effect(() => {
          const isMuted = muted.value;
          // A viewer without permission for sound stays muted until a tap.
          if (isMuted || !watching.value?.needsUnmute.peek()) {
            watching.value?.setMuted(isMuted);
          }
        }),
      ];
      return () => {
        for (const dispose of disposers) dispose();
      };
    },
  };
}
