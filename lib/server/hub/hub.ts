/**
 * The hub: holds the sockets of all rooms on this instance, hands what members
 * ask to the store, and tells members what the store says. It decides nothing
 * about rooms; `lib/room` does.
 * @module
 */
import type { Person } from "../../shared/person.ts";
import { nextSettleAt, reduce } from "../../room/reducer.ts";
import { connectionIdOf } from "../../room/roll_call.ts";
import { DomainError } from "../../shared/errors.ts";
import type { RoomVideo } from "../../shared/room/protocol.ts";
import { delay, realTimers, type Timers } from "../../shared/timers.ts";
import {
  type Connection,
  createConnection,
  type HubSocket,
  type QueueLimits,
} from "./room/connection.ts";
import { createHubBudgets } from "./budgets.ts";
import { createRounds } from "./rounds.ts";
import { takeIn } from "./intake.ts";
import { createLiveness } from "./liveness.ts";
import { handleMessage, type Place } from "./messages.ts";
import { noPeers, type Peers } from "../store/peers.ts";
import {
  createHubRoom,
  type HubRoom,
  type HubRoomContext,
  type Rules,
  type Seat,
} from "./room/room.ts";
import { createHubTelemetry } from "./room/measure.ts";
import { createWatchman } from "./watchman.ts";
import type { Log } from "../log/log.ts";
import { createLostRooms } from "./room/lost_rooms.ts";
import { createReadiness } from "./room/readiness.ts";
import type { RoomStore } from "../store/store.ts";
import type { Snapshots } from "./room/snapshot.ts";
import { offTrail } from "../log/trail.ts";
import { NO_TELEMETRY, type Telemetry } from "../telemetry/metrics.ts";

/** Somebody who may join: who they are, proved by a ticket. */
export interface Guest {
  roomId: string;
  member: Person;
  /** The open page; a new connection of it takes the old one's place. @default {another page} */
  page?: string;
  /** Whom the link names by which they came. */
  creatorId?: string;
  /** Looks a video up with this person's rights. @throws {DomainError} */
  findVideo(videoId: string): Promise<RoomVideo>;
}

/** What the socket's owner calls. Neither throws. */
export interface HubConnection {
  receive(data: unknown): void;
  closed(): void;
}

