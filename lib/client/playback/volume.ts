/**
 * How loud the video is for this viewer: their volume, remembered, and lower
 * while others talk if they want that.
 * @module
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { VolumeModel } from "../model/volume.ts";
import { readVolume, writeVolume } from "../page/remembered_volume.ts";
import type { Watching } from "../watching/watching.ts";

/** Part of the volume that is left while others talk (unitless). Chosen: about 9 dB less. */
const DUCKED = 0.35;

interface VolumeOptions {
  watching: ReadonlySignal<Watching | null>;
  othersSpeak: ReadonlySignal<boolean>;
  /** Whether voices are known here. */
  canDuck: ReadonlySignal<boolean>;
}

/** Makes the volume of a viewer. `start()` reads what was remembered and applies it from then on. */
export function createVolume(
  { watching, othersSpeak, canDuck }: VolumeOptions,
): VolumeModel & { start(): () => void } {
  const level = signal(1);
  const isMuted = signal(false);
  const isDucking = signal(false);
  const remember = () =>
    writeVolume({
      volume: level.peek(),
      muted: isMuted.peek(),
      isDucking: isDucking.peek(),
    });
  return {
    level,
    isMuted,
    needsTap: computed(() => watching.value?.needsUnmute.value ?? false),
    canDuck,
    isDucking,
    setLevel(next) {
      level.value = next;
      remember();
    },
    setMuted(next) {
      isMuted.value = next;
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
      level.value = remembered.volume;
      isMuted.value = remembered.muted;
      isDucking.value = remembered.isDucking;
      const disposers = [
        effect(() => {
          const part = isDucking.value && othersSpeak.value ? DUCKED : 1;
          watching.value?.setVolume(level.value * part);
        }),
        effect(() => {
          const muted = isMuted.value;
          // A viewer without permission for sound stays muted until a tap.
          if (muted || !watching.value?.needsUnmute.peek()) {
            watching.value?.setMuted(muted);
          }
        }),
      ];
      return () => {
        for (const dispose of disposers) dispose();
      };
    },
  };
}
