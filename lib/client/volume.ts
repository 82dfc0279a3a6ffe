/**
 * Volume and mute, remembered on this device.
 * @module
 */
import * as v from "valibot";

/** `volume` from 0 to 1; `isDucking`: lower while others talk. */
const Volume = v.object({
  volume: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  muted: v.boolean(),
  isDucking: v.optional(v.boolean(), false),
});
type Volume = v.InferOutput<typeof Volume>;

const KEY = "cowatch-volume";
const DEFAULT: Volume = { volume: 1, muted: false, isDucking: false };

/** @returns What was remembered; full volume where nothing was, or storage is closed. */
export function readVolume(): Volume {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const result = v.safeParse(Volume, stored);
    return result.success ? result.output : DEFAULT;
  } catch {
    // Partitioned frames may refuse storage; then nothing is remembered.
    return DEFAULT;
  }
}

/** Remembers, where the device allows it. */
export function writeVolume(volume: Volume): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(volume));
  } catch {
    // See `readVolume()`.
  }
}
