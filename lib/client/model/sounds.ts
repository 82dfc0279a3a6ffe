/**
 * Quiet tones for what happens in the room.
 * @module
 */
import type { ReadonlySignal } from "@preact/signals";

/** What has a tone of its own. */
export type Cue = "joined" | "left" | "play" | "pause" | "locked";

/** The switch for them. */
export interface SoundsModel {
  /** Off until the person wants them; remembered. */
  isOn: ReadonlySignal<boolean>;
  setOn(isOn: boolean): void;
}
