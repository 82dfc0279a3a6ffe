/**
 * Emoji that people send over the picture.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Reaction } from "../../shared/room/protocol.ts";

/** One that floats over the picture now. `id` is unique on the page. */
export interface ShownReaction {
  id: number;
  by: string;
  kind: Reaction["kind"];
}

/** The reactions of a room. */
export interface ReactionsModel {
  shown: ReadonlySignal<readonly ShownReaction[]>;
  /** Whether this viewer wants to see them; remembered. */
  isOn: ReadonlySignal<boolean>;
  /** Sends one; too soon after another one it is nothing. */
  react(kind: Reaction["kind"]): void;
  setOn(isOn: boolean): void;
}

/** None. */
export const NO_REACTIONS: ReactionsModel = {
  shown: signal([]),
  isOn: signal(true),
  react() {},
  setOn() {},
};
