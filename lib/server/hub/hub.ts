/**
 * The hub: holds the sockets of all rooms on this instance, hands what members
 * ask to the store, and tells members what the store says. It decides nothing
 * about rooms; `lib/room` does.
 * @module
 */
import { nextSettleAt, reduce } from "../../room/reducer.ts";
import { removalOf } from "../../room/document/removals.ts";
import { removedError } from "../../room/members/removal.ts";
import { delay, realTimers, type Timers } from "../../shared/timers.ts";
import type { HubSocket, QueueLimits } from "./connection/connection.ts";
import { createHubBudgets } from "./budgets.ts";
import { createRounds } from "./rounds.ts";
import { createLiveness } from "./liveness.ts";
import { noPeers, type Peers } from "../store/peers.ts";
import {
  createHubRoom,
  type HubRoom,
  type HubRoomContext,
} from "./room/room.ts";
import type { Rules } from "./room/updates.ts";
import { createHubTelemetry } from "./connection/measure.ts";
import { createKeepalive } from "./keepalive.ts";
import type { Log } from "../log/log.ts";
import { createLostRooms } from "./room/lost_rooms.ts";
import { createReadiness } from "./room/readiness.ts";
import type { RoomStore } from "../store/store.ts";
import type { Snapshots } from "./room/snapshot.ts";
import {
  type JoinRequest,
  RoomSession,
  type SessionContext,
} from "./session.ts";
import { onTrail } from "../log/trail.ts";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/metrics.ts";

/** What the socket's owner calls. Neither throws. */
export interface HubConnection {
  receive(data: unknown): void;
  closed(): void;
}

/** All rooms of this instance. */
export interface Hub {
  readonly isDraining: boolean;
  connect(socket: HubSocket, request: JoinRequest): HubConnection;
  /**
   * Lets somebody in as far as the door of a room.
   * @throws {DomainError} `removed` where they were sent out of late; `store_unavailable`
   */
  admit(roomId: string, memberId: string): Promise<void>;
  /** Takes the copy of a room that somebody carried; to be called before they connect. Never throws. */
  offer(roomId: string, snapshot: string): Promise<void>;
  /** Sends everyone away, spread over 2 s; resolves when all are signed off. */
  drain(): Promise<void>;
  /** Sizes, for health and tests. */
  stats(): { rooms: number; connections: number };
  /** Stops the hub's timers without a word to anyone. */
  dispose(): void;
}

/** Options of {@linkcode createHub}. */
export interface HubOptions {
  store: RoomStore;
  log: Log;
  maxMembers: number;
  /** @default {none: a server on its own} */
  peers?: Peers;
  /** Given in memory mode only: elsewhere the store survives a restart. */
  snapshots?: Snapshots;
  /** Unique words for this instance and for epochs. @default {crypto.randomUUID} */
  newId?: () => string;
  /** @default {Math.random} */
  random?: () => number;
  /** @default {this process's} */
  timers?: Timers;
  /** @default {lib/room's} */
  rules?: Rules;
  /** @default {those of lib/shared/limits.ts} */
  queue?: QueueLimits;
  /** Memory of the process, bytes. @default {not looked at} */
  rssBytes?: () => number;
  /** Name of this build, told to pages. */
  build?: () => string;
  /** @default {nobody collects} */
  telemetry?: Telemetry;
}