/** See the module. */
export interface Hub {
  readonly isDraining: boolean;
  connect(socket: HubSocket, guest: Guest): HubConnection;
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
/** Messages of one connection that may wait for the store. Chosen: more than a person presses in a second. */
const MAX_WAITING = 32;

/** Makes a hub and starts its timers. */
export function createHub(options: HubOptions): Hub {
  const { store, log, snapshots } = options;
  const newId = options.newId ?? (() => crypto.randomUUID());
  const random = options.random ?? Math.random;
  const timers = options.timers ?? realTimers;
  const peers = options.peers ?? noPeers;
  const instance = newId().slice(0, 8);
  const lost = snapshots && createLostRooms({ snapshots, timers, log });
  const rooms = new Map<string, HubRoom>();
  const measure = createHubTelemetry({
    telemetry: options.telemetry ?? NO_TELEMETRY,
    rooms,
  });
  const context: HubRoomContext = {
    instance,
    measure,
    build: options.build,
    store,
    peers,
    snapshots,
    lost,
    timers,
    log,
    rules: options.rules ?? { reduce, nextSettleAt },
    newId,
    hurry: (roomId) => rounds.hurry(roomId),
  };
  const goodbyes = new Set<Promise<void>>();
  const { rssBytes = () => 0 } = options;
  const watchman = createWatchman({ timers, log, rssBytes });
  const budgets = createHubBudgets(timers);
  let connections = 0;
  let isDraining = false;
  const rounds = createRounds<HubRoom>({
    timers,
    begin: watchman.begin,
    lookLong(room) {
      watchman.look(room);
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
  const liveness = createLiveness({
    instance,
    peers,
    timers,
    log,
    random,
    onBeat() {
      budgets.sweep();
      lost?.sweep();
      eachRoom((room) => room.callRoll(liveness.lostOf));
    },
  });
  const readiness = createReadiness((roomId, memberIds, rev) => {
    rooms.get(roomId)?.apply({ type: "ready", memberIds, rev })
      .catch((error: unknown) => log.warn("ready_failed", { error }));
  }, timers);

  function enter(id: string): HubRoom {
    const known = rooms.get(id);
    if (known) return known;
    const room = offTrail(() => createHubRoom(id, context));
    rooms.set(id, room);
    rounds.add(id, room);
    return room;
  }

  function pagesIn(roomId: string | null, personId: string): Connection[] {
    const seats = roomId === null ? [] : rooms.get(roomId)?.seats ?? [];
    return [...seats].map(({ connection }) => connection)
      .filter(({ memberId }) => memberId === personId);
  }

  /** What goes wrong in one room must not stop the others. @see SPEC R29 */
  function eachRoom(look: (room: HubRoom, id: string) => void) {
    for (const [id, room] of rooms) {
      try {
        look(room, id);
      } catch (error) {
        log.error("room_failed", { error });
      }
    }
  }

  async function join(room: HubRoom, seat: Seat, guest: Guest) {
    await liveness.begun();
    const { connection } = seat;
    await room.apply({
      type: "join",
      member: guest.member,
      connectionId: connection.id,
      maxMembers: options.maxMembers,
      ...(guest.creatorId ? { creatorId: guest.creatorId } : {}),
    });
    // Gone while it joined: its disconnect waits behind this step.
    if (!connection.isOpen) return;
    room.move(seat, "seated");
    room.local.welcome(connection);
    room.local.add(connection);
  }

  async function signOff(room: HubRoom, seat: Seat) {
    const { connection } = seat;
    try {
      await room.apply({
        type: "disconnect",
        memberId: connection.memberId,
        connectionId: connection.id,
      });
    } catch (error) {
      // The next roll call strikes it off.
      log.warn("sign_off_failed", { error });
    } finally {
      room.move(seat, "gone");
    }
  }

  function connect(socket: HubSocket, guest: Guest): HubConnection {
    const room = enter(guest.roomId);
    const connection = createConnection({
      id: connectionIdOf({
        instance,
        page: guest.page ?? newId(),
        name: (connections++).toString(36),
      }),
      memberId: guest.member.id,
      socket,
      now: timers.now,
      queue: options.queue,
      onBehind: () => room.local.fellBehind(connection),
      onSent: measure.sent,
      onDrop(why) {
        measure.closed(why);
        measure.forget(connection.id);
        room.move(seat, "leaving");
        room.local.remove(connection);
        budgets.close(guest.member.id, guest.roomId);
        enqueue(() => signOff(room, seat));
        const goodbye = chain;
        goodbyes.add(goodbye);
        void goodbye.finally(() => goodbyes.delete(goodbye));
      },
    });
    const seat: Seat = {
      connection,
      member: guest.member,
      state: "joining",
      knockedAtMs: -Infinity,
      attention: { isHidden: false, told: false, toldAtMs: -Infinity },
    };
    const tooOld = budgets.open(guest.member.id, guest.roomId);
    for (const page of pagesIn(tooOld, guest.member.id)) {
      page.close("too_many_connections", "open in too many rooms");
    }
    room.move(seat, "joining");
    const place: Place = {
      room,
      seat,
      nowMs: store.nowMs,
      readiness,
      measure,
      findVideo: guest.findVideo,
    };
    let chain = Promise.resolve();
    let waiting = 0;

    /** Runs one after the other, so that a join precedes what follows it. */
    function enqueue(step: () => Promise<void>, id?: string) {
      waiting++;
      chain = chain.then(step)
        .catch((error: unknown) => refuse(seat, error, id))
        .finally(() => waiting--);
    }

    enqueue(() =>
      join(room, seat, guest).catch((error: unknown) => {
        refuse(seat, error);
        connection.close(
          error instanceof DomainError ? error.code : "internal",
          error instanceof DomainError ? error.message : "Cannot join",
        );
      })
    );

    return {
      receive(data) {
        const message = takeIn(data, connection);
        if (!message) return;
        if (message.type === "ping") {
          // Not behind other work: a late stamp is a wrong clock.
          void handleMessage(message, place);
          return;
        }
        if (message.type === "report" && waiting === 0) {
          // Nothing waits that it could overtake, and most of what comes is this.
          handleMessage(message, place)
            ?.catch((error: unknown) => refuse(seat, error));
          return;
        }
        const id = message.type === "command" ? message.id : undefined;
        if (waiting >= MAX_WAITING) return refuse(seat, tooSlow, id);
        if (
          message.type === "command" && !budgets.mayCommand(guest.member.id)
        ) return refuse(seat, tooQuick, id);
        enqueue(async () => {
          // What waited while its sender left is nobody's wish any more.
          if (connection.isOpen) await handleMessage(message, place);
        }, id);
      },
      closed: () => connection.markClosed(),
    };
  }

  function refuse({ connection }: Seat, error: unknown, id?: string) {
    const known = error instanceof DomainError;
    if (!known) log.error("hub_failed", { error });
    const code = known ? error.code : "internal";
    measure.refused(code);
    connection.send({
      type: "error",
      code,
      error: known ? error.message : "Something went wrong here. Try again.",
      ...(id ? { id } : {}),
    });
  }

  async function drain() {
    isDraining = true;
    const all = [...rooms.values()].flatMap(({ seats }) =>
      [...seats].map(({ connection }) => connection)
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
    const signedOff = Promise.all(goodbyes);
    await Promise.all([
      delay(timers, FLUSH_MS),
      Promise.race([signedOff, delay(timers, SIGN_OFF_MS)]),
    ]);
    dispose();
  }

  function dispose() {
    rounds.dispose();
    liveness.dispose();
    readiness.dispose();
    measure.dispose();
    for (const room of rooms.values()) room.dispose();
    rooms.clear();
  }

  return {
    get isDraining() {
      return isDraining;
    },
    connect,
    async offer(roomId, snapshot) {
      await lost?.offer(roomId, snapshot);
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

const tooSlow = new DomainError(
  "store_unavailable",
  "The room is slow just now. Try again in a moment.",
);

const tooQuick = new DomainError(
  "too_many_commands",
  "That was too much at once. Wait a moment and try again.",
);
