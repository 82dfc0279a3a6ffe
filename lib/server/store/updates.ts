/**
 * Compare-and-swap as a loop: look, decide, swap, and again when another
 * instance was faster or the answer was lost. Stores that lie elsewhere share
 * it. Not one of cockatiel's retries: it keeps to one deadline over two reasons
 * to go on, each with its own wait, and runs in the simulation's virtual time.
 * @module
 */
import type { RoomDocument } from "../../room/document/document.ts";
import { isRejection, type Rejection } from "../../room/operation.ts";
import { DomainError } from "../../shared/errors.ts";
import { delay, type Timers } from "../../shared/timers.ts";
import {
  type Found,
  type Reduce,
  type RoomStore,
  STORE_DEADLINE_MS,
  type UpdateResult,
} from "./store.ts";
import { createKeyedQueue } from "./keyed_queue.ts";
import type { Watches } from "./watches.ts";

/** Options of {@linkcode createUpdate}. */
export interface UpdateOptions {
  /** @throws {DomainError} `store_unavailable` */
  read(id: string, leftMs: number): Promise<Found>;
  /**
   * Writes if the version still stands.
   * @returns The new version, `null` if another instance was faster; or why it never will.
   * @throws {DomainError} `store_unavailable`: then whether it did is unknown.
   */
  swap(
    id: string,
    change: { expected: string | null; room: RoomDocument; leftMs: number },
  ): Promise<string | null | Rejection>;
  /** Room time, ms. */
  nowMs(): number;
  /** Told of what this instance writes. */
  watches: Pick<Watches, "wrote" | "doubt" | "known">;
  /** Whether there is no use in waiting for the store. */
  isHopeless(): boolean;
  timers: Timers;
  /** Another instance was faster; the change is tried again. */
  onRetry?: (() => void) | undefined;
  /** Within [0, 1). @default {Math.random} */
  random?: () => number;
}

/** Races that a change may lose before it is a conflict. Chosen: more than there are instances in any cluster of ours. */
const MAX_LOST_RACES = 24;
/** Longest random pause after a lost race, ms. Chosen: a swap takes a few. */
const RACE_MS = 10;
/** Pause before trying again while the store is away, ms. Chosen: some attempts fit into the deadline. */
const AWAY_MS = 50;
/** Part of the deadline that is kept for a busy processor, ms. Chosen: twice the lateness at which the event loop is alarmed of. */
const SPARE_MS = 200;

/** Makes the `update` of a store. */
export function createUpdate(options: UpdateOptions): RoomStore["update"] {
  const { timers, random = Math.random } = options;
  const queue = createKeyedQueue();

  /**
   * Builds on what this instance knows, without asking; what comes of that
   * counts when it was written, since then it was right. @see SPEC K30
   * @returns `null` when it was not, or there is nothing to write.
   */
  async function attemptKnown(
    id: string,
    reduce: Reduce,
    leftMs: () => number,
  ): Promise<UpdateResult | null> {
    const known = options.watches.known(id);
    if (!known) return null;
    const next = reduce(known.room, { nowMs: options.nowMs() });
    if (isRejection(next) || next === known.room) return null;
    const written = await write(id, { expected: known.version, next, leftMs });
    if (written === null) options.onRetry?.();
    return written;
  }

  /** @returns `null` when another instance was faster. */
  async function attempt(
    id: string,
    reduce: Reduce,
    leftMs: () => number,
  ): Promise<UpdateResult | null> {
    const { version, room } = await options.read(id, leftMs());
    const next = reduce(room, { nowMs: options.nowMs() });
    if (isRejection(next)) return { status: "rejected", rejection: next };
    if (next === room) return { status: "ok", room: next };
    return await write(id, { expected: version, next, leftMs });
  }

  /** @returns `null` when another instance was faster. */
  async function write(
    id: string,
    { expected, next, leftMs }: {
      expected: string | null;
      next: RoomDocument;
      leftMs: () => number;
    },
  ): Promise<UpdateResult | null> {
    const written = await options.swap(id, {
      expected,
      room: next,
      leftMs: leftMs(),
    }).catch((error) => {
      options.watches.doubt(id);
      throw error;
    });
    if (written === null) return null;
    if (typeof written !== "string") {
      return { status: "rejected", rejection: written };
    }
    options.watches.wrote(id, { version: written, room: next });
    return { status: "ok", room: next };
  }

  return (id, reduce) => {
    const deadline = timers.now() + STORE_DEADLINE_MS - SPARE_MS;
    const leftMs = () => Math.max(1, deadline - timers.now());
    return queue.run(id, async () => {
      let lost = 0;
      for (;;) {
        if (timers.now() >= deadline) throw outOfTime;
        try {
          const result = await attemptKnown(id, reduce, leftMs) ??
            await attempt(id, reduce, leftMs);
          if (result) return result;
          if (++lost > MAX_LOST_RACES) return { status: "conflict" };
          options.onRetry?.();
          await delay(timers, random() * RACE_MS);
        } catch (error) {
          const isAway = error instanceof DomainError &&
            error.code === "store_unavailable";
          const isOver = timers.now() + AWAY_MS >= deadline ||
            options.isHopeless();
          // Whether it happened is unknown. Doing it again does no harm: the
          // document remembers commands, and all else is said by state.
          if (!isAway || isOver) throw error;
          await delay(timers, AWAY_MS);
        }
      }
    });
  };
}

const outOfTime = new DomainError(
  "store_unavailable",
  "The room cannot be changed right now. Try again in a moment.",
);
