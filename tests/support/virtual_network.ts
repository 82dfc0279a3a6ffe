/**
 * Sockets between clients and hubs under virtual time: in order, late, stuck
 * or cut without a word.
 * @module
 */
import type { RoomWebSocket } from "../../lib/client/room/socket.ts";
import type { HubSocket } from "../../lib/server/hub/connection/connection.ts";
import type { HubConnection } from "../../lib/server/hub/hub.ts";
import type { SeededRandom } from "./seeded_random.ts";
import type { VirtualActor, VirtualTime } from "./virtual_time.ts";

/** A server that sockets can be opened to. */
export interface VirtualServer {
  actor: VirtualActor;
  /** Takes a socket, or refuses it. */
  accept(socket: HubSocket, who: string): HubConnection | null;
}

/** What goes wrong with the lines. */
interface LineFaults {
  latencyMs: [min: number, max: number];
}

/** One socket with both its ends. */
export class VirtualLine {
  /** Nothing arrives any more, and nobody notices. */
  isCut = false;
  /** The client does not read. */
  isStalled = false;
  /** Bytes that the client has not read. */
  buffered = 0;
  /** Most bytes that were unread when the server sent more. */
  backlog = 0;
  /** Closed at the server's end. */
  serverClosed = false;
  #net: VirtualNetwork;
  #server: VirtualServer;
  #client: VirtualActor;
  #connection: HubConnection | null = null;
  #down: Packet[] = [];
  #up: Packet[] = [];
  #state: number = WebSocket.CONNECTING;
  /** What the client holds. */
  readonly socket: RoomWebSocket;

  /** Opens at once; the rest takes its time. */
  constructor(
    net: VirtualNetwork,
    options: { client: VirtualActor; server: VirtualServer; who: string },
  ) {
    this.#net = net;
    this.#server = options.server;
    this.#client = options.client;
    const stateNow = () => this.#state as RoomWebSocket["readyState"];
    this.socket = {
      get readyState() {
        return stateNow();
      },
      send: (data) => this.#say(String(data)),
      close: () => this.#hangUp(),
      onmessage: null,
      onclose: null,
    };
    if (this.#server.actor.isDead) {
      // Its machine says so.
      this.#tellClosed(1006);
      return;
    }
    this.#send(this.#up, this.#server.actor, () => {
      const connection = this.#server.accept(this.#hubSocket(), options.who);
      if (!connection) return this.#tellClosed(1006);
      this.#connection = connection;
      this.#send(this.#down, this.#client, () => {
        if (this.#state === WebSocket.CONNECTING) this.#state = WebSocket.OPEN;
      });
    });
  }

  /** The client's end is closed. */
  get isOver(): boolean {
    return this.#state === WebSocket.CLOSED;
  }

  /** The server it leads to. */
  get server(): VirtualServer {
    return this.#server;
  }

  /** Both ends learn that the line is dead. */
  reset(): void {
    this.isCut = true;
    this.#net.time.after(this.#net.latency(), () => {
      if (this.#state === WebSocket.CLOSED) return;
      this.#state = WebSocket.CLOSED;
      this.socket.onclose?.call(null as never, closing(1006));
    }, this.#client);
    this.#net.time.after(
      this.#net.latency(),
      () => this.#connection?.closed(),
      this.#server.actor,
    );
  }

  /** The client reads again. */
  read(): void {
    this.isStalled = false;
    while (this.#down.length > 0 && !this.isCut) {
      this.#pump(this.#down, this.#client);
    }
  }

  #hubSocket(): HubSocket {
    const unread = () => this.#net.hidesBacklog ? 0 : this.buffered;
    return {
      get bufferedAmount() {
        return unread();
      },
      send: (text) => {
        if (this.serverClosed) throw new TypeError("the socket is closed");
        const told = this.#net.spoil(text);
        if (told === null) return;
        this.backlog = Math.max(this.backlog, this.buffered);
        this.buffered += told.length;
        this.#send(this.#down, this.#client, () => {
          this.buffered -= told.length;
          if (this.#state !== WebSocket.OPEN) return;
          this.#net.onDeliver(told);
          this.socket.onmessage?.call(
            null as never,
            new MessageEvent("message", { data: told }),
          );
        });
      },
      close: (code) => {
        if (this.serverClosed) return;
        this.serverClosed = true;
        this.#tellClosed(code);
      },
    };
  }

  #say(text: string): void {
    if (this.#state !== WebSocket.OPEN) return;
    this.#send(this.#up, this.#server.actor, () => {
      if (!this.serverClosed) this.#connection?.receive(text);
    });
  }

  #hangUp(): void {
    if (this.#state === WebSocket.CLOSED) return;
    this.#state = WebSocket.CLOSED;
    this.#send(this.#up, this.#server.actor, () => {
      this.serverClosed = true;
      this.#connection?.closed();
    });
  }

  #tellClosed(code: number): void {
    this.#send(this.#down, this.#client, () => {
      if (this.#state === WebSocket.CLOSED) return;
      this.#state = WebSocket.CLOSED;
      this.socket.onclose?.call(null as never, closing(code));
    });
  }

  #send(queue: Packet[], to: VirtualActor, arrive: () => void): void {
    queue.push({ arrive });
    this.#net.time.after(
      this.#net.latency(),
      () => this.#pump(queue, to),
      to,
    );
  }

  /** Delivers the oldest packet: a line keeps its order whatever the delays. */
  #pump(queue: Packet[], to: VirtualActor): void {
    if (this.isCut || to.isDead) return;
    if (this.isStalled && queue === this.#down) return;
    queue.shift()?.arrive();
  }
}

interface Packet {
  arrive: () => void;
}

/** See the module. */
export class VirtualNetwork {
  /** Every line that was opened. */
  readonly lines: Set<VirtualLine> = new Set();
  /** What goes wrong now. */
  faults: LineFaults = { latencyMs: [5, 40] };
  /** A deliberate mistake: servers do not see who reads slowly. */
  hidesBacklog = false;
  /** A deliberate mistake may change what a server sends; `null` loses it. */
  spoil: (text: string) => string | null = (text) => text;
  /** A message reached a client. */
  onDeliver: (text: string) => void = () => {};

  /** @param random For the delays. */
  constructor(readonly time: VirtualTime, readonly random: SeededRandom) {}

  /** Opens a line. */
  open(
    options: { client: VirtualActor; server: VirtualServer; who: string },
  ): VirtualLine {
    const line = new VirtualLine(this, options);
    for (const old of this.lines) if (old.isOver) this.lines.delete(old);
    this.lines.add(line);
    return line;
  }

  /** Delay of a packet now, ms. */
  latency(): number {
    const [min, max] = this.faults.latencyMs;
    return min + this.random.next() * (max - min);
  }
}

function closing(code: number): CloseEvent {
  return new CloseEvent("close", { code });
}