/** Spread of the good-byes on shutdown, ms. Source: docs/design.md, "Rooms". */
const BYE_SPREAD_MS = 2000;
/** Time that a closing frame needs before the process ends, ms. Source: measured with Deno 2.5 and 2.9. */
const FLUSH_MS = 100;
/** Longest wait for a store that should hear of the good-byes, ms. Source: docs/design.md, "Rooms", exit within 4 s. */
const SIGN_OFF_MS = 1000;
/** Makes a hub and starts its timers. */
export function createHub(options: HubOptions): Hub {
  const { timers = realTimers, random = Math.random } = options;
  const rooms = new Map<string, HubRoom>();
  const parts = createParts(options, rooms);
  const { room: roomContext, session: sessionContext, signOffs } = parts;
  let isDraining = false;

  function enter(id: string): HubRoom {
    const known = rooms.get(id);
    if (known) return known;
    const room = onTrail(
      undefined,
      () => createHubRoom(id, roomContext),
    );
    rooms.set(id, room);
    parts.rounds.add(id, room);
    return room;
  }

  function connect(socket: HubSocket, request: JoinRequest): HubConnection {
    const room = enter(request.roomId);
    const { id } = request.member;
    const tooOld = sessionContext.budgets.open(id, request.roomId);
    const pages = tooOld === null ? [] : rooms.get(tooOld)?.sessions ?? [];
    for (const { connection } of [...pages]) {
      if (connection.memberId !== id) continue;
      connection.close("too_many_connections", "open in too many rooms");
    }
    return new RoomSession(room, {
      request,
      socket,
      context: sessionContext,
    });
  }

  async function drain() {
    isDraining = true;
    const all = [...rooms.values()].flatMap(({ sessions }) =>
      [...sessions].map(({ connection }) => connection)
    );
    // At once: `deno serve` closes sockets by itself soon after the signal.
    for (const connection of all) {
      const retryAfterMs = Math.round(random() * BYE_SPREAD_MS);
      connection.send({ type: "bye", retryAfterMs });
    }
    for (const room of rooms.values()) room.flushSnapshot();
    for (const connection of all) {
      connection.close("restart", "server restarts");
    }
    const signedOff = Promise.all(signOffs);
    await Promise.all([
      delay(timers, FLUSH_MS),
      Promise.race([signedOff, delay(timers, SIGN_OFF_MS)]),
    ]);
    dispose();
  }

  function dispose() {
    parts.dispose();
    for (const room of rooms.values()) room.dispose();
    rooms.clear();
  }

  return {
    get isDraining() {
      return isDraining;
    },
    connect,
    async admit(roomId, memberId) {
      const { store } = options;
      const room = rooms.get(roomId)?.local.document ??
        await store.load(roomId);
      const nowMs = store.nowMs();
      const removal = room && removalOf(room, memberId, nowMs);
      if (removal) throw removedError(removal, nowMs);
    },
    async offer(roomId, snapshot) {
      await roomContext.lost?.offer(roomId, snapshot);
    },
    drain,
    stats: () => ({
      rooms: rooms.size,
      connections: [...rooms.values()]
        .reduce((sum, { local }) => sum + local.connections.size, 0),
    }),
    dispose,
  };
}

/** What the rooms of a hub, and their sessions, work with. */
function createParts(options: HubOptions, rooms: Map<string, HubRoom>) {
  const { store, log, snapshots, telemetry = NO_TELEMETRY } = options;
  const { timers = realTimers, random = Math.random } = options;
  const { peers = noPeers, newId = () => crypto.randomUUID() } = options;
  const instance = newId().slice(0, 8);
  const lost = snapshots && createLostRooms({ snapshots, timers, log });
  const measure = createHubTelemetry({ telemetry, rooms });
  const budgets = createHubBudgets(timers);
  const signOffs = new Set<Promise<unknown>>();
  const rounds = createRoomRounds(options, rooms);
  const liveness = createLiveness({
    instance,
    peers,
    timers,
    log,
    random,
    onHeartbeat() {
      budgets.sweep();
      lost?.sweep();
      for (const room of rooms.values()) {
        attempt(() => room.reconcile(liveness.lostOf), log);
      }
    },
  });
  const readiness = createReadiness((roomId, memberIds, rev) => {
    rooms.get(roomId)?.apply({ type: "ready", memberIds, rev })
      .catch((error: unknown) => log.warn("ready_failed", { error }));
  }, timers);
  const shared = { instance, measure, timers, log, newId };
  const room: HubRoomContext = {
    ...shared,
    build: options.build,
    store,
    peers,
    snapshots,
    lost,
    rules: options.rules ?? { reduce, nextSettleAt },
    hurry: rounds.hurry,
  };
  let connections = 0;
  const session: SessionContext = {
    ...shared,
    maxMembers: options.maxMembers,
    readiness,
    budgets,
    queue: options.queue,
    nowMs: store.nowMs,
    newName: () => (connections++).toString(36),
    begun: liveness.begun,
    leaving(done) {
      signOffs.add(done);
      void done.finally(() => signOffs.delete(done));
    },
  };
  return {
    room,
    session,
    signOffs,
    rounds,
    dispose() {
      for (const part of [rounds, liveness, readiness, measure]) part.dispose();
    },
  };
}

function createRoomRounds(options: HubOptions, rooms: Map<string, HubRoom>) {
  const { log, rssBytes = () => 0, timers = realTimers } = options;
  const keepalive = createKeepalive({ timers, log, rssBytes });
  const rounds = createRounds<HubRoom>({
    timers,
    begin: keepalive.begin,
    lookLong(room) {
      keepalive.look(room);
      room.flushPresence();
    },
    look(room, id) {
      const isHurried = room.settle();
      if (!room.isOver) return isHurried;
      room.dispose();
      rooms.delete(id);
      rounds.delete(id);
      return false;
    },
    onError: (error) => log.error("room_failed", { error }),
  });
  return rounds;
}

/** What goes wrong in one room must not stop the others. @see SPEC R29 */
function attempt(step: () => void, log: Log): void {
  try {
    step();
  } catch (error) {
    log.error("room_failed", { error });
  }
}
