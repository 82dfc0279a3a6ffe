import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FakeTime, TimeError } from "@std/testing/time";

Deno.test("FakeTime stands still until it is moved", () => {
  using time = new FakeTime(1000);
  assertEquals([Date.now(), new Date().getTime(), time.now, time.start], [
    1000,
    1000,
    1000,
    1000,
  ]);
  time.tick(50);
  assertEquals([Date.now(), time.now, time.start], [1050, 1050, 1000]);
  time.now = 2000;
  assertEquals(Date.now(), 2000);
  assertThrows(() => time.now = 1999, RangeError);
  assert(new Date() instanceof Date);
  assertEquals(structuredClone(new Date(5)).getTime(), 5);
});

Deno.test("FakeTime starts at numbers, strings, dates and now", () => {
  const date = new Date("2026-01-02T03:04:05Z");
  for (const start of [date, date.toISOString(), date.getTime()]) {
    using time = new FakeTime(start);
    assertEquals(time.now, date.getTime());
  }
  const before = Date.now();
  {
    using time = new FakeTime();
    assert(time.start >= before);
  }
  assertThrows(() => new FakeTime(NaN), TypeError);
  assertThrows(() => new FakeTime("no date"), TypeError);
  // A refused one leaves real time in place.
  new FakeTime().restore();
});

Deno.test("FakeTime runs timers in the order of their times", () => {
  using time = new FakeTime(0);
  const calls: [string, number][] = [];
  const note = (name: string) => calls.push([name, Date.now()]);
  setTimeout(() => note("late"), 30);
  const interval = setInterval(note, 10, "each");
  setTimeout(() => setTimeout(note, 5, "nested"), 5);
  clearTimeout(setTimeout(() => note("never"), 1));
  time.tick(25);
  clearInterval(interval);
  time.tick(25);
  assertEquals(calls, [["each", 10], ["nested", 10], ["each", 20], [
    "late",
    30,
  ]]);
});

Deno.test("FakeTime stops at a timer that throws", () => {
  using time = new FakeTime(0);
  setTimeout(() => {
    throw new Error("boom");
  }, 10);
  assertThrows(() => time.tick(20), Error, "boom");
  assertEquals(time.now, 10);
});

Deno.test("time.next() moves to the next timer, if any", async () => {
  using time = new FakeTime(0);
  let calls = 0;
  setTimeout(() => calls++, 5000);
  setTimeout(() => calls++, 9000);
  assertEquals([time.next(), time.now, calls], [true, 5000, 1]);
  assertEquals([await time.nextAsync(), time.now, calls], [true, 9000, 2]);
  assertEquals([time.next(), time.now], [false, 9000]);
});

Deno.test("time.runAll() runs timers until none is left", async () => {
  using time = new FakeTime(0);
  let left = 3;
  const again = () => left-- > 0 && setTimeout(again, 1000);
  again();
  time.runAll();
  assertEquals([left, time.now], [-1, 3000]);
  left = 2;
  setTimeout(() => Promise.resolve().then(again), 0);
  setTimeout(() => {}, 1);
  await time.runAllAsync();
  assertEquals([left, time.now], [-1, 5000]);
  // What only microtasks would add is not waited for.
  left = 2;
  Promise.resolve().then(again);
  await time.runAllAsync();
  assertEquals([left, time.now], [1, 5000]);
});

Deno.test("time.tickAsync() and runMicrotasks() let promises go first", async () => {
  using time = new FakeTime(0);
  const order: string[] = [];
  setTimeout(() => order.push("timer"), 10);
  Promise.resolve().then(() => {}).then(() => order.push("promise"));
  await time.tickAsync(10);
  assertEquals(order, ["promise", "timer"]);
  Promise.resolve().then(() => order.push("second"));
  await time.runMicrotasks();
  assertEquals(order.at(-1), "second");
});

Deno.test("time.delay() waits in real time and ends on abort", async () => {
  using time = new FakeTime(0);
  await time.delay(1);
  assertEquals(time.now, 0);
  const controller = new AbortController();
  const waiting = time.delay(60_000, { signal: controller.signal });
  controller.abort(new TypeError("enough"));
  const error = await assertRejects(() => waiting, DOMException);
  assertEquals(error.name, "AbortError");
});

Deno.test("FakeTime moves AbortSignal.timeout", () => {
  using time = new FakeTime(0);
  const signal = AbortSignal.timeout(100);
  time.tick(99);
  assertEquals(signal.aborted, false);
  time.tick(1);
  assertEquals([signal.aborted, signal.reason.name], [true, "TimeoutError"]);
});

Deno.test("FakeTime exists once and restores what it replaced, once", () => {
  const real = [
    Date,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    AbortSignal.timeout,
  ];
  const time = new FakeTime();
  assertThrows(() => new FakeTime(), TimeError);
  assert(globalThis.setTimeout !== real[1]);
  time.restore();
  assertEquals([
    Date,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    AbortSignal.timeout,
  ], real);
  assertThrows(() => time.restore(), TimeError);
  assertThrows(() => FakeTime.restore(), TimeError);
  new FakeTime();
  FakeTime.restore();
  assertEquals(globalThis.setTimeout, real[1]);
});

Deno.test("FakeTime.restoreFor() goes back to real time for a callback", async () => {
  const real = globalThis.setTimeout;
  {
    using time = new FakeTime(0);
    const seen = await FakeTime.restoreFor(
      (a: number) => [globalThis.setTimeout === real, a],
      7,
    );
    assertEquals(seen, [true, 7]);
    assert(globalThis.setTimeout !== real);
    await assertRejects(
      () => FakeTime.restoreFor(() => Promise.reject(new TypeError("no"))),
      TypeError,
    );
    time.tick(5);
    assertEquals(Date.now(), 5);
  }
  await assertRejects(() => FakeTime.restoreFor(() => 1), TimeError);
});
