/**
 * How far apart several people's pictures are, from what was on screen: each
 * picture with its place in the film and the instant of its display, so that
 * a test that is called late measures the same.
 * @module
 */
import { assert, assertLess } from "@std/assert";
import { median, percentile } from "@/lib/shared/stats.ts";

/** Skew that people do not notice, ms. Source: the product's promise for viewers on one machine. */
export const MAX_SKEW_MS = 100;
/** Longest time between two pictures that are compared, ms. Chosen: a correction of 8 % then makes up 8 ms. */
const MAX_GAP_MS = 100;
/** Pictures on either side that say where the film's numbers begin. Chosen: half a second of 25 a second. */
const NEIGHBOURS = 12;

/** One picture. */
export interface Picture {
  /** Place in the film, ms. */
  placeMs: number;
  /** When it was on screen, ms since epoch. */
  atMs: number;
}

/** A picture that says itself which one it is. */
export interface NumberedPicture {
  /** Number that was read off it. */
  number: number;
  /** Its place on the element's own clock, ms. */
  mediaMs: number;
  /** When it was on screen, ms since epoch. */
  atMs: number;
}

/**
 * Largest distance of any two viewers at each picture of the first, ms. A
 * picture for which another viewer has none nearby counts for nothing: the
 * caller asserts how many it needs.
 * @param viewers Each viewer's pictures.
 * @param loopMs Length after which places begin again.
 */
export function skewsOf(
  viewers: readonly (readonly Picture[])[],
  loopMs = Infinity,
): number[] {
  const [first = [], ...others] = viewers;
  return first.flatMap(({ placeMs, atMs }) => {
    const ahead = [0];
    for (const pictures of others) {
      const near = nearest(pictures, atMs);
      if (!near) return [];
      ahead.push(around(near.placeMs - placeMs - (near.atMs - atMs), loopMs));
    }
    return [Math.max(...ahead) - Math.min(...ahead)];
  });
}

/**
 * Places by the numbers on the pictures. A picture that is read late already
 * shows the next number: neighbours outvote it.
 * @param loop How many numbers there are.
 */
export function placesOf(
  pictures: readonly NumberedPicture[],
  { fps, loop }: { fps: number; loop: number },
): Picture[] {
  const loopMs = loop / fps * 1000;
  return pictures.map(({ mediaMs, atMs }, index) => {
    const begins = pictures
      .slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1)
      .map((one) => one.number / fps * 1000 - one.mediaMs);
    const [some = 0] = begins;
    const offset = some +
      median(begins.map((begin) => around(begin - some, loopMs)));
    return { placeMs: mediaMs + offset, atMs };
  });
}

/**
 * Whether all were together while it was measured.
 * @param skews Of one measurement, ms.
 * @throws {AssertionError} When it has no more than `count` pictures, or a p95 of {@linkcode MAX_SKEW_MS} or more.
 */
export function assertTogether(
  skews: readonly number[],
  { what, count }: { what: string; count: number },
): void {
  assert(skews.length > count, `${what}: ${skews.length} pictures`);
  assertLess(percentile(skews, 0.95), MAX_SKEW_MS, `${what}: ms apart (p95)`);
}

function nearest(pictures: readonly Picture[], atMs: number): Picture | null {
  let found: Picture | null = null;
  let gapMs = MAX_GAP_MS;
  for (const picture of pictures) {
    const thisMs = Math.abs(picture.atMs - atMs);
    if (thisMs <= gapMs) [found, gapMs] = [picture, thisMs];
  }
  return found;
}

/** A distance on a loop, by the shorter way. */
function around(distanceMs: number, loopMs: number): number {
  return loopMs === Infinity
    ? distanceMs
    : distanceMs - Math.round(distanceMs / loopMs) * loopMs;
}
