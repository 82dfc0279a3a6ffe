/** Films of an hour on devices whose clocks run fast or slow: no skew creeps in. */
import { assert, assertEquals, assertLess } from "@std/assert";
import {
  createSimulatedDevice,
  IDEAL,
  runningSince,
} from "@/tests/support/simulated_device.ts";
import { seededRandom } from "@/tests/support/seeded_random.ts";
import { percentile } from "../shared/stats.ts";
import { addSample, createClock, nextExchangeMs, roomNow } from "./clock.ts";

/** Room time at the world's zero, ms. */
const ROOM_MS = 1_000_000;
const HOUR_MS = 3_600_000;
/** Time until a viewer has come in, ms. */
const JOIN_MS = 30_000;

/** A viewer whose clock is off by some parts per million, behind a line. */
function viewer(
  { ppm, seed, jitterMs = 10 }: {
    ppm: number;
    seed: number;
    jitterMs?: number;
  },
) {
  const { next: random } = seededRandom(seed);
  const pace = 1 + ppm / 1e6;
  /** Its own clock also began at another time. */
  const deviceAt = (worldMs: number) => 77_000 + worldMs * pace;
  const worldAt = (deviceMs: number) => (deviceMs - 77_000) / pace;
  let clock = createClock();
  let nextMs = deviceAt(0);
  const wayMs = () => 20 + (random() * 2 - 1) * jitterMs / 2;
  const sut = createSimulatedDevice(
    // The sound card keeps the device's time.
    { ...IDEAL, seekS: 0.3, seekScatter: 0.3, noiseMs: 4, stretchLossMs: 20 },
    {
      random,
      roomNow: (nowMs) => roomNow(clock, nowMs) ?? ROOM_MS + worldAt(nowMs),
      duration: null,
    },
  );
  function exchange() {
    const t0 = nextMs;
    const arrivesMs = worldAt(t0) + wayMs();
    const backMs = arrivesMs + wayMs();
    const t1 = ROOM_MS + arrivesMs;
    clock = addSample(clock, { t0, t1, t2: t1, t3: deviceAt(backMs) });
    nextMs = deviceAt(backMs) + nextExchangeMs(clock);
  }
  return {
    sut,
    runTo(worldMs: number) {
      const untilMs = deviceAt(worldMs);
      while (nextMs <= untilMs) {
        sut.runTo(nextMs);
        exchange();
      }
      sut.runTo(untilMs);
    },
    /** Media less what the room asks for by the world's time, ms. */
    driftMs: (worldMs: number) => sut.mediaTime * 1000 - (60_000 + worldMs),
  };
}

Deno.test("[S34] in an hour with clocks that are 200 ppm fast and slow, no skew creeps in", () => {
  for (let seed = 1; seed <= 3; seed++) {
    const viewers = [-200, 0, 200].map((ppm, n) =>
      viewer({ ppm, seed: 10 * seed + n })
    );
    for (const { sut, runTo } of viewers) {
      runTo(100);
      sut.tell({ type: "timeline", timeline: runningSince(ROOM_MS - 60_000) });
      sut.tell({ type: "loaded" });
    }
    const skews: { atMs: number; skewMs: number }[] = [];
    for (let atMs = JOIN_MS; atMs <= HOUR_MS; atMs += 500) {
      const drifts = viewers.map(({ runTo, driftMs }) => {
        runTo(atMs);
        return driftMs(atMs);
      });
      skews.push({ atMs, skewMs: Math.max(...drifts) - Math.min(...drifts) });
    }
    const p95 = (from: number, to: number) =>
      percentile(
        skews.filter(({ atMs }) => atMs >= from && atMs < to)
          .map(({ skewMs }) => skewMs),
        0.95,
      );
    const first = p95(JOIN_MS, HOUR_MS / 6);
    const last = p95(HOUR_MS * 5 / 6, HOUR_MS);
    assertLess(p95(JOIN_MS, HOUR_MS), 25);
    assertLess(last, first + 5, "it creeps");
    for (const { sut } of viewers) {
      const late = sut.asked.filter(({ atMs, effect }) =>
        atMs > 110_000 && effect.type === "seek"
      );
      assertEquals(late, []);
      const changes = sut.asked.filter(({ effect }) => effect.type === "rate");
      assert(changes.length < 6 * 60 * 4, `${changes.length} changes of rate`);
    }
  }
});
