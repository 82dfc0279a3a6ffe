/**
 * The socket to the room: opens with a fresh ticket, comes back by itself,
 * keeps what was not acknowledged.
 * @module
 */
import {
  type ClientMessage,
  type Command,
  parseServerMessage,
  type ServerMessage,
} from "../../shared/room/protocol.ts";
import { realTimers, type Timers } from "../../shared/timers.ts";
import { sentenceOfRefusal } from "../page/refusal.ts";
import { retryDelayMs } from "../retry/backoff.ts";

/** Whether the room hears us. */
export type SocketState = "connecting" | "open" | "reconnecting" | "refused";

/** What a socket asks of its page; the rest is other than the browser's in tests. */
export interface RoomSocketOptions {
  /** Gets a ticket. A rejection with a `status` of 400–499 (but 429) is final. */
  ticket(): Promise<string>;
  onMessage(message: ServerMessage): void;
  /** `reason`: sentence of a final refusal; `code`: the server's word for one that came with no message. */
  onState(state: SocketState, reason?: string, code?: string): void;
  /** Version that the person sees now; sent with each command. */
  version(): { epoch: string; rev: number } | null;
  /** @default {Math.random} */
  random?: () => number;
  /** @default {the browser's} */
  timers?: Timers;
  /** Unique words for commands. @default {crypto.randomUUID} */
  newId?: () => string;
  /** Opens a socket with a ticket. `page`: name of this page, whose older connections it replaces. @default {to this page's server} */
  connect?: (ticket: string, page: string) => RoomWebSocket;
}

/** What is used of a `WebSocket`. */
export type RoomWebSocket = Pick<
  WebSocket,
  "readyState" | "send" | "close" | "onmessage" | "onclose"
>;

interface RoomSocket {
  open(): void;
  /** Sends now or not at all. */
  send(message: Exclude<ClientMessage, { type: "command" }>): void;
  /** Sends a command until the room has answered it; a retry keeps its id, so it applies once. */
  command(command: Command): void;
  /** Tries at once instead of waiting out the delay. */
  hurry(): void;
  dispose(): void;
}

/** Close codes that no retry will change: the server refused this person. */
const FINAL_CODES = new Set([4403, 4409, 4410, 4430]);
/** Commands kept over a break; older ones have lost their meaning. Chosen: more than one presses before one sees that nothing happens. */
const MAX_PENDING = 8;
/** Age at which an unanswered command is given up, ms: the room went on without it. Chosen: the way back to another server, and a retry. */
const PENDING_TTL_MS = 15_000;
/** Silence after a ping that means a dead line, ms. Chosen: longer than any answer takes that is of use. */
const DEAF_MS = 6000;

type PendingCommand = Extract<ClientMessage, { type: "command" }> & {
  sinceMs: number;
};

/** Makes a closed socket; `open()` begins. */
export function createRoomSocket(options: RoomSocketOptions): RoomSocket {
  const random = options.random ?? Math.random;
  const timers = options.timers ?? realTimers;
  const newId = options.newId ?? (() => crypto.randomUUID());
  const connect = options.connect ??
    ((ticket, page) => new WebSocket(roomUrl(ticket, page)));
  const page = newId();
  let socket: RoomWebSocket | null = null;
  let stopWaiting = () => {};
  /** Gives the line up unless something is heard. */
  let stopListening: (() => void) | null = null;
  let attempt = 0;
  let isDisposed = false;
  let isOpening = false;
  let retryAfterMs: number | null = null;
  let pending: PendingCommand[] = [];

  async function open() {
    if (isDisposed || isOpening || socket) return;
    isOpening = true;
    stopWaiting();
    options.onState(attempt === 0 ? "connecting" : "reconnecting");
    try {
      const ticket = await options.ticket();
      if (!isDisposed) listen(connect(ticket, page));
    } catch (error) {
      if (isFinal(error)) {
        const { message, code } = error as Error & { code?: string };
        options.onState("refused", message, code);
      } else {
        scheduleRetry();
      }
    } finally {
      isOpening = false;
    }
  }

  function listen(opened: RoomWebSocket) {
    socket = opened;
    let refusal: string | undefined;
    listenFor(opened);
    opened.onmessage = ({ data }) => {
      if (socket !== opened) return;
      stopListening?.();
      stopListening = null;
      const message = parseServerMessage(data);
      if (!message) return;
      if (message.type === "welcome") {
        attempt = 0;
        options.onMessage(message);
        options.onState("open");
        for (const command of live()) transmit(command);
        return;
      }
      if (message.type === "bye") retryAfterMs = message.retryAfterMs;
      if (message.type === "ack" || message.type === "error") {
        settle(message.id);
      }
      if (message.type === "error" && !message.id) {
        refusal = sentenceOfRefusal(message);
      }
      options.onMessage(message);
    };
    opened.onclose = ({ code }) => {
      if (socket !== opened) return;
      socket = null;
      stopListening?.();
      stopListening = null;
      if (isDisposed) return;
      if (FINAL_CODES.has(code)) {
        options.onState("refused", refusal);
        return;
      }
      scheduleRetry();
    };
  }

  /** A line that is cut somewhere in between tells nobody. */
  function listenFor(opened: RoomWebSocket) {
    stopListening ??= timers.after(DEAF_MS, () => {
      stopListening = null;
      if (socket !== opened) return;
      socket = null;
      opened.close();
      scheduleRetry();
    });
  }

  function scheduleRetry() {
    if (isDisposed) return;
    const delayMs = retryAfterMs ?? retryDelayMs(attempt, random());
    retryAfterMs = null;
    attempt++;
    options.onState("reconnecting");
    stopWaiting();
    stopWaiting = timers.after(delayMs, open);
  }

  function live(): PendingCommand[] {
    const oldest = timers.now() - PENDING_TTL_MS;
    pending = pending.filter(({ sinceMs }) => sinceMs > oldest);
    return pending;
  }

  function settle(id: string | undefined) {
    if (id) pending = pending.filter((command) => command.id !== id);
  }

  function transmit({ sinceMs: _sinceMs, ...message }: PendingCommand) {
    // After a restart the room has a new epoch; the person's wish still stands.
    const version = options.version();
    const isOtherLife = version && version.epoch !== message.epoch;
    send(isOtherLife ? { ...message, ...version } : message);
  }

  function send(message: ClientMessage) {
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify(message));
    if (message.type === "ping") listenFor(socket);
  }

  return {
    open: () => void open(),
    send,
    command(command) {
      const version = options.version();
      if (!version) return;
      const entry: PendingCommand = {
        type: "command",
        id: newId(),
        epoch: version.epoch,
        rev: version.rev,
        command,
        sinceMs: timers.now(),
      };
      pending = [...live(), entry].slice(-MAX_PENDING);
      transmit(entry);
    },
    hurry() {
      if (socket || isOpening) return;
      stopWaiting();
      void open();
    },
    dispose() {
      isDisposed = true;
      stopWaiting();
      stopListening?.();
      socket?.close(1000);
      socket = null;
    },
  };
}

function isFinal(error: unknown): boolean {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === "number" && status >= 400 && status < 500 &&
    status !== 429 && status !== 408;
}

function roomUrl(ticket: string, page: string): string {
  const url = new URL("/api/room", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = new URLSearchParams({ ticket, page }).toString();
  return url.href;
}
