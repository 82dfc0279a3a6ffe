/**
 * What of a video's extras belongs to a place of it. Apart from their schemas,
 * which the first frame of a page does not need.
 * @module
 */
import type { Chapter, Extras } from "./extras.ts";

/** A video that has nothing beside its media. */
export const NO_EXTRAS: Extras = {
  chapters: [],
  preview: null,
  reportsPlays: false,
};

/** @returns The chapter that a place is in; `null` before the first. @param position Seconds. */
export function chapterAt(
  chapters: readonly Chapter[],
  position: number,
): Chapter | null {
  return chapters.findLast(({ start }) => start <= position) ?? null;
}

/** @returns The frame of a strip, from 0, that shows a place. @param place Seconds. */
export function sliceAt(
  { position, duration }: { position: number; duration: number },
  slices: number,
): number {
  if (!(duration > 0)) return 0;
  const slice = Math.floor(position / duration * slices);
  return Math.min(Math.max(0, slice), slices - 1);
}
