/**
 * Viewers as real sockets: they come in by tickets, speak the protocol, and
 * note what reaches them.
 * @module
 */
import { createSessions } from "@/lib/server/auth/sessions.ts";
import type { Load } from "./load.ts";

/** One open page. */
export interface Viewer {
  socket: WebSocket;
  room: Room;
  userId: string;
  /** Of the instance that it came to. */
  origin: string;
  /** The copy of the room that it carries. */
  snapshot?: string | undefined;
  /** Place of the film as it heard last. */
  position: number;
}

/** A room, with what its host needs to control it. */
export interface Room {
  id: string;
  index: number;
  members: Viewer[];
  epoch: string;
  rev: number;
  controls: number;
  /** When each control that is under way was sent, by its position. */
  sentAt: Map<string, number>;
}

/** What reached viewers since the last {@linkcode Tally.clear}. */
interface Tally {
  controlMs: number[];
  messages: number;
  bytes: number;
  patchBytes: number;
  deliveries: number;
  clear(): void;
}

/** See the module. */
export interface Viewers {
  tally: Tally;
  /** Time from an open socket to the room's state, ms, of each who came. */
  joinMs: number[];
  /** Comes in. @returns Once it has the room's state. */
  join(room: Room, place: number, snapshot?: string): Promise<Viewer>;
  /** A closed socket is no fault from now on. */
  expectEnd(): void;
}

const TOO_MUCH = ["store_unavailable", "too_many_commands"];

/** Age at which a page has its session renewed, ms. Chosen: half a session's life. */
const SESSION_KEPT_MS = 1_800_000;

/**
 * Connections that are kept for further requests. Behind a proxy it is the
 * proxy that keeps some; a page's own, one for each viewer, never reach the
 * server. Source: Caddy's default for a host, 32; nginx by `deploy/proxy/` none.
 */
const KEPT_CONNECTIONS = 32;

/** What a page says when it asks for the time. */
export const PING = JSON.stringify({ type: "ping", t0: 1 });

/** Makes the rooms of a load, without anybody. */
export function roomsOf(load: Load): Room[] {
  return Array.from({ length: load.rooms }, (_, index) => ({
    id: `i-${100_000_000_000 + index}-gc-1-${2 + index}`,
    index,
    members: [],
    epoch: "",
    rev: 0,
    controls: 0,
    sentAt: new Map(),
  }));
}

/** Where the room's film stands, s. */
export function placeOf({ controls }: Room): number {
  return 10 + controls * 0.25;
}

