/**
 * A store that several instances share, under virtual time: slow, forgetful
 * and out of reach as a test wants it. The loops around it (`createUpdate`,
 * `createWatches`, `createRoomClock`) are the real ones.
 * @module
 */
import type { RoomDocument } from "../../lib/room/document/document.ts";
import {
  LEASE_MS,
  type Peers,
  type Reports,
} from "../../lib/server/store/peers.ts";
import { createRoomClock } from "../../lib/server/store/room_clock.ts";
import {
  ABANDONED_MS,
  type Backend,
  RECHECK_MS,
  type RoomStore,
} from "../../lib/server/store/store.ts";
import { createUpdate } from "../../lib/server/store/updates.ts";
import { type Found } from "../../lib/server/store/store.ts";
import { createWatches } from "../../lib/server/store/watches.ts";
import { createMemoryVault } from "../../lib/server/store/ticket_vault.ts";
import { DomainError } from "../../lib/shared/errors.ts";
import type { SeededRandom } from "./seeded_random.ts";
import type { VirtualActor, VirtualTime } from "./virtual_time.ts";

/** What goes wrong with a store; each is a probability or a span in ms. */
interface StoreFaults {
  latencyMs: [min: number, max: number];
  /** Refused before anything happened. */
  refuse: number;
  /** Done, but nobody learns of it. */
  loseAnswer: number;
  loseNews: number;
  doubleNews: number;
  isDown: boolean;
}

/** A store in good health. */
export const HEALTHY: Readonly<StoreFaults> = {
  latencyMs: [0.5, 3],
  refuse: 0,
  loseAnswer: 0,
  loseNews: 0,
  doubleNews: 0,
  isDown: false,
};

/** Deliberate mistakes, to prove that they are noticed. */
export interface StoreBugs {
  /** Swaps without comparing. */
  ignoresVersion?: boolean;
  /** Says it has written, now and then without doing so. */
  losesWrites?: boolean;
  /** Tells nobody, and does not look. */
  isMute?: boolean;
}

/** A committed change. */
interface Commit {
  before: RoomDocument | null;
  after: RoomDocument;
  instance: VirtualActor;
}

/** Longest wait of an instance for an answer, ms. As Redis' link. */
const ANSWER_MS = 500;

/** See the module. */
export class VirtualCluster {
  /** What goes wrong now. */
  faults: StoreFaults = { ...HEALTHY };
  /** Instances that cannot reach it. */
  readonly cutOff: Set<VirtualActor> = new Set();
  /** Called at each commit. */
  onCommit: (commit: Commit) => void = () => {};
  /** A fault has shown. */
  onFault: (kind: string) => void = () => {};
  /** Deliberate mistakes. */
  bugs: StoreBugs = {};
  #rooms = new Map<string, { room: RoomDocument; touchedMs: number }>();
  #signs = new Map<string, number>();
  #followers = new Map<string, Set<Follower>>();

  /** @param startMs Room time at the beginning, ms. */
  constructor(
    readonly time: VirtualTime,
    readonly random: SeededRandom,
    readonly startMs: number,
  ) {}

  /** Room time, ms. */
  nowMs = (): number => this.startMs + this.time.nowMs;

  /** What is kept of a room now. */
  peek(id: string): RoomDocument | null {
    const entry = this.#rooms.get(id);
    if (!entry) return null;
    if (entry.touchedMs + ABANDONED_MS > this.nowMs()) return entry.room;
    this.#rooms.delete(id);
    return null;
  }

  /** Rooms that are kept. */
  ids(): string[] {
    return [...this.#rooms.keys()];
  }

  /** Forgets everything, or goes back to what it knew. */
  goBack(to: ReadonlyMap<string, RoomDocument> = new Map()): void {
    this.#rooms = new Map(
      [...to].map(([id, room]) => [id, { room, touchedMs: this.nowMs() }]),
    );
  }

  /** All rooms as they are. */
  copy(): Map<string, RoomDocument> {
    return new Map([...this.#rooms].map(([id, { room }]) => [id, room]));
  }

  /** An instance's way to it. */
  connect(actor: VirtualActor): Backend {
    const { random, bugs } = this;
    const clock = createRoomClock(actor.now, this.startMs);
    const hearers = new Map<string, (reports: Reports) => void>();

    const call = <T>(work: () => T, leftMs = ANSWER_MS): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const wait = Math.min(ANSWER_MS, leftMs);
      const stop = actor.after(wait, () => reject(away("no answer")));
      const refuse = () => {
        stop();
        actor.after(1, () => reject(away("refused")));
      };
      if (this.faults.isDown) {
        this.onFault("store_down");
        refuse();
        return promise;
      }
      if (this.cutOff.has(actor)) {
        this.onFault("store_cut_off");
        return promise;
      }
      this.time.after(this.#latency(), () => {
        if (random.chance(this.faults.refuse)) {
          this.onFault("store_refused");
          return refuse();
        }
        const result = work();
        if (random.chance(this.faults.loseAnswer)) {
          this.onFault("answer_lost");
          return;
        }
        this.time.after(this.#latency(), () => {
          stop();
          resolve(result);
        }, actor);
      });
      return promise;
    };

