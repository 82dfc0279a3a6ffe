/**
 * How far apart the screens of a room are, from what each viewer says of itself.
 * @module
 */
import type { PresenceReport, Skew } from "./protocol.ts";

/**
 * Percentiles of the difference between every two viewers.
 * Who stands still, buffers, or does not know its drift has no say: they are
 * told apart elsewhere.
 * @returns `null` when fewer than two play.
 * @see SPEC S22
 */
export function skewOf(reports: Iterable<PresenceReport>): Skew | null {
  const drifts = [...reports].flatMap(({ driftMs, playbackState }) =>
    driftMs !== undefined && playbackState?.isPlaying &&
      !playbackState.buffering
      ? [driftMs]
      : []
  );
  if (drifts.length < 2) return null;
  const pairs = new Float64Array(drifts.length * (drifts.length - 1) / 2);
  let n = 0;
  for (const [index, one] of drifts.entries()) {
    for (let k = index + 1; k < drifts.length; k++) {
      pairs[n++] = Math.abs(one - (drifts[k] ?? one));
    }
  }
  pairs.sort();
  const percentile = (share: number) =>
    Math.round(pairs[Math.ceil(pairs.length * share) - 1] ?? 0);
  return {
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    viewers: drifts.length,
  };
}
