import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createRoomClock } from "./room_clock.ts";

const STORE_MS = 1_800_000_000_000;

/** A clock of a server whose own is `errorMs` off. */
function setUp({ errorMs = 0 } = {}) {
  let monotonicMs = 5000;
  let storeOffsetMs = STORE_MS - monotonicMs;
  const clock = createRoomClock(() => monotonicMs, STORE_MS + errorMs);
  return {
    clock,
    storeNow: () => monotonicMs + storeOffsetMs,
    wait: (ms: number) => monotonicMs += ms,
    setStore: (ms: number) => storeOffsetMs += ms,
    /** Asks the store; it looks at its clock after `there` of `rtt` ms. */
    ask(rttMs: number, there = 0.5) {
      const sentMs = monotonicMs;
      monotonicMs += rttMs * there;
      const storeMs = monotonicMs + storeOffsetMs;
      monotonicMs += rttMs * (1 - there);
      clock.sample(storeMs, sentMs, monotonicMs);
    },
  };
}

Deno.test("[R33] room time is the store's, whatever this server's clock says", () => {
  const { clock, ask, storeNow } = setUp({ errorMs: 3_600_000 });
  ask(4);
  assertAlmostEquals(clock.nowMs(), storeNow(), 2);
});

Deno.test("[R33] a slow answer does not spoil a quick one", () => {
  const { clock, ask, storeNow } = setUp();
  ask(2);
  ask(400, 1);
  assertAlmostEquals(clock.nowMs(), storeNow(), 1);
});

Deno.test("[R33] room time does not go back when the clock is corrected", () => {
  const { clock, ask, wait, storeNow } = setUp();
  ask(100, 0);
  const before = clock.nowMs();
  ask(1, 1);
  assert(clock.nowMs() >= before);
  wait(200);
  assertAlmostEquals(clock.nowMs(), storeNow(), 1);
});

Deno.test("[R33] a store whose clock was set is followed, also backwards", () => {
  const { clock, ask, setStore, storeNow } = setUp();
  ask(2);
  clock.nowMs();
  for (const jump of [-3_600_000, 7_200_000]) {
    setStore(jump);
    ask(2);
    assertAlmostEquals(clock.nowMs(), storeNow(), 2);
  }
});

Deno.test("[R33] old samples lose their weight: drift is followed", () => {
  const { clock, ask, wait, setStore, storeNow } = setUp();
  ask(1);
  for (let minute = 0; minute < 60; minute++) {
    wait(60_000);
    setStore(3); // 50 ppm
    ask(20);
  }
  assertAlmostEquals(clock.nowMs(), storeNow(), 11);
  assertEquals(Number.isFinite(clock.nowMs()), true);
});
