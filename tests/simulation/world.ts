/**
 * The world of a simulation: instances on a store, viewers on a network, and
 * everything that can go wrong with them.
 * @module
 */
import { nextSettleAt, reduce } from "@/lib/room/reducer.ts";
import { isRejection } from "@/lib/room/operation.ts";
import { createHub, type Hub } from "@/lib/server/hub/hub.ts";
import type { Rules } from "@/lib/server/hub/room/updates.ts";
import {
  QUEUE,
  type QueueLimits,
} from "@/lib/server/hub/connection/connection.ts";
import { createMemoryStore } from "@/lib/server/store/memory.ts";
import { noPeers } from "@/lib/server/store/peers.ts";
import type { RoomStore } from "@/lib/server/store/store.ts";
import { plainSnapshots } from "@/tests/support/plain_snapshots.ts";
import { publicRoom, type RoomDocument } from "@/lib/room/document/document.ts";
import type { Room } from "@/lib/shared/room/protocol.ts";
import type { SeededRandom } from "@/tests/support/seeded_random.ts";
import { findVideo } from "@/tests/support/virtual_hub.ts";
import {
  VirtualNetwork,
  type VirtualServer,
} from "@/tests/support/virtual_network.ts";
import {
  type StoreBugs,
  VirtualCluster,
} from "@/tests/support/virtual_store.ts";
import {
  type VirtualActor,
  VirtualTime,
} from "@/tests/support/virtual_time.ts";
import { digestOf, Referee } from "./referee.ts";
import { Viewer } from "./viewer.ts";

/** Room time at the beginning, ms. */
const START_MS = 1_800_000_000_000;

/** A deliberate mistake, to prove that it is noticed. */
export interface Bug {
  rules?: (rules: Rules) => Rules;
  store?: StoreBugs;
  network?: (network: VirtualNetwork, random: SeededRandom) => void;
}

/** A server of the world. */
interface Instance extends VirtualServer {
  hub: Hub;
  store: RoomStore;
  isGone: boolean;
}

/** See the module. */
export class World {
  /** Passes only when told to. */
  readonly time: VirtualTime = new VirtualTime();
  /** Judges. */
  readonly referee: Referee = new Referee();
  /** Between viewers and instances. */
  readonly network: VirtualNetwork;
  /** Under the instances. */
  readonly cluster: VirtualCluster;
  /** Running and gone ones. */
  readonly instances: Instance[] = [];
  /** Everyone. */
  readonly viewers: Viewer[] = [];
  /** Ids of commands that a page was told to be done. */
  readonly acknowledged: Set<string> = new Set();
  /** How often each fault has shown. */
  readonly fired: Map<string, number> = new Map();
  /** One process with its rooms in memory. */
  readonly isInMemory: boolean;
  /** How much may wait for a slow reader; small in most worlds, so that it matters. */
  readonly queue: QueueLimits;
  #trace = 2166136261;
  #rules: Rules;
  #newest = new Map<string, RoomDocument>();
  #tickets = new Map<string, Viewer>();

