/**
 * One page's way through a room: from its socket's opening until the store
 * knows that it is gone. What it asks happens in the order of asking.
 * @module
 */
import * as v from "valibot";
import { connectionIdOf } from "../../room/members/connections.ts";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import type { Person } from "../../shared/person.ts";
import {
  type ClientMessage,
  RefusalDetails,
  type RoomVideo,
} from "../../shared/room/protocol.ts";
import type { Timers } from "../../shared/timers.ts";
import type { Log } from "../log/log.ts";
import { onTrail, type Trail } from "../log/trail.ts";
import type { HubBudgets } from "./budgets.ts";
import { takeIn } from "./intake.ts";
import { handleMessage } from "./messages.ts";
import type { Attendee, SessionState } from "./room/attendee.ts";
import type { PlainClose } from "./connection/close_codes.ts";
import {
  Connection,
  type ConnectionOwner,
  type HubSocket,
  type QueueLimits,
} from "./connection/connection.ts";
import type { HubTelemetry } from "./connection/measure.ts";
import type { Readiness } from "./room/readiness.ts";
import type { HubRoom } from "./room/room.ts";

/** Somebody who may join: who they are, proved by a ticket. */
export interface JoinRequest {
  roomId: string;
  member: Person;
  /** The open page; a new connection of it takes the old one's place. @default {another page} */
  page?: string;
  /** Whom the link names by which they came. */
  creatorId?: string;
  /** The request that this began with, for the log. */
  trail?: Trail | undefined;
  /** Looks a video up with this person's rights. @throws {DomainError} */
  findVideo(videoId: string): Promise<RoomVideo>;
  /** The video that they picked before they came, once. @default {nobody picks outside} @throws {DomainError} */
  takeChoice?(): Promise<string | null>;
}

/** What all sessions of a hub share. */
export interface SessionContext {
  instance: string;
  maxMembers: number;
  timers: Timers;
  log: Log;
  measure: HubTelemetry;
  readiness: Readiness;
  budgets: HubBudgets;
  queue: QueueLimits | undefined;
  newId: () => string;
  /** Name of the next connection, another one than all before. */
  newName: () => string;
  /** Room time, ms. */
  nowMs: () => number;
  /** Resolves once other instances can know that this one lives. @throws {DomainError} `store_unavailable` */
  begun(): Promise<void>;
  /** A session is on its way out; `done` resolves when the store knows. */
  leaving(done: Promise<unknown>): void;
}

/** Messages of one session that may wait for the store. Chosen: more than a person presses in a second. */
const MAX_WAITING = 32;

const JOINING = { name: "joining" } as const;
const LEAVING = { name: "leaving" } as const;

/** One page in one room. A class, since a server has thousands: they share its functions. */
export class RoomSession implements Attendee, ConnectionOwner {
  readonly connection: Connection;
  readonly room: HubRoom;
  readonly request: JoinRequest;
  readonly context: SessionContext;
  state: SessionState = JOINING;
  /** When the page was asked for a sign of life last, hub time, ms. */
  pingRequestedAtMs = -Infinity;
  /** The last of what is asked and has not been done; `null`: nothing. */
  #pending: Promise<void> | null = null;
  #waiting = 0;

  constructor(
    room: HubRoom,
    { request, socket, context }: {
      request: JoinRequest;
      socket: HubSocket;
      context: SessionContext;
    },
  ) {
    this.room = room;
    this.request = request;
    this.context = context;
    this.connection = new Connection({
      id: connectionIdOf({
        instance: context.instance,
        page: request.page ?? context.newId(),
        name: context.newName(),
      }),
      memberId: request.member.id,
      socket,
      nowMs: context.timers.now(),
      owner: this,
      queue: context.queue,
    });
    room.enter(this);
    this.#enqueue(() => this.#join());
  }

