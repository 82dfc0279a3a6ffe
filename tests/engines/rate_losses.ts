/**
 * Runs in the page: what changes of rate cost.
 * @module
 */
import type { Probe } from "./probe_page.ts";

declare const probe: Probe;

/** Media that each kind of change has cost, ms, and the pace that came of it. */
interface RateLosses {
  leaving: number[];
  changing: number[];
  returning: number[];
  /** Media seconds per second at rate 1.02, by the element's clock. */
  pace: number[];
}

/** Changes the rate of a playing film to and fro. */
export async function measureRateLosses(): Promise<RateLosses> {
  const { video } = probe;
  const ends = (ms: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, ms));
  let rate = video.playbackRate;
  let sinceMs = performance.now();
  let askedMs = 0;
  /** Media at hand less what was asked for, over the time that follows. */
  const stretch = async (next: number) => {
    const nowMs = performance.now();
    askedMs += (nowMs - sinceMs) * rate;
    [rate, sinceMs] = [next, nowMs];
    video.playbackRate = next;
    // The change is complete after 300 ms.
    await ends(400);
    const origins: number[] = [];
    const places: { atMs: number; placeMs: number }[] = [];
    while (performance.now() < sinceMs + 1400) {
      const atMs = performance.now();
      const placeMs = video.currentTime * 1000;
      places.push({ atMs, placeMs });
      origins.push(placeMs - askedMs - (atMs - sinceMs) * rate);
      await ends(10);
    }
    origins.sort((a, b) => a - b);
    const first = places[0];
    const last = places.at(-1);
    const pace = first && last
      ? (last.placeMs - first.placeMs) / (last.atMs - first.atMs)
      : NaN;
    return { origin: origins[origins.length >> 1] ?? NaN, pace };
  };
  const losses: RateLosses = {
    leaving: [],
    changing: [],
    returning: [],
    pace: [],
  };
  for (let n = 0; n < 5; n++) {
    const natural = await stretch(1);
    const stretched = await stretch(1.02);
    const other = await stretch(0.98);
    const back = await stretch(1);
    losses.leaving.push(natural.origin - stretched.origin);
    losses.changing.push(stretched.origin - other.origin);
    losses.returning.push(other.origin - back.origin);
    losses.pace.push(stretched.pace);
  }
  return losses;
}
