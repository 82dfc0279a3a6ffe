/**
 * What a viewer chooses of the media that is loaded: quality, captions, sound.
 * @module
 */
import { signal } from "@preact/signals";
import type { ChoicesModel } from "../model/choices.ts";
import { NO_CHOICES } from "../player/choices.ts";
import type { Player } from "../player/player.ts";

/** The choices of one player. */
interface ViewerChoices extends ChoicesModel {
  /** Reads from the player what there is to choose now. */
  read(): void;
}

/** Makes them; there is nothing to choose before `read()`. */
export function createViewerChoices(player: Player): ViewerChoices {
  const current = signal(NO_CHOICES);

  function read() {
    current.value = player.choices.now();
  }

  return {
    current,
    read,
    setQuality(id) {
      player.choices.setQuality(id);
      read();
    },
    setCaptionTrack(id) {
      player.choices.setCaptionTrack(id);
      read();
    },
    setAudioTrack(id) {
      player.choices.setAudioTrack(id);
      read();
    },
  };
}
