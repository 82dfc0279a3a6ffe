/**
 * A viewer without a browser: the real room link, over real sockets, to
 * whichever server answers.
 * @module
 */
import "../support/english.ts";
import { createRoomLink, type RoomLink } from "@/lib/client/room/link.ts";
import type { Command, Room } from "@/lib/shared/room/protocol.ts";
import { signIn } from "./visitor.ts";

/** See the module. */
export interface RemoteViewer {
  link: RoomLink;
  /** The room as this viewer has it. @throws {Error} Before the welcome. */
  room(): Room;
  /** The server that this viewer is connected to. */
  origin(): string | null;
  /** Gives a command. @returns `null` once it is done, or the code that refused it. */
  tell(command: Command): Promise<string | null>;
  close(): void;
}

/** Longest wait for an answer to a command, ms. */
const ANSWER_MS = 20_000;

/** Comes in. `origins`: servers in the order of preference; called at each attempt. */
export async function enterRoom(
  origins: () => readonly string[],
  { instance, person }: { instance: string; person: number },
): Promise<RemoteViewer> {
  const [first = ""] = origins();
  const { token } = await signIn(first, { instance, person });
  const waiting = new Map<string, (code: string | null) => void>();
  let origin: string | null = null;
  let lastId = "";

  async function ticket(): Promise<string> {
    for (const one of origins()) {
      try {
        const response = await fetch(`${one}/api/room/ticket`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
        });
        const body = await response.json();
        if (!response.ok) continue;
        origin = one;
        return body.ticket;
      } catch {
        // This one is gone; the next may answer.
      }
    }
    throw new Error("no server answers");
  }

  const link = createRoomLink({
    ticket,
    onRefused() {},
    onOutdated() {},
    world: {
      newId: () => lastId = crypto.randomUUID(),
      connect(ticket, page) {
        const query = new URLSearchParams({ ticket, page });
        const url = `${origin?.replace("http", "ws")}/api/room?${query}`;
        // Deno takes headers here; browsers send `Origin` by themselves.
        const socket = new WebSocket(url, {
          headers: { origin: origin ?? "" },
        } as never);
        socket.addEventListener("message", ({ data }) => {
          const { type, id, code } = JSON.parse(data);
          if (type !== "ack" && type !== "error") return;
          waiting.get(id)?.(type === "ack" ? null : code);
          waiting.delete(id);
        });
        return socket;
      },
    },
  });

  const viewer: RemoteViewer = {
    link,
    room() {
      const { room } = link.state.peek();
      if (!room) throw new Error("not welcomed yet");
      return room;
    },
    origin: () => link.connection.peek() === "open" ? origin : null,
    tell(command) {
      link.command(command);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`no answer to ${command.type}`)),
          ANSWER_MS,
        );
        waiting.set(lastId, (code) => {
          clearTimeout(timer);
          resolve(code);
        });
      });
    },
    close: link.dispose,
  };
  const deadline = performance.now() + ANSWER_MS;
  while (!link.state.peek().room) {
    if (performance.now() > deadline) throw new Error("cannot come in");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return viewer;
}
