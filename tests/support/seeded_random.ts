/**
 * Random numbers that a seed repeats: mulberry32 (public domain, Tommy
 * Ettinger), small and good enough for choosing what happens next.
 * @module
 */

/** A repeatable source of chance. */
export interface SeededRandom {
  /** Within [0, 1). */
  next(): number;
  /** Whole number within [min, max]. */
  whole(min: number, max: number): number;
  /** True with a probability. */
  chance(probability: number): boolean;
  /** One of them; @throws {RangeError} for an empty list. */
  pick<T>(from: readonly T[]): T;
  /** A word of 8 letters and digits. */
  word(): string;
  /** Another source that does not disturb this one. */
  fork(): SeededRandom;
}

/** Makes a source. @param seed Any whole number. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0;
  const random: SeededRandom = {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    whole: (min, max) => min + Math.floor(random.next() * (max - min + 1)),
    chance: (probability) => random.next() < probability,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new RangeError("nothing to pick from");
      return from[random.whole(0, from.length - 1)] as T;
    },
    word: () =>
      Math.floor(random.next() * 2 ** 40).toString(36).padStart(8, "0"),
    fork: () => seededRandom(Math.floor(random.next() * 2 ** 32)),
  };
  return random;
}
