/**
 * Stand-in for `jsr:@std/testing/time`: time that a test moves, on
 * `@sinonjs/fake-timers` (docs/decisions/001).
 * @module
 */
import { createClock } from "@sinonjs/fake-timers";
import { setTimeout as realDelay } from "node:timers/promises";

/** Thrown when fake time is asked for what its state does not allow. */
export class TimeError extends Error {
  override name = "TimeError";
}

/** Options of `time.delay()`. */
export interface DelayOptions {
  /** Ends the wait early, with its reason. */
  signal?: AbortSignal;
}

const NAMES = [
  "Date",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
] as const;
const real = NAMES.map((name) => globalThis[name]);
const realTimeout = AbortSignal.timeout;

let current: FakeTime | undefined;

/** Replaces `Date`, the timers and `AbortSignal.timeout` until restored. */
export class FakeTime {
  #clock: ReturnType<typeof createClock>;

  /** Time at which it started, ms since the epoch. */
  readonly start: number;

  /**
   * @param start Time to begin at; now when left out.
   * @throws {TimeError} When time is faked already.
   * @throws {TypeError} When `start` is no date.
   */
  constructor(start?: number | string | Date | null) {
    if (current) throw new TimeError("Cannot fake time: it is faked already");
    const time = typeof start === "string" ? Date.parse(start) : start;
    this.start = Number(time ?? Date.now());
    if (isNaN(this.start)) throw new TypeError(`Invalid start: ${start}`);
    this.#clock = createClock(this.start);
    current = this;
    this.#fake();
  }

  #fake(): void {
    const clock = this.#clock;
    for (const name of NAMES) {
      Object.assign(globalThis, { [name]: clock[name] });
    }
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      const reason = new DOMException("Signal timed out.", "TimeoutError");
      clock.setTimeout(() => controller.abort(reason), ms);
      return controller.signal;
    };
  }

  /** Brings real time back. @throws {TimeError} When it is back already. */
  static restore(): void {
    if (!current) {
      throw new TimeError("Cannot restore time: it is real already");
    }
    current.restore();
  }

  /**
   * Runs `callback` in real time, then goes on with fake time.
   * @throws {TimeError} When time is not faked.
   */
  static async restoreFor<T>(
    // deno-lint-ignore no-explicit-any -- any callback, as the original takes it
    callback: (...args: any[]) => Promise<T> | T,
    // deno-lint-ignore no-explicit-any
    ...args: any[]
  ): Promise<T> {
    const time = current;
    if (!time) throw new TimeError("Cannot restore time: it is not faked");
    letGo();
    try {
      return await callback(...args);
    } finally {
      time.#fake();
    }
  }

  /** Fake time, ms since the epoch. */
  get now(): number {
    return this.#clock.now;
  }

  /** Moves to a time, running timers that come due. @throws {RangeError} When it is in the past. */
  set now(value: number) {
    if (value < this.now) throw new RangeError("Cannot set time in the past");
    // Timer by timer, since time is to stand still at one that throws.
    const clock = this.#clock;
    let isThere = false;
    const end = clock.setTimeout(() => isThere = true, value - this.now);
    try {
      while (!isThere) clock.next();
      clock.tick(0);
    } finally {
      clock.clearTimeout(end);
    }
  }

  /** Waits in real time. @throws {DOMException} `AbortError` when `signal` aborts. */
  async delay(ms: number, { signal }: DelayOptions = {}): Promise<void> {
    try {
      await realDelay(ms, undefined, { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
      throw new DOMException("Delay was aborted.", "AbortError");
    }
  }

  /** Runs all pending microtasks. */
  async runMicrotasks(): Promise<void> {
    await this.delay(0);
  }

  /** Moves time on, running timers that come due. */
  tick(ms = 0): void {
    this.now += ms;
  }

  /** Runs microtasks, then {@linkcode FakeTime.tick}. */
  async tickAsync(ms = 0): Promise<void> {
    await this.runMicrotasks();
    this.tick(ms);
  }

  /** Moves to the next timer and runs it. @returns Whether there was one. */
  next(): boolean {
    const hasTimer = this.#clock.countTimers() > 0;
    this.#clock.next();
    return hasTimer;
  }

  /** Runs microtasks, then {@linkcode FakeTime.next}. */
  async nextAsync(): Promise<boolean> {
    await this.runMicrotasks();
    return this.next();
  }

  /** Moves from timer to timer until none is left. */
  runAll(): void {
    while (this.next());
  }

  /** {@linkcode FakeTime.runAll}, with microtasks before each timer. */
  async runAllAsync(): Promise<void> {
    while (this.#clock.countTimers() > 0) await this.nextAsync();
  }

  /** Brings real time back. @throws {TimeError} When it is back already. */
  restore(): void {
    if (current !== this) {
      throw new TimeError("Cannot restore time: it is restored already");
    }
    current = undefined;
    letGo();
  }

  /** {@linkcode FakeTime.restore}, for `using`. */
  [Symbol.dispose](): void {
    this.restore();
  }
}

function letGo(): void {
  NAMES.forEach((name, i) => Object.assign(globalThis, { [name]: real[i] }));
  AbortSignal.timeout = realTimeout;
}
