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

/** Options of {@linkcode FakeTime}. */
export interface FakeTimeOptions {
  /** Rate relative to real time at which fake time moves by itself. @default {0} */
  advanceRate: number;
  /** Milliseconds between such moves. @default {10} */
  advanceFrequency?: number;
}

/** Options of `time.delay()`. */
export interface DelayOptions {
  /** Ends the wait early, with its reason. */
  signal?: AbortSignal;
}

const REAL = {
  Date,
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
};
const realTimeout = AbortSignal.timeout;

let current: FakeTime | undefined;

/** Replaces `Date`, the timers and `AbortSignal.timeout` until restored. */
export class FakeTime {
  #clock: ReturnType<typeof createClock>;
  #advancing: ReturnType<typeof setInterval> | undefined;

  /** Time at which it started, ms since the epoch. */
  readonly start: number;

  /**
   * @param start Time to begin at; now when left out.
   * @throws {TimeError} When time is faked already.
   * @throws {TypeError} When `start` is no date.
   */
  constructor(
    start?: number | string | Date | null,
    options?: FakeTimeOptions,
  ) {
    if (current) {
      throw new TimeError("Cannot construct FakeTime: time is already faked");
    }
    this.start = Number(
      start instanceof Date || typeof start === "string"
        ? new Date(start)
        : start ?? Date.now(),
    );
    if (Number.isNaN(this.start)) {
      throw new TypeError(`Cannot construct FakeTime: invalid start ${start}`);
    }
    this.#clock = createClock(this.start);
    const { advanceRate = 0, advanceFrequency = 10 } = options ?? {};
    if (advanceRate > 0) {
      this.#advancing = setInterval(
        () => this.tick(advanceRate * advanceFrequency),
        advanceFrequency,
      );
    }
    current = this;
    this.#fake();
  }

  #fake(): void {
    const clock = this.#clock;
    const { Date, setTimeout, clearTimeout, setInterval, clearInterval } =
      clock;
    Object.assign(globalThis, {
      Date,
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
    });
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
      throw new TimeError("Cannot restore time: time is already restored");
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
    if (!time) throw new TimeError("Cannot restore time: time is not faked");
    unfake();
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
    if (value < this.now) {
      throw new RangeError(
        `Cannot set time in the past, time must be >= ${this.now}: received ${value}`,
      );
    }
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

  /** Waits in real time. */
  async delay(ms: number, { signal }: DelayOptions = {}): Promise<void> {
    try {
      await realDelay(ms, undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
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
    while (await this.nextAsync());
  }

  /** Brings real time back. @throws {TimeError} When it is back already. */
  restore(): void {
    if (current !== this) {
      throw new TimeError("Cannot restore time: time is already restored");
    }
    current = undefined;
    unfake();
    clearInterval(this.#advancing);
  }

  /** {@linkcode FakeTime.restore}, for `using`. */
  [Symbol.dispose](): void {
    this.restore();
  }
}

function unfake(): void {
  Object.assign(globalThis, REAL);
  AbortSignal.timeout = realTimeout;
}
