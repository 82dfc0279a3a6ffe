/**
 * The keyboard of the player.
 * @module
 */
import { loadPart } from "../page/on_demand.ts";
import type { KeyTargets } from "./key_actions.ts";
import { shortcutOf } from "./shortcuts.ts";

/** What keys act on, and who hears that they cannot. */
interface KeysOptions extends Omit<KeyTargets, "maySeek"> {
  maySeek(): boolean;
  /** What keys do did not load. */
  onFailed(error: unknown): void;
  /** @default {the part itself} */
  load?: () => Promise<
    Pick<typeof import("./key_actions.ts"), "performShortcut">
  >;
}

/** Listens for keys; what they do is loaded by the first one, as the first frame does without. @returns The disposer. */
export function watchKeys(
  { maySeek, onFailed, load = () => import("./key_actions.ts"), ...targets }:
    KeysOptions,
): () => void {
  const press = (event: KeyboardEvent) => {
    const shortcut = shortcutOf(event);
    if (shortcut === null) return;
    event.preventDefault();
    loadPart(load).then(
      ({ performShortcut }) =>
        performShortcut(shortcut, { ...targets, maySeek: maySeek() }),
      onFailed,
    );
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}
