/**
 * The hub: holds the sockets of all rooms on this instance, hands what members
 * ask to the store, and tells members what the store says. It decides nothing
 * about rooms; `lib/room` does.
 * @module
 */
import { createRoom, type RoomDocument } from "../room/document.ts";
import { nextSettleAt, type Operation, reduce } from "../room/reducer.ts";
import { DomainError } from "../shared/errors.ts";
import { MAX_MESSAGE_BYTES } from "../shared/limits.ts";
import {
  type ClientMessage,
  parseClientMessage,
  type RoomVideo,
} from "../shared/protocol.ts";
import {
  type Connection,
  createConnection,
  type HubSocket,
} from "./connection.ts";
import { createLocalRoom, type LocalRoom } from "./local_room.ts";
import type { Log } from "./log.ts";
import type { RoomStore } from "./room_store.ts";
import { restoreRoom, type Snapshots } from "./snapshot.ts";

/** Somebody who may join: who they are, proved by a ticket. */
export interface Guest {
  roomId: string;
  member: { id: string; username: string; avatarUrl: string | null };
  /** Copy of the room that the client carried, to restore a lost room. */
  snapshot?: string;
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
  /** Sends everyone away, spread over 2 s; resolves when all sockets are closed. */
  drain(): Promise<void>;
  /** Sizes, for health and tests. */
  stats(): { rooms: number; connections: number };
  /** Stops the hub's timer without a word to anyone. */
  dispose(): void;
}

/** Options of {@linkcode createHub}. */
export interface HubOptions {
  store: RoomStore;
  log: Log;
  maxMembers: number;
  /** Given in memory mode only: elsewhere the store survives a restart. */
  snapshots?: Snapshots;
  /** Unique words for connections and epochs. @default {crypto.randomUUID} */
  newId?: () => string;
  /** @default {Math.random} */
  random?: () => number;
}

/** Beat of the hub's one timer, ms. Chosen: fine enough for a succession within 10 s and a report each second. */
const TICK_MS = 250;
/** Reports are sent at most this often per room, ms. Source: issue of DESIGN §8. */
const PRESENCE_MS = 1000;
/** Silence after which a client is asked for a sign of life, ms. Chosen: half of SILENCE_MS. */
const KNOCK_MS = 10_000;
/** Silence after which a socket is given up, ms. Source: roster true within 25 s. */
const SILENCE_MS = 20_000;
/** Spread of the good-byes on shutdown, ms. Source: DESIGN §5. */
const BYE_SPREAD_MS = 2000;
/** Time that a closing frame needs before the process ends, ms. Source: measured, reliability.md §0.5. */
const FLUSH_MS = 100;