  /** An empty world. */
  constructor(
    readonly random: SeededRandom,
    options: { isInMemory: boolean; bug?: Bug | undefined },
  ) {
    const { time, referee } = this;
    this.isInMemory = options.isInMemory;
    this.queue = random.chance(0.7)
      ? { coalesceBytes: 1024, dropBytes: 4096, lookBytes: 0 }
      : QUEUE;
    this.network = new VirtualNetwork(time, random.fork());
    this.network.onDeliver = (text) => {
      this.note(text);
      const [, id] = /^{"type":"ack","id":"([^"]+)"/.exec(text) ?? [];
      if (id) this.acknowledged.add(id);
    };
    this.cluster = new VirtualCluster(time, random.fork(), START_MS);
    this.cluster.bugs = options.bug?.store ?? {};
    this.cluster.onFault = (kind) => this.fire(kind);
    this.cluster.onCommit = ({ before, after }) => this.#commit(before, after);
    options.bug?.network?.(this.network, random.fork());
    const rules: Rules = { reduce, nextSettleAt };
    this.#rules = referee.watch(options.bug?.rules?.(rules) ?? rules);
  }

  #commit(before: RoomDocument | null, after: RoomDocument) {
    this.referee.commit(before, after);
    this.#newest.set(after.id, after);
    this.note(`${after.id} ${after.epoch} ${after.rev}`);
  }

  /** A fault has shown. */
  fire(kind: string): void {
    this.fired.set(kind, (this.fired.get(kind) ?? 0) + 1);
  }

  /** Something that the trace tells from other runs. */
  note(text: string): void {
    let hash = this.#trace ^ (this.time.nowMs * 1000);
    for (let n = 0; n < text.length; n++) {
      hash = Math.imul(hash ^ text.charCodeAt(n), 16777619);
    }
    this.#trace = hash >>> 0;
  }

  /** What happened, as one number. */
  get trace(): string {
    return this.#trace.toString(16).padStart(8, "0");
  }

  /** Starts an instance. */
  start(): Instance {
    const { random, time, referee } = this;
    const actor = time.actor({
      startMs: random.next() * 1e6,
      rate: 1 + (random.next() - 0.5) * 2e-4,
    });
    const own = random.fork();
    const backend = this.isInMemory
      ? { store: this.#memory(actor), peers: noPeers }
      : this.cluster.connect(actor);
    const hub = createHub({
      ...backend,
      log: {
        info() {},
        warn() {},
        error: (event, fields) =>
          referee.blame(`${event}: ${fields?.error ?? ""}`),
      },
      maxMembers: 200,
      timers: actor,
      newId: own.word,
      random: own.next,
      rules: this.#rules,
      queue: this.queue,
      ...(this.isInMemory
        ? { snapshots: plainSnapshots(() => this.time.nowMs) }
        : {}),
    });
    const instance: Instance = {
      actor,
      hub,
      store: backend.store,
      isGone: false,
      accept: (socket, who) => {
        const [ticket = "", page = ""] = who.split(" ");
        const viewer = this.#tickets.get(ticket);
        if (!viewer || instance.isGone || hub.isDraining) return null;
        this.#tickets.delete(ticket);
        const { personId, roomId } = viewer;
        return hub.connect(socket, {
          roomId,
          member: { id: personId, username: personId, avatarUrl: null },
          findVideo,
          page,
        });
      },
    };
    this.instances.push(instance);
    return instance;
  }

  #memory(actor: VirtualActor): RoomStore {
    const store = createMemoryStore({
      now: () => START_MS + this.time.nowMs,
    });
    return {
      ...store,
      update: (id, change) =>
        store.update(id, (room, context) => {
          const result = change(room, context);
          const isWritten = !isRejection(result) && result !== room;
          if (isWritten && !actor.isDead) this.#commit(room, result);
          return result;
        }),
    };
  }

  /** Somebody gets a page. `malice`: of who spoils the film for the others. */
  join(
    roomId: string,
    personId: string,
    malice: SeededRandom | null = null,
  ): Viewer {
    const { random, time } = this;
    const device = time.actor({
      startMs: random.next() * 1e7,
      rate: 1 + (random.next() - 0.5) * 1e-4,
    });
    const viewer: Viewer = new Viewer({
      roomId,
      personId,
      device,
      malice,
      random: random.fork(),
      referee: this.referee,
      ticket: (snapshot) => this.#ticket(viewer, snapshot),
      connect: (ticket, page) => {
        const server = this.#serverOf(ticket);
        const line = this.network.open({
          client: device,
          server,
          who: `${ticket} ${page}`,
        });
        viewer.line = line;
        return line.socket;
      },
      onState: (room) => this.#compare(viewer, room),
    });
    this.viewers.push(viewer);
    return viewer;
  }

  #ticket(viewer: Viewer, snapshot: string | null): Promise<string> {
    const { random, time } = this;
    const running = this.running.filter(({ actor }) => !actor.isPaused);
    return new Promise((resolve, reject) => {
      time.after(this.network.latency(), async () => {
        if (running.length === 0) {
          return reject(Object.assign(new Error("away"), { status: 503 }));
        }
        const instance = random.pick(running);
        const at = this.instances.indexOf(instance);
        const ticket = `${at}.${random.word()}`;
        this.#tickets.set(ticket, viewer);
        if (snapshot) await instance.hub.offer(viewer.roomId, snapshot);
        resolve(ticket);
      }, viewer.device);
    });
  }

  #serverOf(ticket: string): Instance {
    const instance = this.instances[Number(ticket.split(".", 1)[0])];
    if (!instance) throw new RangeError("no such instance");
    return instance;
  }

  /** Instances that run. */
  get running(): Instance[] {
    return this.instances.filter(({ isGone }) => !isGone);
  }

  /** Ends an instance as `kill -9` does. Its lines die; some tell nobody. */
  crash(instance: Instance): void {
    instance.isGone = true;
    instance.actor.kill();
    if (this.isInMemory) this.referee.hasGoneBack = true;
    for (const line of this.network.lines) {
      if (line.server !== instance) continue;
      line.isCut = true;
      if (this.random.chance(0.7)) line.reset();
    }
  }

  /** Ends an instance in order. */
  drain(instance: Instance): void {
    instance.isGone = true;
    if (this.isInMemory) this.referee.hasGoneBack = true;
    void instance.hub.drain().then(() => instance.store.close());
  }

  /** A page shows another version: it must be the room as it was written. */
  #compare(viewer: Viewer, room: Room) {
    const stored = this.stored(room.id);
    if (stored?.epoch !== room.epoch || stored.rev !== room.rev) return;
    const isSame = digestOf(publicRoom(stored)) === digestOf(room);
    if (!isSame && !this.referee.hasGoneBack) {
      this.referee.blame(
        `${viewer.personId} sees another ${room.id} ${room.epoch}:${room.rev}`,
      );
    }
  }

  /** A room as the store has it. */
  stored(roomId: string): RoomDocument | null {
    return this.isInMemory
      ? this.#newest.get(roomId) ?? null
      : this.cluster.peek(roomId);
  }
}
