/**
 * Time that passes only when a test says so, in the same order each time.
 * Between two events everything that promises can do is done.
 * @module
 */
import { setImmediate } from "node:timers";
import type { Timers } from "../../lib/shared/timers.ts";

interface Entry {
  atMs: number;
  order: number;
  run: () => void;
  actor: VirtualActor | null;
  isOff: boolean;
}

/** Lets all that is ready to run in this process run. */
function drain(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** See the module. */
export class VirtualTime {
  /** Time since the beginning, ms. */
  nowMs = 0;
  /** Events that ran. */
  steps = 0;
  #heap: Entry[] = [];
  #orders = 0;

  /** Something with a clock of its own that can stand still or die. */
  actor(options: { startMs?: number; rate?: number } = {}): VirtualActor {
    return new VirtualActor(this, options);
  }

  /** Runs once after `ms`. @returns What calls it off. */
  after(
    ms: number,
    run: () => void,
    actor: VirtualActor | null = null,
  ): () => void {
    const entry: Entry = {
      atMs: this.nowMs + Math.max(0, ms),
      order: this.#orders++,
      run,
      actor,
      isOff: false,
    };
    push(this.#heap, entry);
    return () => {
      entry.isOff = true;
    };
  }

  /** Lets `ms` pass, one event after the other. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await drain();
    for (;;) {
      const [next] = this.#heap;
      if (!next || next.atMs > untilMs) break;
      pop(this.#heap);
      if (next.isOff || next.actor?.isDead) continue;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      if (next.actor?.isPaused) {
        next.actor.hold(() => {
          if (!next.isOff) next.run();
        });
        continue;
      }
      this.steps++;
      next.run();
      await drain();
    }
    this.nowMs = untilMs;
  }

  /** Events that are due some time. */
  get pending(): number {
    return this.#heap.filter(({ isOff, actor }) => !isOff && !actor?.isDead)
      .length;
  }
}

/** See {@linkcode VirtualTime.actor}. */
export class VirtualActor implements Timers {
  /** Its timers wait until `resume()`. */
  isPaused = false;
  /** Its timers never run again. */
  isDead = false;
  #time: VirtualTime;
  #startMs: number;
  #rate: number;
  #held: (() => void)[] = [];

  /** @param options `rate`: speed of its clock, 1 is true. */
  constructor(
    time: VirtualTime,
    options: { startMs?: number; rate?: number },
  ) {
    this.#time = time;
    this.#startMs = options.startMs ?? 0;
    this.#rate = options.rate ?? 1;
  }

  /** Its clock, ms. */
  now = (): number => this.#startMs + this.#time.nowMs * this.#rate;

  /** See {@linkcode Timers}. */
  after = (ms: number, run: () => void): () => void =>
    this.#time.after(ms / this.#rate, run, this);

  /** See {@linkcode Timers}. */
  every = (ms: number, run: () => void): () => void => {
    const beat = () => {
      stop = this.after(ms, beat);
      run();
    };
    let stop = this.after(ms, beat);
    return () => stop();
  };

  /** Its clock jumps. */
  step(ms: number): void {
    this.#startMs += ms;
  }

  /** Stands still until `resume()`. */
  pause(): void {
    this.isPaused = true;
  }

  /** Does what came due meanwhile. */
  resume(): void {
    this.isPaused = false;
    for (const run of this.#held.splice(0)) this.after(0, run);
  }

  /** Ends it without a word. */
  kill(): void {
    this.isDead = true;
    this.#held = [];
  }

  /** Keeps what came due while it stood still. */
  hold(run: () => void): void {
    this.#held.push(run);
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!isBefore(entry, heap[up] as Entry)) break;
    heap[at] = heap[up] as Entry;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    const right = heap[down + 1];
    if (right && isBefore(right, heap[down] as Entry)) down++;
    if (!isBefore(heap[down] as Entry, last)) break;
    heap[at] = heap[down] as Entry;
    at = down;
  }
  heap[at] = last;
}
