/**
 * Keys of the player: what a press means, given where the focus is.
 * @module
 */

/** How far an arrow key moves, seconds. Chosen: what video sites do. */
export const SEEK_STEP_S = 5;

/** What a key asks for; `by` in seconds. */
export type Shortcut =
  | { type: "toggle" }
  | { type: "seek"; by: number }
  | { type: "mute" }
  | { type: "fullscreen" }
  | { type: "picture_in_picture" };

/** What is needed of a `KeyboardEvent`. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Held down: only arrows go on. */
  repeat: boolean;
  /** Somebody has handled it already. */
  defaultPrevented: boolean;
  target: unknown;
}

/** What is needed of an element. */
interface Focused {
  tagName?: string;
  type?: string;
  isContentEditable?: boolean;
}

/** Tells what a key press asks of the player. @returns `null` when it is not for the player. */
export function shortcutOf(press: KeyPress): Shortcut | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.defaultPrevented) return null;
  const shortcut = meaningOf(press.key);
  if (shortcut === null || isOwned(press.key, press.target)) return null;
  return press.repeat && shortcut.type !== "seek" ? null : shortcut;
}

function meaningOf(key: string): Shortcut | null {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case " ":
    case "k":
      return { type: "toggle" };
    case "ArrowLeft":
      return { type: "seek", by: -SEEK_STEP_S };
    case "ArrowRight":
      return { type: "seek", by: SEEK_STEP_S };
    case "m":
      return { type: "mute" };
    case "f":
      return { type: "fullscreen" };
    case "p":
      return { type: "picture_in_picture" };
    default:
      return null;
  }
}

/** Whether the focused element has its own use for the key. */
function isOwned(key: string, target: unknown): boolean {
  const { tagName, type, isContentEditable } = (target ?? {}) as Focused;
  if (isContentEditable) return true;
  switch (tagName) {
    case "TEXTAREA":
    case "SELECT":
      return true;
    case "INPUT":
      if (type === "range") return key.startsWith("Arrow");
      if (type === "radio" || type === "checkbox") {
        return key.length > 1 || key === " ";
      }
      return true;
    case "BUTTON":
    case "A":
    case "SUMMARY":
      return key === " ";
    default:
      return false;
  }
}
