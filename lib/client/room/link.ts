/**
 * The room as this client knows it, kept true over its socket: signals out,
 * commands in. Also keeps room time.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type {
  ClientMessage,
  Command,
  ServerMessage,
} from "../../shared/room/protocol.ts";
import {
  addSample,
  createClock,
  nextExchangeMs,
  rejoin,
  roomNow,
  rttMs,
} from "../../sync/clock.ts";
import { sentenceOfRefusal } from "../page/refusal.ts";
import { onPageVisible } from "../page/on_visible.ts";
import { realTimers } from "../../shared/timers.ts";
import {
  createRoomSocket,
  type RoomSocketOptions,
  type SocketState,
} from "./socket.ts";
import { NO_ROOM, receive, type RoomState } from "./state.ts";

/** Options of {@linkcode createRoomLink}. */
interface RoomLinkOptions {
  /** Gets a ticket, handing back the newest snapshot. */
  ticket(snapshot: string | null): Promise<string>;
  /** A command was refused. `message`: sentence for the person. */
  onRefused(message: string): void;
  /** The server speaks another protocol than this page. */
  onOutdated(): void;
  /** Calls back when the page becomes visible. @returns The disposer. @default {onPageVisible} */
  onVisible?: (react: () => void) => () => void;
  /** What is not the browser's, in tests. */
  world?: Pick<RoomSocketOptions, "timers" | "random" | "newId" | "connect">;
}

/** Why the room does not let somebody in: a sentence, and a stable word. */
interface Refusal {
  reason: string;
  code: string | null;
}

/** See the module. */
export interface RoomLink {
  state: ReadonlySignal<RoomState>;
  connection: ReadonlySignal<SocketState>;
  /** A final refusal. `code`: the server's word for it, where it gave one. */
  refusal: ReadonlySignal<Refusal | null>;
  command(command: Command): void;
  /** Sends now or not at all. */
  send(message: Exclude<ClientMessage, { type: "command" }>): void;
  /** Room time, ms; `null` before the clock is known. */
  roomNow(): number | null;
  /** Round trip to the room, ms; `null` while unknown. */
  rttMs(): number | null;
  dispose(): void;
}

/** Opens the link; `dispose()` ends it. */
export function createRoomLink(options: RoomLinkOptions): RoomLink {
  const state = signal<RoomState>(NO_ROOM);
  const connection = signal<SocketState>("connecting");
  const refusal = signal<Refusal | null>(null);
  let lastCode: string | null = null;
  let clock = createClock();
  const { timers = realTimers } = options.world ?? {};
  let stopPinging = () => {};

  const socket = createRoomSocket({
    ...options.world,
    ticket: () => options.ticket(state.peek().snapshot),
    version() {
      const { room } = state.peek();
      return room && { epoch: room.epoch, rev: room.rev };
    },
    onMessage,
    onState(next, reason, code = lastCode ?? undefined) {
      const wasOpen = connection.peek() === "open";
      // First, so that who hears of the end knows why.
      if (reason !== undefined) refusal.value = { reason, code: code ?? null };
      connection.value = next;
      if (next === "open" && !wasOpen) {
        clock = rejoin(clock);
        ping();
      }
      if (next !== "open") stopPinging();
    },
  });

  function ping() {
    stopPinging();
    socket.send({ type: "ping", t0: timers.now() });
    stopPinging = timers.after(nextExchangeMs(clock), ping);
  }

  function onMessage(message: ServerMessage) {
    const t3 = timers.now();
    if (message.type === "pong") {
      const { t0, t1, t2 } = message;
      clock = addSample(clock, { t0, t1, t2, t3 });
      // The wait depends on how much is known now.
      stopPinging();
      stopPinging = timers.after(nextExchangeMs(clock), ping);
    }
    if (message.type === "error") {
      lastCode = message.code;
      // Who is not in yet, or not any more, reads it as the end of the visit, and once.
      const isIn = state.peek().room !== null && message.code !== "removed";
      if (isIn) options.onRefused(sentenceOfRefusal(message));
    }
    const step = receive(state.peek(), message);
    state.value = step.state;
    for (const effect of step.effects) {
      switch (effect.type) {
        case "resync":
          socket.send({ type: "resync" });
          break;
        case "answer_ping_request":
          socket.send({ type: "ping", t0: timers.now() });
          break;
        case "outdated":
          options.onOutdated();
      }
    }
  }

  const hurry = () => socket.hurry();
  addEventListener("online", hurry);
  // A device that slept may come back with a clock that stood, or jumped.
  const stopWatching = (options.onVisible ?? onPageVisible)(() => {
    if (connection.peek() !== "open") return;
    clock = rejoin(clock);
    ping();
  });
  socket.open();

  return {
    state,
    connection,
    refusal,
    command: socket.command,
    send: socket.send,
    roomNow: () => roomNow(clock, timers.now()),
    rttMs: () => rttMs(clock),
    dispose() {
      stopPinging();
      stopWatching();
      removeEventListener("online", hurry);
      socket.dispose();
    },
  };
}