/** Makes ready to come. */
export function createViewers(load: Load): Viewers {
  const sessions = createSessions({ secrets: [load.secret], now: Date.now });
  const tally = createTally();
  const joinMs: number[] = [];
  let isEnding = false;
  const client = Deno.createHttpClient({
    poolMaxIdlePerHost: KEPT_CONNECTIONS,
  });
  /** What each page has: it comes back with the session that it came with. */
  const sealed = new Map<string, { session: string; atMs: number }>();

  async function sessionOf(userId: string, roomId: string): Promise<string> {
    const known = sealed.get(userId);
    const nowMs = Date.now();
    if (known && nowMs - known.atMs < SESSION_KEPT_MS) return known.session;
    const session = await sessions.seal({
      user: {
        id: userId,
        username: `Person ${userId.slice(-4)}`,
        avatarUrl: null,
      },
      instanceId: roomId,
      roles: [],
      api: { token: "t" },
      signedInAtMs: nowMs,
    });
    sealed.set(userId, { session, atMs: nowMs });
    return session;
  }

  async function ticketFor(
    origin: string,
    { roomId, userId, snapshot }: {
      roomId: string;
      userId: string;
      snapshot: string | undefined;
    },
  ): Promise<string> {
    const session = await sessionOf(userId, roomId);
    // Deno takes a client here, which the type for browsers does not know.
    const request: RequestInit & { client: Deno.HttpClient } = {
      client,
      method: "POST",
      headers: {
        authorization: `Bearer ${session}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(snapshot ? { snapshot } : {}),
    };
    const response = await fetch(`${origin}/api/room/ticket`, request);
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer.ticket;
  }

  async function addressOf(
    origin: string,
    who: { roomId: string; userId: string; snapshot: string | undefined },
  ): Promise<string> {
    const ws = origin.replace("http", "ws");
    return load.kind === "relay"
      ? `${ws}/relay?room=${who.roomId}&member=${who.userId}`
      : `${ws}/api/room?ticket=${await ticketFor(origin, who)}`;
  }

  async function join(
    room: Room,
    place: number,
    snapshot?: string,
  ): Promise<Viewer> {
    const userId = personOf(room.index, place);
    const origin = load.origins[place % load.origins.length] ?? "";
    // Deno takes headers here, which the type for browsers does not know.
    const options = {
      headers: { origin: `https://${load.clientId}.discordsays.com` },
    } as unknown as string[];
    const who = { roomId: room.id, userId, snapshot };
    const socket = new WebSocket(await addressOf(origin, who), options);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const viewer = { socket, room, userId, origin, position: NaN };
    let openedAt = 0;
    socket.onopen = () => openedAt = performance.now();
    socket.onerror = () => reject(new Error("a socket failed"));
    socket.onclose = ({ code, reason }) => {
      if (!isEnding) reject(new Error(`a socket closed: ${code} ${reason}`));
    };
    socket.onmessage = ({ data }) => {
      if (data.startsWith('{"type":"welcome"')) {
        joinMs.push(performance.now() - openedAt);
        const { room: told } = JSON.parse(data);
        room.epoch = told.epoch ?? "e";
        room.rev = Math.max(room.rev, told.rev ?? 0);
        viewer.position = told.timeline?.position ?? 0;
        resolve();
      }
      receive(viewer, data);
    };
    await promise;
    return viewer;
  }

  function receive(viewer: Viewer, text: string): void {
    const { room, socket } = viewer;
    tally.messages++;
    tally.bytes += text.length;
    if (text.startsWith('{"type":"patch"')) {
      const rev = /"rev":(\d+)/.exec(text);
      if (rev) room.rev = Math.max(room.rev, Number(rev[1]));
      const position = /"position":([\d.]+)/.exec(text)?.[1];
      if (position === undefined) return;
      viewer.position = Number(position);
      const sentAt = room.sentAt.get(position);
      if (sentAt === undefined) return;
      tally.deliveries++;
      // What people say of themselves may ride along, and is no patch.
      const rider = text.indexOf(',"presence":{');
      tally.patchBytes += rider < 0 ? text.length : rider + 1;
      tally.controlMs.push(performance.now() - sentAt);
    } else if (text.startsWith('{"type":"snapshot"')) {
      viewer.snapshot = JSON.parse(text).snapshot;
    } else if (/^\{"type":"ping_request"/.test(text)) {
      socket.send(PING);
    } else if (text.startsWith('{"type":"error"')) {
      // What the server refuses for being too much counts as lost; all else is a fault of the benchmark.
      const { code } = JSON.parse(text);
      if (!TOO_MUCH.includes(code)) throw new Error(text);
    }
  }

  return { tally, joinMs, join, expectEnd: () => isEnding = true };
}

function createTally(): Tally {
  const tally: Tally = {
    controlMs: [],
    messages: 0,
    bytes: 0,
    patchBytes: 0,
    deliveries: 0,
    clear() {
      tally.controlMs.length = 0;
      tally.messages = 0;
      tally.bytes = 0;
      tally.patchBytes = 0;
      tally.deliveries = 0;
    },
  };
  return tally;
}

/** A person's id: a Discord snowflake in form. */
function personOf(room: number, place: number): string {
  return String(900_000_000_000_000_000n + BigInt(room * 2000 + place));
}
