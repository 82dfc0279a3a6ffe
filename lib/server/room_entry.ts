/**
 * The way into a room: a ticket for a signed-in person, then one socket for it.
 * @module
 */
import * as v from "valibot";
import { DiscordId } from "../shared/discord_id.ts";
import { DomainError } from "../shared/errors.ts";
import type { Config } from "./config/config.ts";
import type { Hub, HubConnection } from "./hub/hub.ts";
import type { JoinRequest } from "./hub/session.ts";
import type { Log } from "./log/log.ts";
import type { Services } from "./services.ts";
import { type Caller, createCaller } from "./auth/caller.ts";
import { MAX_SNAPSHOT_LENGTH } from "./hub/room/limits.ts";
import { memberOf, roomVideoOf } from "./hub/room/intake.ts";
import type { Pass } from "./auth/tickets.ts";
import { readJson } from "./http/body.ts";
import { currentTrail, notePerson, onTrail } from "./log/trail.ts";

const TicketRequest = v.object({
  /** Copy of the room that the page carried. One that is no text is none. */
  snapshot: v.fallback(v.optional(v.string()), undefined),
  /** Whom the link names by which the person came; says nothing of who they are. */
  creator_id: v.optional(DiscordId),
});

/** Largest body of a ticket request, bytes: the longest copy, and the rest. */
const MAX_TICKET_BODY_BYTES = MAX_SNAPSHOT_LENGTH + 1024;

/**
 * Reads the body of `POST /api/room/ticket`; an empty one is fine, and so is
 * one with a copy that is too long: the copy is dropped, the person comes in.
 * @throws {DomainError} `bad_request`
 * @see SPEC R48
 */
export async function readTicketRequest(
  request: Request,
): Promise<v.InferOutput<typeof TicketRequest>> {
  if (!request.headers.get("content-type")) return { snapshot: undefined };
  try {
    return await readJson(request, {
      schema: TicketRequest,
      maxBytes: MAX_TICKET_BODY_BYTES,
    });
  } catch (error) {
    const isTooLong = error instanceof DomainError &&
      error.code === "message_too_large";
    if (isTooLong) return { snapshot: undefined };
    throw error;
  }
}

/** Name that a page gives itself. */
const PAGE = /^[\w-]{8,36}$/;

/** How the person comes in who has a pass. */
function joinRequestOf(
  { session, creatorId }: Pass,
  { videos, catalogue, quotas, commands, page }:
    & Pick<Services, "videos" | "catalogue" | "quotas" | "commands">
    & { page: string | null },
): JoinRequest {
  // Made by who picks a video, which most never do. Its token may be renewed
  // while the person stays; it never leaves this server.
  let caller: Caller | null = null;
  const { user: { id: userId }, channelId } = session;
  return {
    roomId: session.instanceId,
    ...(commands && channelId !== undefined
      ? { takeChoice: () => commands.takeChoice({ userId, channelId }) }
      : {}),
    member: memberOf(session.user),
    async findVideo(videoId) {
      quotas.catalogue.take(session.user.id);
      caller ??= createCaller(session, { catalogue, now: Date.now });
      return roomVideoOf(await videos.get(caller, videoId));
    },
    trail: currentTrail(),
    ...(creatorId ? { creatorId } : {}),
    ...(page !== null && PAGE.test(page) ? { page } : {}),
  };
}

/**
 * Checks an upgrade before it is granted.
 * @returns What to do with the socket once there is one.
 * @throws {DomainError} `shutting_down`, `bad_origin`, `bad_request`, `bad_ticket`, `removed`, `store_unavailable`
 * @see SPEC P1–P3, R94
 */
export async function enterRoom(
  { config, hub, tickets, log, ...rest }: Pick<
    Services,
    | "config"
    | "hub"
    | "tickets"
    | "log"
    | "videos"
    | "catalogue"
    | "quotas"
    | "commands"
  >,
  request: Request,
): Promise<(socket: WebSocket) => void> {
  if (hub.isDraining) {
    throw new DomainError(
      "shutting_down",
      "This server is restarting. You will be back in a moment.",
    );
  }
  if (!isAllowedOrigin(request, config)) {
    throw new DomainError("bad_origin", "This page may not open the room.");
  }
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new DomainError("bad_request", "This address is for WebSockets.");
  }
  const { searchParams } = new URL(request.url);
  const pass = await tickets.redeem(searchParams.get("ticket") ?? "");
  const { user, instanceId } = pass.session;
  notePerson(user.id);
  await hub.admit(instanceId, user.id);
  const page = searchParams.get("page");
  const join = joinRequestOf(pass, { ...rest, page });

  return (socket) => {
    const listener = new SocketListener(socket, { hub, join, log });
    for (const type of ["open", "message", "close", "error"]) {
      socket.addEventListener(type, listener);
    }
  };
}

/** Hands what a socket says to the hub. One object for all its events: a server has thousands of sockets. */
class SocketListener {
  #connection: HubConnection | null = null;

  constructor(
    readonly socket: WebSocket,
    readonly to: { hub: Hub; join: JoinRequest; log: Log },
  ) {}

  /** Whatever goes wrong in here would end the process and every room. */
  handleEvent(event: Event): void {
    try {
      this.#handle(event);
    } catch (error) {
      this.to.log.error("socket_failed", { error });
      this.socket.close(1011);
    }
  }

  #handle(event: Event): void {
    const { hub, join } = this.to;
    switch (event.type) {
      case "open":
        this.#connection = onTrail(
          join.trail,
          () => hub.connect(this.socket, join),
        );
        return;
      case "message":
        return this.#connection?.receive((event as MessageEvent).data);
      // A `close` follows an `error`; without a listener that would be unhandled.
      case "close":
      case "error":
        return this.#connection?.closed();
    }
  }
}

/** Only Discord's proxy for this app, and in development the page's own origin. */
export function isAllowedOrigin(request: Request, config: Config): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  if (origin === `https://${config.discord.clientId}.discordsays.com`) {
    return true;
  }
  return config.mode === "development" && isOwnOrigin(origin, request);
}

function isOwnOrigin(origin: string, request: Request): boolean {
  const host = request.headers.get("host");
  return origin === `http://${host}` || origin === `https://${host}`;
}
