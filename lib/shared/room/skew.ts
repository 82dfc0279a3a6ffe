/**
 * How far apart the screens of a room are, from what each viewer says of itself.
 * @module
 */
import { median } from "../stats.ts";
import type { PresenceReport, Skew } from "./protocol.ts";

/** Farthest from the middle of a room that is still the same place in the film, ms. Chosen: who is farther is on another scene, and is told so in words. */
const SAME_PLACE_MS = 60_000;

/** To what the search for a difference goes, ms. Chosen: it is told in whole ones. */
const PRECISION_MS = 1 / 1024;

/**
 * Percentiles of the difference between every two viewers.
 * Who stands still, buffers, is far off, or does not know its drift has no
 * say: they are told apart elsewhere.
 * @returns `null` when fewer than two play.
 * @see SPEC S22, R42
 */
export function skewOf(reports: Iterable<PresenceReport>): Skew | null {
  const drifts: number[] = [];
  for (const { driftMs, playbackState } of reports) {
    const isPlaying = playbackState?.isPlaying && !playbackState.buffering;
    if (driftMs !== undefined && isPlaying) drifts.push(driftMs);
  }
  if (drifts.length < 2) return null;
  const together = nearMedian(drifts);
  if (together.length < 2) return null;
  const percentile = (share: number) =>
    Math.round(differenceAt(share, together));
  return {
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    viewers: together.length,
  };
}

/**
 * The difference that a share of all pairs keeps within, ms. Pairs are counted,
 * not made: a hall of 1,000 has half a million.
 * @param sorted Two at least.
 */
function differenceAt(share: number, sorted: readonly number[]): number {
  const count = sorted.length;
  const wanted = Math.ceil(count * (count - 1) / 2 * share);
  let low = 0;
  let high = (sorted[count - 1] ?? 0) - (sorted[0] ?? 0);
  if (pairsWithin(low, sorted) >= wanted) return low;
  while (high - low > PRECISION_MS) {
    const middle = (low + high) / 2;
    if (pairsWithin(middle, sorted) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

function pairsWithin(differenceMs: number, sorted: readonly number[]): number {
  let pairs = 0;
  let first = 0;
  for (const [index, one] of sorted.entries()) {
    while (one - (sorted[first] ?? one) > differenceMs) first++;
    pairs += index - first;
  }
  return pairs;
}

/** Without those whose word is about another place than where the room is. */
function nearMedian(drifts: readonly number[]): number[] {
  const middle = median(drifts);
  return drifts.filter((one) => Math.abs(one - middle) <= SAME_PLACE_MS)
    .sort((a, b) => a - b);
}