/** Makes a hub and starts its timer. */
export function createHub(options: HubOptions): Hub {
  const { store, log, snapshots } = options;
  const newId = options.newId ?? (() => crypto.randomUUID());
  const random = options.random ?? Math.random;
  const rooms = new Map<string, Entry>();
  const knocked = new WeakSet<Connection>();
  const settling = new Set<string>();
  let isDraining = false;
  let presenceDueMs = 0;
  const timer = setInterval(tick, TICK_MS);

  function enter(id: string): Entry {
    const known = rooms.get(id);
    if (known) return known;
    const room = createLocalRoom(id);
    const unwatch = store.watch(id, (document) => {
      if (document) publish(room, document);
    });
    const entry = { room, unwatch, guests: 0 };
    rooms.set(id, entry);
    return entry;
  }

  function publish(room: LocalRoom, document: RoomDocument) {
    const before = room.document;
    room.publish(document);
    if (!snapshots || room.document === before || !room.document) return;
    snapshots.sign(room.document).then(
      (snapshot) => {
        if (room.document === document) {
          room.broadcast({ type: "snapshot", snapshot });
        }
      },
      (error) => log.error("snapshot_failed", { error }),
    );
  }

  /** One operation through the store. @throws {DomainError} */
  async function apply(
    room: LocalRoom,
    operation: Operation,
    restored: RoomDocument | null = null,
  ): Promise<RoomDocument> {
    const epoch = newId();
    const result = await store.update(room.id, (document, { nowMs }) => {
      const base = document ??
        (restored
          ? restoreRoom(restored, { epoch, nowMs })
          : createRoom(room.id, epoch));
      return reduce(base, operation, { nowMs });
    });
    switch (result.status) {
      case "ok":
        publish(room, result.room);
        return result.room;
      case "rejected":
        throw new DomainError(
          result.rejection.rejected,
          result.rejection.message,
        );
      case "conflict":
        throw new DomainError(
          "conflict",
          "Several people pressed at once. Try again.",
        );
    }
  }

  async function join(room: LocalRoom, connection: Connection, guest: Guest) {
    const restored = snapshots && guest.snapshot
      ? await snapshots.read(guest.snapshot, room.id)
      : null;
    await apply(room, {
      type: "join",
      member: guest.member,
      connectionId: connection.id,
      maxMembers: options.maxMembers,
    }, restored);
    // Gone while it joined: its disconnect waits behind this step.
    if (!connection.isOpen) return;
    room.welcome(connection);
    room.add(connection);
  }

  async function handle(
    message: ClientMessage,
    { room, connection, guest }: Place,
  ): Promise<void> {
    switch (message.type) {
      case "ping": {
        const t1 = store.nowMs();
        connection.send({ type: "pong", t0: message.t0, t1, t2: t1 });
        return;
      }
      case "resync":
        room.welcome(connection);
        return;
      case "report":
        room.report(connection.memberId, message.report);
        return;
      case "leave":
        await apply(room, { type: "leave", memberId: connection.memberId });
        return;
      case "command": {
        const { command } = message;
        const video = command.type === "load"
          ? await guest.findVideo(command.videoId)
          : undefined;
        const { epoch, rev } = await apply(room, {
          type: "command",
          memberId: connection.memberId,
          commandId: message.id,
          base: { epoch: message.epoch, rev: message.rev },
          command,
          leadMs: room.leadMs(),
          ...(video ? { video } : {}),
        });
        connection.send({ type: "ack", id: message.id, epoch, rev });
      }
    }
  }

  function connect(socket: HubSocket, guest: Guest): HubConnection {
    const entry = enter(guest.roomId);
    const { room } = entry;
    entry.guests++;
    const connection: Connection = createConnection({
      id: newId(),
      memberId: guest.member.id,
      socket,
      now: store.nowMs,
      onDrop() {
        room.remove(connection);
        enqueue(async () => {
          await apply(room, {
            type: "disconnect",
            memberId: connection.memberId,
            connectionId: connection.id,
          }).finally(() => entry.guests--);
        });
      },
    });
    const place: Place = { room, connection, guest };
    let chain = Promise.resolve();

    /** Runs one after the other, so that a join precedes what follows it. */
    function enqueue(step: () => Promise<void>, id?: string) {
      chain = chain.then(step).catch((error: unknown) =>
        refuse(connection, error, id)
      );
    }

    enqueue(() =>
      join(room, connection, guest).catch((error: unknown) => {
        refuse(connection, error);
        connection.close(
          error instanceof DomainError ? error.code : "internal",
          error instanceof DomainError ? error.message : "Cannot join",
        );
      })
    );

    return {
      receive(data) {
        if (!connection.isOpen) return;
        const tooMany = connection.countMessage();
        if (tooMany) return connection.close(tooMany, "too many messages");
        if (byteLength(data) > MAX_MESSAGE_BYTES) {
          return connection.close("message_too_large", "message too large");
        }
        const parsed = parseClientMessage(data);
        if (parsed.ok) {
          const { message } = parsed;
          if (message.type === "ping") {
            // Not behind other work: a late stamp is a wrong clock.
            void handle(message, place);
            return;
          }
          enqueue(
            () => handle(message, place),
            message.type === "command" ? message.id : undefined,
          );
          return;
        }
        const { code, error, id } = parsed;
        connection.send({ type: "error", code, error, ...(id ? { id } : {}) });
        const tooBad = connection.countBad();
        if (tooBad) connection.close(tooBad, "too many bad messages");
      },
      closed: () => connection.markClosed(),
    };
  }

  function refuse(connection: Connection, error: unknown, id?: string) {
    const known = error instanceof DomainError;
    if (!known) log.error("hub_failed", { error });
    connection.send({
      type: "error",
      code: known ? error.code : "internal",
      error: known ? error.message : "Something went wrong here. Try again.",
      ...(id ? { id } : {}),
    });
  }

  function tick() {
    const nowMs = store.nowMs();
    const presenceDue = nowMs >= presenceDueMs;
    if (presenceDue) presenceDueMs = nowMs + PRESENCE_MS;
    for (const entry of rooms.values()) {
      const { room } = entry;
      for (const connection of room.connections) watchOver(room, connection);
      if (presenceDue) room.flushPresence();
      settle(entry, nowMs);
    }

    function watchOver(room: LocalRoom, connection: Connection) {
      const silenceMs = nowMs - connection.lastSeenMs;
      if (silenceMs > SILENCE_MS) {
        connection.close("lost", "no sign of life");
      } else if (silenceMs <= KNOCK_MS) {
        knocked.delete(connection);
      } else if (!knocked.has(connection)) {
        knocked.add(connection);
        connection.send({ type: "knock" });
      }
      if (connection.takeCatchUp()) room.welcome(connection);
    }
  }

  function settle({ room, unwatch, guests }: Entry, nowMs: number) {
    const { document } = room;
    const dueMs = document && nextSettleAt(document);
    if (dueMs !== null && dueMs <= nowMs && !settling.has(room.id)) {
      settling.add(room.id);
      apply(room, { type: "settle" })
        .catch((error: unknown) => log.warn("settle_failed", { error }))
        .finally(() => settling.delete(room.id));
    } else if (guests === 0 && dueMs === null) {
      unwatch();
      rooms.delete(room.id);
    }
  }

  async function drain() {
    isDraining = true;
    const all = [...rooms.values()].flatMap(({ room }) => [
      ...room.connections,
    ]);
    for (const connection of all) {
      const retryAfterMs = Math.round(random() * BYE_SPREAD_MS);
      connection.send({ type: "bye", retryAfterMs });
    }
    for (const connection of all) {
      connection.close("restart", "server restarts");
    }
    await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
    clearInterval(timer);
  }

  return {
    get isDraining() {
      return isDraining;
    },
    connect,
    drain,
    stats: () => ({
      rooms: rooms.size,
      connections: [...rooms.values()]
        .reduce((sum, { room }) => sum + room.connections.size, 0),
    }),
    dispose() {
      clearInterval(timer);
      for (const { unwatch } of rooms.values()) unwatch();
      rooms.clear();
    },
  };
}

interface Entry {
  room: LocalRoom;
  unwatch: () => void;
  /** Connections that joined or are about to, and have not been signed off. */
  guests: number;
}

interface Place {
  room: LocalRoom;
  connection: Connection;
  guest: Guest;
}

const encoder = new TextEncoder();

function byteLength(data: unknown): number {
  if (typeof data !== "string") return 0;
  // Length in UTF-16 units is a lower bound: no need to encode what is too long anyway.
  return data.length > MAX_MESSAGE_BYTES
    ? data.length
    : encoder.encode(data).byteLength;
}
