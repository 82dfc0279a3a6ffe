/**
 * A real hub on a memory store under virtual time, with people who come by
 * memory sockets.
 * @module
 */
import {
  createHub,
  type Hub,
  type HubOptions,
} from "../../lib/server/hub/hub.ts";
import type { Log } from "../../lib/server/log/log.ts";
import { createMemoryStore } from "../../lib/server/store/memory.ts";
import type { RoomStore } from "../../lib/server/store/store.ts";
import { DomainError } from "../../lib/shared/errors.ts";
import type {
  ClientMessage,
  Command,
  RoomVideo,
} from "../../lib/shared/room/protocol.ts";
import { MemorySocket } from "./memory_socket.ts";
import { VIDEOS } from "./rooms.ts";
import { seededRandom } from "./seeded_random.ts";
import { type VirtualActor, VirtualTime } from "./virtual_time.ts";

/** Room time at which a virtual hub begins, ms. */
export const EPOCH_MS = 1_000_000;

/** Somebody in a room. */
export class HubVisitor {
  /** The server's end of their socket. */
  readonly socket = new MemorySocket();
  #commands = 0;
  #connection: ReturnType<Hub["connect"]>;

  /** @param id Of the member. */
  constructor(
    hub: Hub,
    readonly id: string,
    options: { roomId: string },
  ) {
    this.#connection = hub.connect(this.socket, {
      roomId: options.roomId,
      member: { id, username: id.toUpperCase(), avatarUrl: null },
      findVideo,
    });
  }

  /** Sends a message as its schema wants it. */
  say(message: ClientMessage): void {
    this.sayRaw(JSON.stringify(message));
  }

  /** Sends whatever. */
  sayRaw(data: unknown): void {
    this.#connection.receive(data);
  }

  /** Gives a command for the newest version this visitor has heard of. @returns Its id. */
  tell(command: Command): string {
    const id = `${this.id}-${this.#commands++}`;
    const { epoch, rev } = this.version();
    this.say({ type: "command", id, epoch, rev, command });
    return id;
  }

  /** Newest version heard of. */
  version(): { epoch: string; rev: number } {
    const news = this.socket.sent.filter((message) =>
      message.type === "welcome" || message.type === "patch"
    ).at(-1);
    if (news?.type === "welcome") return news.room;
    if (news?.type === "patch") return news;
    throw new Error(`${this.id} has not been welcomed`);
  }

  /** Their end closes, or the network says so. */
  vanish(): void {
    this.#connection.closed();
  }
}

interface VirtualHub {
  time: VirtualTime;
  hub: Hub;
  /** The hub's clock and timers. */
  actor: VirtualActor;
  store: RoomStore;
  /** What was logged, an event word each. */
  logged: string[];
  /** Somebody comes in; time stands still. */
  enter(
    id: string,
    options?: { roomId?: string; snapshot?: string },
  ): Promise<HubVisitor>;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
}

/** Starts a hub. */
export function startHub(
  options: Partial<HubOptions> & { time?: VirtualTime } = {},
): VirtualHub {
  const time = options.time ?? new VirtualTime();
  const actor = time.actor({ startMs: EPOCH_MS });
  const random = seededRandom(7);
  const logged: string[] = [];
  const store = options.store ?? createMemoryStore({ now: actor.now });
  const hub = createHub({
    store,
    log: recordingLog(logged),
    maxMembers: 200,
    timers: actor,
    newId: random.word,
    random: random.next,
    ...options,
  });
  return {
    time,
    hub,
    actor,
    store,
    logged,
    async enter(id, { roomId = "r", snapshot } = {}) {
      if (snapshot) await hub.offer(roomId, snapshot);
      const visitor = new HubVisitor(hub, id, { roomId });
      await time.advance(0);
      return visitor;
    },
    advance: (ms) => time.advance(ms),
  };
}

/** A log that keeps the event words. */
export function recordingLog(events: string[]): Log {
  const write = (event: string) => void events.push(event);
  return { info: write, warn: write, error: write };
}

/** Knows the videos of {@linkcode VIDEOS}. @throws {DomainError} `unknown_video` */
export function findVideo(videoId: string): Promise<RoomVideo> {
  const video = VIDEOS[videoId];
  return video
    ? Promise.resolve(video)
    : Promise.reject(new DomainError("unknown_video", "No such video."));
}
