/**
 * Who watches with whom, over which network, at which frame rate.
 * @module
 */
import type { BrowserEngine } from "@/tests/support/engines/mod.ts";
import type { Path } from "../sync/proxy.ts";

/** One room to be measured. */
export interface Lineup {
  engines: readonly BrowserEngine[];
  network: keyof typeof NETWORKS;
  fps: number;
}

/** Round trips, split evenly. */
export const NETWORKS = {
  "LAN": { upMs: 0, downMs: 0, jitterMs: 0 },
  "150 ± 50 ms": { upMs: 75, downMs: 75, jitterMs: 50 },
} satisfies Record<string, Path>;

/** Skew to reach, ms, by the worst engine in the room. */
export const REACH = {
  chromium: { p50: 10, p95: 40, p99: 40 },
  firefox: { p50: 10, p95: 40, p99: 40 },
  webkit: { p50: 20, p95: 45, p99: 80 },
} satisfies Record<BrowserEngine, Record<string, number>>;

const ALONE: readonly BrowserEngine[][] = [
  ["chromium", "chromium"],
  ["firefox", "firefox"],
  ["webkit", "webkit"],
];
const MIXED: readonly BrowserEngine[][] = [
  ["chromium", "firefox"],
  ["chromium", "webkit"],
  ["firefox", "webkit"],
];
const ALL: readonly BrowserEngine[] = ["chromium", "firefox", "webkit"];

/** Frames per second of the films. */
export const FRAME_RATES = [24, 25, 30, 60] as const;

/** All lineups, or those that nine minutes are enough for; the most telling first. */
export function lineups({ isShort }: { isShort: boolean }): Lineup[] {
  const lan = (engines: readonly BrowserEngine[], fps = 25): Lineup => ({
    engines,
    network: "LAN",
    fps,
  });
  if (isShort) {
    const far = (engines: readonly BrowserEngine[]): Lineup => ({
      ...lan(engines),
      network: "150 ± 50 ms",
    });
    return [
      ...MIXED.map((engines) => lan(engines)),
      ...MIXED.map(far),
      lan(ALL, 24),
      lan(ALL, 30),
      lan(["chromium", "firefox"], 60),
      lan(ALL),
      ...ALONE.map((engines) => lan(engines)),
    ];
  }
  return (Object.keys(NETWORKS) as (keyof typeof NETWORKS)[]).flatMap(
    (network) =>
      FRAME_RATES.flatMap((fps) =>
        [...ALONE, ...MIXED, ALL].map((engines) => ({ engines, network, fps }))
      ),
  );
}