  /** Takes what the page sent. */
  receive(data: unknown): void {
    const { connection, context } = this;
    const nowMs = context.timers.now();
    const message = takeIn(data, { connection, nowMs });
    if (!message) return;
    // A ping not behind other work, for a late stamp is a wrong clock; a
    // report where nothing waits: most of what comes is this.
    if (message.type === "ping" || this.#isReportInTurn(message)) {
      handleMessage(message, this)
        ?.catch((error: unknown) => this.#refuse(error));
      return;
    }
    onTrail(this.request.trail, () => this.#take(message));
  }

  #isReportInTurn({ type }: ClientMessage): boolean {
    return type === "report" && this.#pending === null;
  }

  #take(message: ClientMessage): void {
    const id = message.type === "command" ? message.id : undefined;
    if (this.#waiting >= MAX_WAITING) return this.#refuse(tooSlow, id);
    if (
      message.type === "command" &&
      !this.context.budgets.mayCommand(this.request.member.id)
    ) return this.#refuse(tooQuick, id);
    this.#enqueue(async () => {
      // What waited while its sender left is nobody's wish any more.
      if (this.connection.isOpen) await handleMessage(message, this);
    }, id);
  }

  /** The socket is gone. */
  closed(): void {
    this.connection.markClosed();
  }

  /** See {@linkcode ConnectionOwner}. */
  dropped(why: ErrorCode | PlainClose | null): void {
    const { room, connection, context, request } = this;
    context.measure.closed(why);
    context.measure.forget(connection.id);
    this.#move(LEAVING);
    room.local.remove(connection);
    context.budgets.close(request.member.id, request.roomId);
    context.leaving(this.#enqueue(() => this.#signOff()));
  }

  /** See {@linkcode ConnectionOwner}. */
  fellBehind(): void {
    this.room.local.fellBehind(this.connection);
  }

  /** See {@linkcode ConnectionOwner}. */
  sent(): void {
    this.context.measure.sent();
  }

  /** Runs one after the other, so that a join precedes what follows it. */
  #enqueue(step: () => Promise<void>, id?: string): Promise<void> {
    this.#waiting++;
    const run = async (before: Promise<void> | null) => {
      if (before) await before;
      try {
        await step();
      } catch (error) {
        this.#refuse(error, id);
      } finally {
        this.#waiting--;
        if (this.#waiting === 0) this.#pending = null;
      }
    };
    return this.#pending = run(this.#pending);
  }

  async #join(): Promise<void> {
    const { connection, context, request, room } = this;
    try {
      await context.begun();
      await room.apply({
        type: "join",
        member: request.member,
        connectionId: connection.id,
        maxMembers: context.maxMembers,
        ...(request.creatorId ? { creatorId: request.creatorId } : {}),
      });
    } catch (error) {
      this.#refuse(error);
      const isKnown = error instanceof DomainError;
      connection.close(isKnown ? error.code : "internal", "cannot join");
      return;
    }
    // Gone while it joined: its disconnect waits behind this step.
    if (!connection.isOpen) return;
    this.#move({
      name: "joined",
      isHidden: false,
      sentHidden: false,
      hiddenSentAtMs: -Infinity,
    });
    room.local.welcome(connection);
    room.local.add(connection);
    if (request.takeChoice) this.#enqueue(() => this.#bring());
  }

  /** Puts on, or suggests, what its person picked before they came. @see SPEC P31 */
  async #bring(): Promise<void> {
    const { connection, context, request, room } = this;
    const videoId = await request.takeChoice?.();
    if (!videoId) return;
    await room.apply({
      type: "bring",
      memberId: connection.memberId,
      commandId: context.newId(),
      video: await request.findVideo(videoId),
    });
  }

  async #signOff(): Promise<void> {
    const { connection, context, room } = this;
    try {
      await room.apply({
        type: "disconnect",
        memberId: connection.memberId,
        connectionId: connection.id,
      });
      room.exit(this, { isKnown: true });
    } catch (error) {
      // A heartbeat's look puts it right.
      room.exit(this, { isKnown: false });
      context.log.warn("sign_off_failed", { error });
    }
  }

  #move(state: SessionState): void {
    this.state = state;
    this.room.moved();
  }

  #refuse(error: unknown, id?: string): void {
    const { measure, log } = this.context;
    const known = error instanceof DomainError;
    if (!known) log.error("hub_failed", { error });
    const code = known ? error.code : "internal";
    measure.refused(code);
    this.connection.send({
      type: "error",
      code,
      error: known ? error.message : "Something went wrong here. Try again.",
      ...(known ? detailsOf(error) : {}),
      ...(id ? { id } : {}),
    });
  }
}

/** Facts of a refusal that its sentence in another language needs. */
function detailsOf({ details }: DomainError) {
  return v.is(RefusalDetails, details) ? { details } : {};
}

const tooSlow = new DomainError(
  "store_unavailable",
  "The room is slow right now. Try again in a moment.",
);

const tooQuick = new DomainError(
  "too_many_commands",
  "That was too much at once. Wait a moment and try again.",
);
