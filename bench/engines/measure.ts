/**
 * Measures one lineup: how far apart the pictures are, by the engines' word and
 * by the pictures themselves, and what the page says of it meanwhile.
 * @module
 */
import {
  type EngineBrowser,
  START_ENGINE,
} from "@/tests/support/engines/mod.ts";
import { percentile } from "@/lib/shared/stats.ts";
import type { Picture } from "../sync/recorder.ts";
import { instants } from "../sync/skew.ts";
import type { Cinema } from "@/tests/engines/cinema.ts";
import { type Lineup, NETWORKS } from "./lineups.ts";
import type { SeatRecording } from "@/tests/engines/recorder_page.ts";
import { type Seat, takeSeat } from "@/tests/engines/seat.ts";

/** Percentiles, ms. */
export interface Spread {
  p50: number;
  p95: number;
  p99: number;
}

/** What one lineup showed. */
export interface LineupResult {
  lineup: Lineup;
  /** Skew of all pairs, from frame callbacks. */
  callbacks: Spread;
  /** The same, from the numbers in the pictures. */
  pixels: Spread;
  /** Share of the time in which all said "In sync", and skew then (p95, from callbacks, ms). */
  inSync: { share: number; p95: number };
  /** Pictures that the slowest viewer showed, of those that there were, 0–1. */
  shownShare: number;
  /** Time from one picture to the next of the slowest viewer, ms. What one glance sees of it is up to half of that off. */
  spacing: { p50: number; p95: number };
  /** Callbacks that named a picture which the element's own clock says cannot be. */
  falseWords: number;
  /** Changes of rate of the worst viewer per 10 s, and seeks of all. */
  rateChanges: number;
  seeks: number;
  /** Farthest that a page's clock was from this process's beyond what the question took, ms. */
  clockErrorMs: number;
  /** Processes that wanted to run, over the last minute. */
  load: number;
  series: { atS: number; skewMs: number | null }[];
}

/** Given to everyone before the skew counts, ms. Source: `bench/sync`. */
const SETTLE_MS = 5000;
/** Between looks at what the pages say, ms. */
const ASK_MS = 500;
/** Looks at the picture that are averaged: each alone is half a frame off. */
const LOOKS = 7;
/** How far a callback's picture may be from the element's clock, s. Chosen: no buffer of pictures is that long. */
const FALSE_FROM_S = 1;
/** View of each viewer, CSS pixels: a phone's, which an engine that draws in software keeps up with. */
const VIEW = { width: 360, height: 640 };

/** Runs one; nothing of it is left open. */
export async function measureLineup(
  lineup: Lineup,
  { cinema, forMs }: { cinema: Cinema; forMs: number },
): Promise<LineupResult> {
  const browsers: EngineBrowser[] = [];
  const seats: Seat[] = [];
  try {
    const instance = `i-${crypto.randomUUID()}`;
    for (const [index, engine] of lineup.engines.entries()) {
      const browser = await START_ENGINE[engine]();
      browsers.push(browser);
      seats.push(
        await takeSeat(browser, {
          port: cinema.server.port,
          path: NETWORKS[lineup.network],
          instance,
          person: index + 1,
          view: VIEW,
        }),
      );
    }
    const [host] = seats;
    if (!host) throw new RangeError("Cannot measure a room without viewers");
    const clocks = await Promise.all(seats.map((seat) => seat.clockErrorMs()));
    await host.press(cinema.titleOf(lineup.fps));
    for (const seat of seats) await seat.untilPlaying();
    await pause(SETTLE_MS);
    for (const seat of seats) await seat.record();
    const fromMs = performance.timeOrigin + performance.now();
    const told: { atMs: number; areAll: boolean }[] = [];
    while (performance.timeOrigin + performance.now() < fromMs + forMs) {
      await pause(ASK_MS);
      const said = await Promise.all(seats.map((seat) => seat.status()));
      told.push({
        atMs: performance.timeOrigin + performance.now(),
        areAll: said.every((words) => words.startsWith("In sync")),
      });
    }
    const recordings = await Promise.all(
      seats.map((seat) => seat.recording()),
    );
    return summarize(lineup, {
      recordings,
      told,
      span: { fromMs: fromMs + ASK_MS, toMs: fromMs + forMs },
      clockErrorMs: Math.max(...clocks),
    });
  } finally {
    for (const seat of seats) await seat.close();
    for (const browser of browsers) await browser.close();
  }
}

