import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { seededRandom } from "../../tests/support/seeded_random.ts";
import {
  addSample,
  type ClockStamps,
  type ClockState,
  createClock,
  nextExchangeMs,
  p95RttMs,
  rejoin,
  roomNow,
  rttMs,
} from "./clock.ts";

const OFFSET_MS = 1_700_000_000_000;

/** One exchange that takes `thereMs` and `backMs` and finds the room's clock at `offsetMs` from the device's. */
function exchange(
  t0: number,
  path: { thereMs: number; backMs: number; offsetMs?: number },
): ClockStamps {
  const { thereMs, backMs, offsetMs = OFFSET_MS } = path;
  const t1 = t0 + thereMs + offsetMs;
  return { t0, t1, t2: t1 + 1, t3: t0 + thereMs + 1 + backMs };
}

function errorMs(clock: ClockState, atMs: number): number {
  const room = roomNow(clock, atMs);
  assert(room !== null);
  return room - atMs - OFFSET_MS;
}

Deno.test("[S1] room time is unknown before the first exchange", () => {
  assertEquals(roomNow(createClock(), 0), null);
  assertEquals(rttMs(createClock()), null);
  assertEquals(p95RttMs(createClock()), null);
});

Deno.test("[S1] the error never exceeds half of the quickest round trip", () => {
  const leg = fc.double({ min: 0, max: 2000, noNaN: true });
  const legs = fc.array(fc.tuple(leg, leg), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(legs, (paths) => {
    let clock = createClock();
    let quickest = Infinity;
    paths.slice(0, 30).forEach(([thereMs, backMs], i) => {
      clock = addSample(clock, exchange(i * 2500, { thereMs, backMs }));
      quickest = Math.min(quickest, thereMs + backMs);
    });
    // Read far later, so that the bending has come to its end.
    assert(Math.abs(errorMs(clock, 1e7)) <= quickest / 2 + 5);
  }));
});

Deno.test("[S1] jitter of 100 ms each way leaves under 15 ms after the first seconds, for 95 of 100 viewers", () => {
  const errors = Array.from({ length: 400 }, (_, seed) => {
    const random = seededRandom(seed + 1).next;
    let clock = createClock();
    for (let atMs = 0; atMs < 10_000; atMs += nextExchangeMs(clock)) {
      const path = {
        thereMs: 25 + 100 * random(),
        backMs: 25 + 100 * random(),
      };
      clock = addSample(clock, exchange(atMs, path));
    }
    return Math.abs(errorMs(clock, 60_000));
  }).sort((a, b) => a - b);
  assert((errors[380] ?? Infinity) < 15, `p95 ${errors[380]} ms`);
});

Deno.test("[S21] a device clock that starts anywhere leads to the same room time", () => {
  const leg = fc.double({ min: 0, max: 500, noNaN: true });
  const legs = fc.array(fc.tuple(leg, leg), { minLength: 1, maxLength: 40 });
  const wrongBy = fc.integer({ min: -1e10, max: 1e10 });
  fc.assert(fc.property(legs, wrongBy, (paths, byMs) => {
    let right = createClock();
    let wrong = createClock();
    paths.forEach(([thereMs, backMs], i) => {
      const stamps = exchange(i * 300, { thereMs, backMs });
      const { t0, t3 } = stamps;
      right = addSample(right, stamps);
      wrong = addSample(wrong, { ...stamps, t0: t0 + byMs, t3: t3 + byMs });
      const room = roomNow(right, i * 300 + 1500) ?? NaN;
      const other = roomNow(wrong, i * 300 + 1500 + byMs) ?? NaN;
      // Stamps are numbers of 53 bits, and as large as a date.
      assertAlmostEquals(room, other, 0.01);
      assertEquals(nextExchangeMs(right), nextExchangeMs(wrong));
    });
  }));
});

