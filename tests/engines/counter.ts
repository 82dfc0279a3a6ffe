/**
 * Reads a frame's number off its picture, in the page or off a grab of the
 * screen. Runs anywhere.
 * @module
 */

/** Blocks of the picture, as `film.ts` draws them. */
const COLUMNS = 16;
const ROWS = 9;

/**
 * Reads a number.
 * @param shadeAt Brightness at a place of the picture, both from 0 to 1.
 * @returns `null` when the picture is none of the film's, or torn between two.
 */
export function readCounter(
  shadeAt: (x: number, y: number) => number,
): number | null {
  let number = 0;
  for (let bit = 0; bit < COLUMNS; bit++) {
    const x = (bit + 0.5) / COLUMNS;
    const upper = shadeAt(x, 0.5 / ROWS);
    const lower = shadeAt(x, 1.5 / ROWS);
    if (Math.abs(upper - lower) < 90) return null;
    if (upper > lower) number += 2 ** bit;
  }
  return number;
}