function isFalse(frame: SeatRecording["frames"][number]): boolean {
  return Math.abs(frame.mediaTime - frame.currentTime) > FALSE_FROM_S;
}

function summarize(
  lineup: Lineup,
  { recordings, told, span, clockErrorMs }: {
    recordings: readonly SeatRecording[];
    told: readonly { atMs: number; areAll: boolean }[];
    span: { fromMs: number; toMs: number };
    clockErrorMs: number;
  },
): LineupResult {
  const by = (of: (recording: SeatRecording) => Picture[]) =>
    instants(
      recordings.map((one) => ({ ...one, pictures: of(one) })),
      span,
    );
  const list = by(({ frames }) => frames.filter((frame) => !isFalse(frame)));
  const spacings = recordings.map(({ frames }) => {
    const gaps = frames.slice(1).map(({ atMs }, n) =>
      atMs - (frames[n]?.atMs ?? NaN)
    );
    return { p50: percentile(gaps, 0.5), p95: percentile(gaps, 0.95) };
  });
  const seconds = (span.toMs - span.fromMs) / 1000;
  const agreed = told.filter(({ areAll }) => areAll);
  const skewsInSync = list.filter(({ atMs }) =>
    agreed.some((one) => Math.abs(one.atMs - atMs) < ASK_MS / 2)
  ).flatMap(({ pairs }) => pairs);
  return {
    lineup,
    callbacks: spreadOf(list.flatMap(({ pairs }) => pairs)),
    pixels: spreadOf(
      by((one) => fromPixels(one, lineup.fps)).flatMap(({ pairs }) => pairs),
    ),
    inSync: {
      share: agreed.length / told.length,
      p95: percentile(skewsInSync, 0.95),
    },
    shownShare: Math.min(
      ...recordings.map(({ frames }) =>
        frames.filter(({ atMs }) => atMs >= span.fromMs && atMs < span.toMs)
          .length / (seconds * lineup.fps)
      ),
    ),
    rateChanges: Math.max(...recordings.map(({ rates }) => rates.length)) /
      seconds * 10,
    seeks: recordings.reduce((sum, { seeks }) => sum + seeks.length, 0),
    spacing: {
      p50: Math.max(...spacings.map(({ p50 }) => p50)),
      p95: Math.max(...spacings.map(({ p95 }) => p95)),
    },
    falseWords: recordings.reduce(
      (sum, { frames }) => sum + frames.filter(isFalse).length,
      0,
    ),
    clockErrorMs,
    load: Deno.loadavg()[0] ?? NaN,
    series: list.map(({ atMs, pairs }) => ({
      atS: (atMs - span.fromMs) / 1000,
      skewMs: pairs.length > 0 ? Math.max(...pairs) : null,
    })),
  };
}

/** Places by the numbers in the pictures; each is the mean of the looks around it. */
function fromPixels({ pixels }: SeatRecording, fps: number): Picture[] {
  const half = LOOKS >> 1;
  return pixels.slice(half, -half).map(({ atMs }, index) => {
    const looks = pixels.slice(index, index + LOOKS);
    const placesMs = looks.map((look) =>
      (look.counter + 0.5) / fps * 1000 - (look.atMs - atMs)
    );
    const sumMs = placesMs.reduce((sum, placeMs) => sum + placeMs, 0);
    return { atMs, rate: 1, mediaTime: sumMs / placesMs.length / 1000 };
  });
}

function spreadOf(skews: readonly number[]): Spread {
  return {
    p50: percentile(skews, 0.5),
    p95: percentile(skews, 0.95),
    p99: percentile(skews, 0.99),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
