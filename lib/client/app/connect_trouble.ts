/**
 * What is done for a viewer whose copy is another one, or whose device has
 * trouble.
 * @module
 */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { DiscordFeatures } from "../discord/features.ts";
import { NO_CHOICES } from "../player/choices.ts";
import { mismatchSentence } from "../watching/mismatch.ts";
import type { Watching } from "../watching/watching.ts";

/** `null` until there is a player. */
type Screen = ReadonlySignal<Watching | null>;

/** Says when this viewer's copy of the video is another one than the room's. */
export function connectMismatch(
  watching: Screen,
  tell: (text: string) => void,
): () => void {
  return effect(() => {
    const differenceS = watching.value?.mismatchS.value ?? null;
    if (differenceS !== null) tell(mismatchSentence(differenceS));
  });
}

/** Spares the device: Discord's hardware switch where the picture stutters, the smallest picture where it is hot. */
export function connectHardware(
  { watching, element, features }: {
    watching: Screen;
    element: ReadonlySignal<HTMLVideoElement | null>;
    features: ReadonlySignal<DiscordFeatures | null>;
  },
): () => void {
  const disposers = [
    effect(() => {
      const video = element.value;
      return video ? features.value?.watchHardware(video) : undefined;
    }),
    effect(() => {
      // The person may choose otherwise.
      const { qualities } = watching.value?.choices.value ?? NO_CHOICES;
      const smallest = qualities.at(-1);
      if (features.value?.layout.isHot.value && smallest) {
        watching.peek()?.setQuality(smallest.id);
      }
    }),
  ];
  return () => {
    for (const dispose of disposers) dispose();
  };
}
