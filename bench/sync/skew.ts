/**
 * Skew from recordings: what two viewers see at one instant.
 * @module
 */
import type { Picture, Recording } from "./recorder.ts";

/** Step between instants that are compared, ms. */
const STEP_MS = 40;
/** A picture older than this is no moving picture, ms: four frames of 25 a second. */
const FRESH_MS = 160;
/** All viewers within this of each other count as settled, ms. Source: one frame at 24 a second. */
const SETTLED_MS = 42;
/** For how long they must be, ms. Chosen: no crossing by chance. */
const SETTLED_FOR_MS = 500;

/** One instant: skew of each pair, ms. */
export interface Instant {
  atMs: number;
  /** All pairs of those who play; empty when fewer than two do. */
  pairs: number[];
  /** How many play. */
  playing: number;
}

/** Walks through a span of time. */
export function instants(
  recordings: readonly Recording[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Instant[] {
  const cursors = recordings.map(() => 0);
  const result: Instant[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += STEP_MS) {
    const times = recordings.flatMap(({ pictures }, index) => {
      let cursor = cursors[index] ?? 0;
      while ((pictures[cursor + 1]?.atMs ?? Infinity) <= atMs) cursor++;
      cursors[index] = cursor;
      const time = timeAt(pictures[cursor], atMs);
      return time === null ? [] : [time];
    });
    const pairs = times.flatMap((a, i) =>
      times.slice(i + 1).map((b) => Math.abs(a - b) * 1000)
    );
    result.push({ atMs, pairs, playing: times.length });
  }
  return result;
}

/** Media time on screen, s, carried on from the last picture. */
function timeAt(picture: Picture | undefined, atMs: number): number | null {
  if (!picture) return null;
  const ageMs = atMs - picture.atMs;
  if (ageMs < 0 || ageMs > FRESH_MS) return null;
  return picture.mediaTime + picture.rate * ageMs / 1000;
}

/** Time from an instant until all play within {@linkcode SETTLED_MS} for a while, ms; `null` if never. */
export function settleMs(
  list: readonly Instant[],
  { fromMs, viewers }: { fromMs: number; viewers: number },
): number | null {
  let since: number | null = null;
  for (const { atMs, pairs, playing } of list) {
    if (atMs < fromMs) continue;
    const isSettled = playing === viewers &&
      pairs.every((skew) => skew <= SETTLED_MS);
    if (!isSettled) since = null;
    else if (since === null) since = atMs;
    if (since !== null && atMs - since >= SETTLED_FOR_MS) return since - fromMs;
  }
  return null;
}

/** Stretch over which lost time is told, ms. Chosen: a dozen refreshes of the display, whose rhythm then evens out. */
const STRETCH_MS = 200;
/** Loss in a stretch that is none, ms. Source: one refresh at 60 Hz. */
const NO_LOSS_MS = 17;

/**
 * Media time that a viewer's machine lost by itself while it played on: its
 * sound stood still and the picture with it. No controller can foresee it.
 * @returns ms in each 10 s.
 */
export function lostPer10s(
  { pictures, seeks, pauses }: Recording,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): number {
  const breaks = [...seeks, ...pauses];
  let lostMs = 0;
  let dueMs = 0;
  let begin: Picture | null = null;
  let last: Picture | null = null;
  for (const picture of pictures) {
    if (picture.atMs < fromMs || picture.atMs >= toMs) continue;
    const before: Picture = last ?? picture;
    last = picture;
    const isBroken = breaks.some((atMs) =>
      atMs > before.atMs - STRETCH_MS && atMs <= picture.atMs + STRETCH_MS
    );
    if (!begin || isBroken) {
      begin = picture;
      dueMs = 0;
      continue;
    }
    dueMs += before.rate * (picture.atMs - before.atMs);
    if (picture.atMs - begin.atMs < STRETCH_MS) continue;
    const missingMs = dueMs - (picture.mediaTime - begin.mediaTime) * 1000;
    if (missingMs > NO_LOSS_MS) lostMs += missingMs;
    begin = picture;
    dueMs = 0;
  }
  return lostMs / ((toMs - fromMs) / 10_000);
}
