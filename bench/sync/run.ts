/**
 * Runs one scenario with one contestant and says what the viewers saw.
 * @module
 */
import type { Browser } from "playwright-core";
import type { Contestant, Viewer } from "./contestants.ts";
import {
  nowOf,
  readRecording,
  type Recording,
  startRecording,
} from "./recorder.ts";
import type { Scenario } from "./scenarios.ts";
import { type Instant, instants, lostPer10s, settleMs } from "./skew.ts";
import { percentile } from "@/lib/shared/stats.ts";

/** What one run showed. Times in ms. */
export interface Result {
  p50: number;
  p95: number;
  p99: number;
  /** From a press to all within a frame, each. `null`: not within the time. */
  settles: (number | null)[];
  /** Seeks of all viewers in calm play. */
  seeks: number;
  /** Rate changes of the worst viewer per 10 s of calm play. */
  rateChangesPer10s: number;
  /** Farthest rate from 1 in calm play. */
  maxRateOff: number;
  /** Media time that the unluckiest viewer's machine lost by itself, ms in each 10 s. */
  lostMs: number;
  /** Processes that wanted to run, over the last minute. */
  load: number;
  /** For the plot, from the first press. */
  series: { atS: number; skewMs: number | null }[];
}

/** Given to everyone before the skew counts, ms: the time to settle. */
const SETTLE_MS = 4000;
/** Calm play that is measured, ms. */
const CALM_MS = 20_000;
/** Time for each press of the storm, ms. */
const PRESS_MS = 4500;
/** How long a stalled connection is held, ms. Source: the scenario table. */
const STALL_MS = 5000;

/** Runs; nothing of it is left open. */
export async function runScenario(
  contestant: Contestant,
  { scenario, browser }: { scenario: Scenario; browser: Browser },
): Promise<Result> {
  const party = contestant.party(browser);
  const viewers: Viewer[] = [];
  const isLate = scenario.event === "late_joiner";
  const join = async (index: number) => {
    const world = scenario.viewers[index];
    if (!world) throw new RangeError(`Cannot open viewer ${index}`);
    const viewer = await party.open(world, index);
    await startRecording(viewer.page);
    viewers.push(viewer);
  };
  try {
    const first = isLate
      ? scenario.viewers.length - 1
      : scenario.viewers.length;
    for (let index = 0; index < first; index++) await join(index);
    const [host] = viewers;
    if (!host) throw new RangeError("Cannot run without viewers");
    const wait = (ms: number) =>
      new Promise((resolve) => setTimeout(resolve, ms));

    const presses: number[] = [];
    const press = async (deed: () => Promise<void>) => {
      presses.push(await nowOf(host.page));
      await deed();
    };
    await press(() => party.load(host));
    await untilMoving(viewers);
    await wait(SETTLE_MS);
    const calmFrom = await nowOf(host.page);
    await wait(scenario.event === "calm" ? CALM_MS : 2000);
    const calmTo = await nowOf(host.page);

    switch (scenario.event) {
      case "calm":
        break;
      case "storm":
        for (const position of [60, 20, 100]) {
          await press(() => party.seek(host, position));
          await wait(PRESS_MS);
          await party.pause(host);
          await wait(1000);
          await press(() => party.play(host));
          await wait(PRESS_MS);
        }
        break;
      case "stall":
        viewers.at(-1)?.proxy.stall(STALL_MS);
        presses.push(await nowOf(host.page) + STALL_MS);
        await wait(STALL_MS + 8000);
        break;
      case "late_joiner":
        await join(first);
        await untilMoving(viewers);
        await wait(6000);
        break;
    }
    const endMs = await nowOf(host.page);
    const recordings = await Promise.all(
      viewers.map(({ page }) => readRecording(page)),
    );
    const list = instants(recordings, { fromMs: presses[0] ?? 0, toMs: endMs });
    if (isLate) {
      // What counts is the time from the newcomer's first picture.
      presses.splice(
        0,
        presses.length,
        recordings.at(-1)?.pictures[0]?.atMs ?? 0,
      );
    }
    return summarize(recordings, {
      list,
      presses,
      calm: scenario.event === "calm"
        ? { fromMs: calmFrom, toMs: calmTo }
        : { fromMs: calmFrom, toMs: endMs },
      viewers: scenario.viewers.length,
    });
  } finally {
    for (const viewer of viewers) await viewer.close();
  }
}

function summarize(
  recordings: readonly Recording[],
  { list, presses, calm, viewers }: {
    list: Instant[];
    presses: number[];
    calm: { fromMs: number; toMs: number };
    viewers: number;
  },
): Result {
  const { fromMs, toMs } = calm;
  const isCalm = ({ atMs }: { atMs: number }) => atMs >= fromMs && atMs < toMs;
  const skews = list.filter(isCalm).flatMap(({ pairs }) => pairs);
  const tenths = (toMs - fromMs) / 10_000;
  const rates = recordings.map((one) => one.rates.filter(isCalm));
  const [start = 0] = presses;
  return {
    p50: percentile(skews, 0.5),
    p95: percentile(skews, 0.95),
    p99: percentile(skews, 0.99),
    settles: presses.map((fromMs, index) =>
      settleMs(
        list.filter(({ atMs }) => atMs < (presses[index + 1] ?? Infinity)),
        { fromMs, viewers },
      )
    ),
    seeks: recordings.reduce(
      (sum, { seeks }) => sum + seeks.filter((atMs) => isCalm({ atMs })).length,
      0,
    ),
    rateChangesPer10s: Math.max(...rates.map(({ length }) => length)) / tenths,
    maxRateOff: Math.max(
      0,
      ...rates.flat().map(({ rate }) => Math.abs(rate - 1)),
    ),
    lostMs: Math.max(...recordings.map((one) => lostPer10s(one, calm))),
    load: Deno.loadavg()[0] ?? NaN,
    series: list.map(({ atMs, pairs }) => ({
      atS: (atMs - start) / 1000,
      skewMs: pairs.length > 0 ? Math.max(...pairs) : null,
    })),
  };
}

async function untilMoving(viewers: readonly Viewer[]): Promise<void> {
  for (const { page } of viewers) {
    await page.waitForFunction(() => {
      const { cowatchRecording: { pictures } } = globalThis as unknown as {
        cowatchRecording: { pictures: { mediaTime: number }[] };
      };
      const last = pictures.at(-1)?.mediaTime ?? 0;
      const before = pictures.at(-5)?.mediaTime ?? last;
      return last > before;
    });
  }
}