    const read = async (id: string, leftMs?: number): Promise<Found> => {
      const sentMs = actor.now();
      const { room, storeMs } = await call(
        () => ({ room: this.peek(id), storeMs: this.nowMs() }),
        leftMs,
      );
      clock.sample(storeMs, sentMs, actor.now());
      return { version: versionOf(room), room };
    };

    const watches = createWatches({
      touch: (id) =>
        call(() => {
          const entry = this.#rooms.get(id);
          if (entry) entry.touchedMs = this.nowMs();
          return versionOf(entry?.room ?? null);
        }),
      load: (id) => read(id),
      begin: (id) => {
        const follower: Follower = {
          actor,
          hint: (version) => watches.hint(id, version),
          hear: (reports) => hearers.get(id)?.(reports),
        };
        const set = this.#followers.get(id) ?? new Set();
        this.#followers.set(id, set.add(follower));
        return () => set.delete(follower);
      },
      recheckMs: RECHECK_MS,
      timers: actor,
      // The next look comes by itself.
      onError() {},
    });

    const store: RoomStore = {
      load: async (id) => (await read(id)).room,
      update: createUpdate({
        read,
        swap: (id, { expected, room, leftMs }) =>
          call(() => this.#swap(id, { expected, room, actor }), leftMs),
        nowMs: clock.nowMs,
        watches,
        isHopeless: () => false,
        timers: actor,
        random: random.next,
      }),
      watch: bugs.isMute ? () => () => {} : watches.watch,
      nowMs: clock.nowMs,
      isHealthy: () => Promise.resolve(!this.faults.isDown),
      close() {
        watches.dispose();
        return Promise.resolve();
      },
    };

    const peers: Peers = {
      heartbeat: (instance) =>
        call(() => {
          const nowMs = this.nowMs();
          this.#signs.set(instance, nowMs);
          for (const [one, atMs] of this.#signs) {
            if (atMs + LEASE_MS <= nowMs) this.#signs.delete(one);
          }
          return new Set(this.#signs.keys());
        }),
      publish: (roomId, reports) => {
        if (this.faults.isDown || this.cutOff.has(actor)) return;
        this.#spread(roomId, actor, ({ hear }) => hear(reports));
      },
      subscribe(roomId, hear) {
        hearers.set(roomId, hear);
        return () => hearers.delete(roomId);
      },
    };
    return { store, peers, vault: createMemoryVault({ now: actor.now }) };
  }

  #latency(): number {
    const [min, max] = this.faults.latencyMs;
    return min + this.random.next() * (max - min);
  }

  #swap(
    id: string,
    { expected, room, actor }: {
      expected: string | null;
      room: RoomDocument;
      actor: VirtualActor;
    },
  ): string | null {
    const before = this.peek(id);
    if (versionOf(before) !== expected && !this.bugs.ignoresVersion) {
      return null;
    }
    const version = versionOf(room);
    if (this.bugs.losesWrites && this.random.chance(0.02)) return version;
    this.#rooms.set(id, { room, touchedMs: this.nowMs() });
    this.onCommit({ before, after: room, instance: actor });
    this.#spread(id, null, ({ hint }) => hint(version));
    return version;
  }

  /** Brings news to those who follow a room; some get lost, some come twice. */
  #spread(
    id: string,
    from: VirtualActor | null,
    deliver: (follower: Follower) => void,
  ): void {
    const { random, faults } = this;
    for (const follower of this.#followers.get(id) ?? []) {
      if (follower.actor === from || this.cutOff.has(follower.actor)) continue;
      if (random.chance(faults.loseNews)) {
        this.onFault("news_lost");
        continue;
      }
      const twice = random.chance(faults.doubleNews);
      if (twice) this.onFault("news_doubled");
      for (let n = 0; n < (twice ? 2 : 1); n++) {
        this.time.after(
          this.#latency(),
          () => deliver(follower),
          follower.actor,
        );
      }
    }
  }
}

interface Follower {
  actor: VirtualActor;
  hint: (version: string | null) => void;
  hear: (reports: Reports) => void;
}

function versionOf(room: RoomDocument | null): string | null {
  return room && `${room.epoch}:${room.rev}`;
}

function away(cause: string): DomainError {
  return new DomainError("store_unavailable", "Try again in a moment.", {
    cause,
  });
}
