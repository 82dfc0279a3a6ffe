/**
 * How far apart the screens of a room are, from what each viewer says of itself.
 * @module
 */
import type { PresenceReport, Skew } from "./protocol.ts";

/** Farthest from the middle of a room that is still the same place in the film, ms. Chosen: who is farther is on another scene, and is told so in words. */
const SAME_PLACE_MS = 60_000;

/**
 * Percentiles of the difference between every two viewers.
 * Who stands still, buffers, is far off, or does not know its drift has no
 * say: they are told apart elsewhere.
 * @returns `null` when fewer than two play.
 * @see SPEC S22, R42
 */
export function skewOf(reports: Iterable<PresenceReport>): Skew | null {
  const drifts = [...reports].flatMap(({ driftMs, playbackState }) =>
    driftMs !== undefined && playbackState?.isPlaying &&
      !playbackState.buffering
      ? [driftMs]
      : []
  );
  const together = nearMedian(drifts);
  if (together.length < 2) return null;
  const pairs = new Float64Array(together.length * (together.length - 1) / 2);
  let n = 0;
  for (const [index, one] of together.entries()) {
    for (let k = index + 1; k < together.length; k++) {
      pairs[n++] = Math.abs(one - (together[k] ?? one));
    }
  }
  pairs.sort();
  const percentile = (share: number) =>
    Math.round(pairs[Math.ceil(pairs.length * share) - 1] ?? 0);
  return {
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    viewers: together.length,
  };
}

/** Without those whose word is about another place than where the room is. */
function nearMedian(drifts: readonly number[]): number[] {
  const sorted = [...drifts].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return sorted.filter((one) => Math.abs(one - median) <= SAME_PLACE_MS);
}