Deno.test("[S21] no module of the sync engine or its service reads the wall clock", async () => {
  const files = [
    "../client/watching/sync_service.ts",
    "../client/room/link.ts",
  ];
  for await (const { name } of Deno.readDir(new URL(".", import.meta.url))) {
    if (name.endsWith(".ts") && !name.endsWith("_test.ts")) files.push(name);
  }
  assert(files.length > 10);
  for (const file of files) {
    const source = await Deno.readTextFile(new URL(file, import.meta.url));
    assert(!/\bDate\b\s*[.(]/.test(source), `${file} reads Date`);
  }
});

Deno.test("[S3] impossible stamps change nothing", () => {
  const clock = addSample(
    createClock(),
    exchange(0, { thereMs: 10, backMs: 10 }),
  );
  const good = exchange(1000, { thereMs: 10, backMs: 10 });
  const impossible: ClockStamps[] = [
    { ...good, t3: good.t0 - 1 },
    { ...good, t2: good.t1 - 5 },
    { ...good, t1: NaN },
    { ...good, t2: Infinity },
    { ...good, t2: good.t1 + 500 },
    { ...good, t3: good.t0 + 60_000 },
  ];
  for (const stamps of impossible) {
    assertEquals(addSample(clock, stamps), clock);
  }
});

Deno.test("[S3] one exchange that lies is not believed; two that agree are", () => {
  let clock = createClock();
  for (let i = 0; i < 8; i++) {
    clock = addSample(
      clock,
      exchange(i * 1000, { thereMs: 20, backMs: 20 }),
    );
  }
  const step = { thereMs: 20, backMs: 20, offsetMs: OFFSET_MS + 3_600_000 };
  const once = addSample(clock, exchange(9000, step));
  assertAlmostEquals(errorMs(once, 9100), 0, 1);
  assert(nextExchangeMs(once) < 1000, "asks again soon");
  const back = addSample(
    once,
    exchange(9200, { thereMs: 20, backMs: 20 }),
  );
  assertAlmostEquals(errorMs(back, 9300), 0, 1);
  const twice = addSample(once, exchange(9200, step));
  assertAlmostEquals(errorMs(twice, 9300), 3_600_000, 1);
});

Deno.test("[S20] a better sample bends room time, without a jump and never backwards", () => {
  let clock = createClock();
  for (let i = 0; i < 6; i++) {
    clock = addSample(clock, exchange(i * 150, { thereMs: 180, backMs: 20 }));
  }
  const before = errorMs(clock, 2000);
  assertAlmostEquals(before, 80, 1);
  clock = addSample(clock, exchange(1980, { thereMs: 10, backMs: 10 }));
  assertAlmostEquals(errorMs(clock, 2001), before, 1);
  let last = -Infinity;
  for (let atMs = 2001; atMs < 30_000; atMs += 10) {
    const room = roomNow(clock, atMs) ?? NaN;
    assert(room > last);
    assert(last === -Infinity || Math.abs(room - last - 10) <= 0.1);
    last = room;
  }
  assertAlmostEquals(errorMs(clock, 30_000), 5, 6);
});

Deno.test("[S1] quartz that is 50 ppm off is followed for an hour", () => {
  let clock = createClock();
  for (let s = 0; s <= 3600; s += 10) {
    const offsetMs = OFFSET_MS + s * 0.05;
    clock = addSample(
      clock,
      exchange(s * 1000, { thereMs: 20, backMs: 20, offsetMs }),
    );
    const error = errorMs(clock, s * 1000 + 41) - s * 0.05;
    assert(Math.abs(error) < 10, `${error} ms after ${s} s`);
  }
});

Deno.test("[S4] five quick exchanges on joining, calm ones later, quick ones again on rejoining", () => {
  let clock = createClock();
  const waits = Array.from({ length: 6 }, (_, i) => {
    clock = addSample(clock, exchange(i * 150, { thereMs: 5, backMs: 5 }));
    return nextExchangeMs(clock);
  });
  assertEquals(waits, [150, 150, 150, 150, 10_000, 10_000]);
  assertEquals(nextExchangeMs(rejoin(clock)), 150);
});
