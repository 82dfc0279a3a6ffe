/**
 * Figures of lists.
 * @module
 */

/** Middle of a list; `NaN` of an empty one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? NaN)) / 2;
}

/**
 * The smallest value that a share of the list does not exceed (nearest rank).
 * @param share Within [0, 1]; 0 is the least.
 * @returns `NaN` of an empty list.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Bounds a value. */
export function clamp(
  value: number,
  bounds: { min: number; max: number },
): number {
  return Math.min(bounds.max, Math.max(bounds.min, value));
}
