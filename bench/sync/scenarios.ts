/**
 * What the viewers of a run have to live with.
 * @module
 */
import type { Path } from "./proxy.ts";

/** One viewer's world. */
export interface ViewerWorld {
  path: Path;
  /** Error of the device's clock, ms. */
  clockErrorMs: number;
  /** Jump of that clock in the middle of the run, ms. */
  clockJumpMs?: number;
}

/** See the module. */
export interface Scenario {
  name: string;
  viewers: ViewerWorld[];
  /** Beyond playing: what happens while the skew is measured. */
  event: "calm" | "storm" | "stall" | "late_joiner";
  /** What is asked for, ms; `null` where nothing is. */
  reach: { p50: number; p95: number; p99: number } | null;
}

/** A round trip, split evenly or by a share that goes up. */
function path(rttMs: number, jitterMs = 0, upShare = 0.5): Path {
  return { upMs: rttMs * upShare, downMs: rttMs * (1 - upShare), jitterMs };
}

const CLOCKS = [0, 5000, -5000, 2500];

function same(count: number, way: Path): ViewerWorld[] {
  return CLOCKS.slice(0, count).map((clockErrorMs) => ({
    path: way,
    clockErrorMs,
  }));
}

const GOOD = { p50: 10, p95: 25, p99: 42 };

/** All scenarios, in order. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "LAN, 2 viewers",
    viewers: same(2, path(0)),
    event: "calm",
    reach: GOOD,
  },
  { name: "LAN", viewers: same(3, path(0)), event: "calm", reach: GOOD },
  {
    name: "LAN, 4 viewers",
    viewers: same(4, path(0)),
    event: "calm",
    reach: null,
  },
  {
    name: "40 ± 10 ms",
    viewers: same(3, path(40, 10)),
    event: "calm",
    reach: GOOD,
  },
  {
    name: "150 ± 50 ms, up 40 %",
    viewers: same(3, path(150, 50, 0.4)),
    event: "calm",
    reach: GOOD,
  },
  {
    name: "300 ± 100 ms",
    viewers: same(3, path(300, 100)),
    event: "calm",
    reach: { p50: 30, p95: 60, p99: 100 },
  },
  {
    name: "one bad among good",
    viewers: [
      ...same(2, path(40, 10)),
      { path: path(400, 200, 0.4), clockErrorMs: 0 },
    ],
    event: "calm",
    reach: null,
  },
  {
    name: "a clock that jumps by a minute",
    viewers: [
      ...same(2, path(40, 10)),
      { path: path(40, 10), clockErrorMs: 0, clockJumpMs: 60_000 },
    ],
    event: "calm",
    reach: GOOD,
  },
  {
    name: "late joiner, 40 ± 10 ms",
    viewers: same(3, path(40, 10)),
    event: "late_joiner",
    reach: null,
  },
  {
    name: "a stall of 5 s, 40 ± 10 ms",
    viewers: same(3, path(40, 10)),
    event: "stall",
    reach: null,
  },
  {
    name: "seeks and pauses, 40 ± 10 ms",
    viewers: same(3, path(40, 10)),
    event: "storm",
    reach: null,
  },
];
