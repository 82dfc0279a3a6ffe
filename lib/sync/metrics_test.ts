import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createController } from "./controller/state.ts";
import { countMetric, createMetrics } from "./metrics.ts";
import { isInSync } from "./controller/observe.ts";
import { gradeQuality, toleranceS } from "./tolerance.ts";

Deno.test("[S17] tolerance is 2 s, half as much again when fair, twice when poor", () => {
  assertEquals(toleranceS("good"), 2);
  assertEquals(toleranceS("fair"), 3);
  assertEquals(toleranceS("poor"), 4);
  assertEquals(toleranceS("good", { isSeekOnly: true }), 0.5);
});

Deno.test("[S18] quality: good below 0.5 s, fair below 2 s, a stall in the last 30 s lowers it by a step", () => {
  const cases: [number, number | null, string][] = [
    [0, null, "good"],
    [0.499, null, "good"],
    [0.5, null, "fair"],
    [1.999, null, "fair"],
    [2, null, "poor"],
    [0, 29_999, "fair"],
    [0, 30_000, "good"],
    [1, 0, "poor"],
    [9, 0, "poor"],
  ];
  for (const [drift, sinceStallMs, expected] of cases) {
    assertEquals(gradeQuality(drift, { sinceStallMs }), expected);
  }
});

Deno.test("[S18] averageSyncDelta gives a new drift the weight 0.3, whatever its sign", () => {
  let metrics = createMetrics();
  metrics = countMetric(metrics, { type: "drift", driftS: -1 }, 0);
  assertAlmostEquals(metrics.averageSyncDelta, 0.3, 1e-9);
  metrics = countMetric(metrics, { type: "drift", driftS: 1 }, 0);
  assertAlmostEquals(metrics.averageSyncDelta, 0.51, 1e-9);
  metrics = countMetric(metrics, { type: "drift", driftS: NaN }, 0);
  assertAlmostEquals(metrics.averageSyncDelta, 0.51, 1e-9);
});

Deno.test("[S18] attempts, successes and the last success are counted", () => {
  let metrics = countMetric(createMetrics(), { type: "attempt" }, 5);
  metrics = countMetric(metrics, { type: "attempt" }, 6);
  metrics = countMetric(metrics, { type: "success" }, 7);
  assertEquals(
    [metrics.attempts, metrics.successes, metrics.lastSyncAt],
    [2, 1, 7],
  );
  metrics = countMetric(metrics, { type: "stall" }, 8);
  assertEquals(metrics.quality, "fair");
});

Deno.test("[S33] within 45 ms of the room a viewer is in sync, beyond it is not", () => {
  const at = (driftMs: number) =>
    isInSync({
      ...createController(),
      doing: {
        mode: "playing",
        sinceMs: 0,
        blindUntilMs: 0,
        teaches: false,
        changed: null,
      },
      driftMs,
    });
  assertEquals([at(-44), at(44)], [true, true]);
  assertEquals([at(-46), at(46)], [false, false]);
});
