/**
 * A person without a browser: signs in over HTTP and opens the room's socket.
 * @module
 */
import { CAST } from "@/lib/shared/cast.ts";
import type { ServerMessage } from "@/lib/shared/room/protocol.ts";

/** A signed-in person. */
export interface Visitor {
  token: string;
  /** Calls the API as this person. */
  call(
    path: string,
    init?: { method?: string; body?: unknown },
  ): Promise<Response>;
  ticket(): Promise<string>;
}

/** A socket that remembers what it got. */
export interface VisitorSocket {
  send(message: unknown): void;
  /** The first message, past or future, that fits. */
  next<T extends ServerMessage["type"]>(
    type: T,
    fits?: (message: Extract<ServerMessage, { type: T }>) => boolean,
  ): Promise<Extract<ServerMessage, { type: T }>>;
  /** Code of the close. */
  closed: Promise<number>;
  close(): void;
}

/** Longest wait for a message, ms. */
const PATIENCE_MS = 10_000;

/** Signs in one of the cast. */
export async function signIn(
  origin: string,
  { instance, person = 0 }: { instance: string; person?: number },
): Promise<Visitor> {
  const code = await codeFor(origin, { instance, person });
  const answer = await post(`${origin}/api/token`, {
    code,
    instance_id: instance,
  });
  if (!answer.ok) throw new Error(`sign-in failed: ${await answer.text()}`);
  const { session_token: token } = await answer.json();
  const call: Visitor["call"] = (path, { method, body } = {}) =>
    fetch(origin + path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    token,
    call,
    async ticket() {
      for (;;) {
        const answer = await call("/api/room/ticket", { body: {} });
        const { ticket } = await answer.json();
        if (answer.ok) return ticket;
        const seconds = Number(answer.headers.get("retry-after"));
        if (answer.status !== 429 || !(seconds > 0)) {
          throw new Error(`no ticket: ${answer.status}`);
        }
        // As a page waits that is told to.
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    },
  };
}

/** A code of the built-in Discord. */
export async function codeFor(
  origin: string,
  { instance, person = 0 }: { instance: string; person?: number },
): Promise<string> {
  const response = await post(`${origin}/simulator/authorize`, {
    person: CAST[person]?.id,
    instance,
    scopes: ["identify", "guilds.members.read"],
  });
  const { code } = await response.json();
  return code;
}

/** Posts JSON. */
export function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Opens the room. `origin`: what the handshake says of the page. */
export function openSocket(
  serverOrigin: string,
  { ticket, origin = serverOrigin }: { ticket: string; origin?: string },
): VisitorSocket {
  const url = `${serverOrigin.replace("http", "ws")}/api/room?ticket=${ticket}`;
  // Deno takes headers here; browsers send `Origin` by themselves.
  const socket = new WebSocket(url, { headers: { origin } } as never);
  const messages: ServerMessage[] = [];
  const waiting = new Set<(message: ServerMessage) => void>();
  socket.onmessage = ({ data }) => {
    const message: ServerMessage = JSON.parse(data);
    messages.push(message);
    for (const take of waiting) take(message);
  };
  const opened = new Promise<void>((resolve) =>
    socket.onopen = () => resolve()
  );
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
    // A refused handshake tells no code.
    socket.onerror = () => resolve(0);
  });
  return {
    async send(message) {
      await opened;
      socket.send(
        typeof message === "string" ? message : JSON.stringify(message),
      );
    },
    next(type, fits = () => true) {
      type Wanted = Extract<ServerMessage, { type: typeof type }>;
      const isWanted = (message: ServerMessage): message is Wanted =>
        message.type === type && fits(message as Wanted);
      const known = messages.find(isWanted);
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(take);
          reject(new Error(`no "${type}" in ${JSON.stringify(messages)}`));
        }, PATIENCE_MS);
        const take = (message: ServerMessage) => {
          if (!isWanted(message)) return;
          waiting.delete(take);
          clearTimeout(timer);
          resolve(message);
        };
        waiting.add(take);
      });
    },
    closed,
    close: () => socket.close(),
  };
}
