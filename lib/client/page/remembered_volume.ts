/**
 * Volume and mute, remembered on this device.
 * @module
 */
import { recall, remember } from "./remembered.ts";

/** `volume` from 0 to 1; `isDucking`: lower while others talk. */
interface Volume {
  volume: number;
  muted: boolean;
  isDucking: boolean;
}

const KEY = "cowatch-volume";
const DEFAULT: Volume = { volume: 1, muted: false, isDucking: false };

/** @returns What was remembered; full volume where nothing was, or storage is closed. */
export function readVolume(): Volume {
  try {
    return parse(JSON.parse(recall(KEY) ?? "null")) ?? DEFAULT;
  } catch {
    // What others wrote there is as good as nothing.
    return DEFAULT;
  }
}

/** By hand: the first frame needs it, and not yet the library of schemas. */
function parse(stored: unknown): Volume | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { volume, muted, isDucking = false } = stored as Record<
    keyof Volume,
    unknown
  >;
  return typeof volume === "number" && volume >= 0 && volume <= 1 &&
      typeof muted === "boolean" && typeof isDucking === "boolean"
    ? { volume, muted, isDucking }
    : null;
}

/** Remembers, where the device allows it. */
export function writeVolume(volume: Volume): void {
  remember(KEY, JSON.stringify(volume));
}
