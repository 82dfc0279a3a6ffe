/**
 * Keys of the player: what a press means, given where the focus is.
 * @module
 */

/** How far an arrow key moves, seconds. Chosen: what video sites do. */
export const SEEK_STEP_S = 5;
/** How far `j` and `l` move, seconds. Chosen: what video sites do. */
export const SEEK_LEAP_S = 10;
/** One frame, seconds. Chosen: at 25 a second; other films move by about one. */
export const FRAME_S = 0.04;
/** How much an arrow changes the volume. */
export const VOLUME_STEP = 0.05;

/** What a key asks for; `by` of a seek in seconds, of a volume in parts of 1, `to` in parts of the film. */
export type Shortcut =
  | { type: "toggle" }
  | { type: "seek"; by: number }
  | { type: "frame"; by: number }
  | { type: "part"; to: number }
  | { type: "volume"; by: number }
  | { type: "rate"; by: 1 | -1 }
  | { type: "captions" }
  | { type: "mute" }
  | { type: "fullscreen" }
  | { type: "picture_in_picture" }
  | { type: "panel" }
  | { type: "search" }
  | { type: "help" };

/** What is needed of a `KeyboardEvent`. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Held down: only steps go on. */
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
  return press.repeat && !HELD.has(shortcut.type) ? null : shortcut;
}

const MEANINGS: Readonly<Record<string, Shortcut>> = {
  " ": { type: "toggle" },
  k: { type: "toggle" },
  ArrowLeft: { type: "seek", by: -SEEK_STEP_S },
  ArrowRight: { type: "seek", by: SEEK_STEP_S },
  j: { type: "seek", by: -SEEK_LEAP_S },
  l: { type: "seek", by: SEEK_LEAP_S },
  ArrowUp: { type: "volume", by: VOLUME_STEP },
  ArrowDown: { type: "volume", by: -VOLUME_STEP },
  ",": { type: "frame", by: -FRAME_S },
  ".": { type: "frame", by: FRAME_S },
  "<": { type: "rate", by: -1 },
  ">": { type: "rate", by: 1 },
  c: { type: "captions" },
  m: { type: "mute" },
  f: { type: "fullscreen" },
  i: { type: "picture_in_picture" },
  p: { type: "picture_in_picture" },
  "]": { type: "panel" },
  "/": { type: "search" },
  "?": { type: "help" },
};

/** What goes on while the key is held. */
const HELD: ReadonlySet<Shortcut["type"]> = new Set([
  "seek",
  "frame",
  "volume",
]);

function meaningOf(key: string): Shortcut | null {
  if (/^\d$/.test(key)) return { type: "part", to: Number(key) / 10 };
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(MEANINGS, name) ? MEANINGS[name] ?? null : null;
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
