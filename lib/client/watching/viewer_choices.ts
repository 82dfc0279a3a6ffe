/**
 * What a viewer chooses of the media that is loaded: quality, captions, sound.
 * @module
 */
import { signal } from "@preact/signals";
import { type ChoicesModel, NO_CHOICES } from "../model/choices.ts";
import type { Player } from "../player/player.ts";

/** The choices of one player. */
export interface ViewerChoices extends ChoicesModel {
  /** Reads from the player what there is to choose now. */
  read(): void;
}

/** Makes them; there is nothing to choose before `read()`. */
export function createViewerChoices(player: Player): ViewerChoices {
  const current = signal(NO_CHOICES);

  function read() {
    current.value = {
      qualities: player.levels(),
      quality: player.level(),
      captionTracks: player.tracks(),
      captionTrack: player.track(),
      audioTracks: player.sounds(),
      audioTrack: player.sound(),
    };
  }

  return {
    current,
    read,
    setQuality(id) {
      player.setLevel(id);
      read();
    },
    setCaptionTrack(id) {
      player.setTrack(id);
      read();
    },
    setAudioTrack(id) {
      player.setSound(id);
      read();
    },
  };
}
