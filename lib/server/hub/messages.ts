/**
 * What each message of a member does.
 * @module
 */
import type {
  ClientMessage,
  PresenceReport,
} from "../../shared/room/protocol.ts";
import type { RoomVideo } from "../../shared/room/protocol.ts";
import type { Attendee } from "./room/attendee.ts";
import type { HubTelemetry } from "./connection/measure.ts";
import type { Readiness } from "./room/readiness.ts";
import type { HubRoom } from "./room/room.ts";

/** Who sent a message, with what doing it needs. */
interface Sender extends Attendee {
  room: HubRoom;
  request: Attendee["request"] & {
    /** Looks a video up with this person's rights. @throws {DomainError} */
    findVideo(videoId: string): Promise<RoomVideo>;
  };
  context: {
    /** Room time, ms. */
    nowMs: () => number;
    readiness: Readiness;
    measure: HubTelemetry;
  };
}

/**
 * Does what a message asks.
 * @returns What is still to come of it; nothing where it is done already, as with most of what comes.
 * @throws {DomainError}
 */
export function handleMessage(
  message: ClientMessage,
  sender: Sender,
): Promise<unknown> | void {
  const { room, connection, context } = sender;
  const { memberId } = connection;
  switch (message.type) {
    case "ping": {
      const t1 = context.nowMs();
      connection.send({ type: "pong", t0: message.t0, t1, t2: t1 });
      return;
    }
    case "resync":
      room.local.welcome(connection);
      return;
    case "report":
      return report(sender, message.report);
    case "ready":
      // Of a gate that nobody waits at, it would hide who is ready for this one.
      if (asksNow(room, message.rev)) {
        context.readiness.add(room.local.id, memberId, message.rev);
      }
      return;
    case "stalled":
      return room.apply({ type: "stalled", memberId });
    case "leave":
      return leave(sender);
    case "command":
      return context.measure.command(
        message.command.type,
        () => command(sender, message),
      );
  }
}

/** Whether a gate or a ready check is that of a revision. */
function asksNow({ local: { document } }: HubRoom, rev: number): boolean {
  return document?.gate?.rev === rev || document?.check?.rev === rev;
}

async function command(
  { room, connection, request }: Sender,
  message: Extract<ClientMessage, { type: "command" }>,
): Promise<void> {
  const { command } = message;
  const video = command.type === "load" || command.type === "suggest"
    ? await request.findVideo(command.videoId)
    : undefined;
  const { epoch, rev } = await room.apply({
    type: "command",
    memberId: connection.memberId,
    commandId: message.id,
    base: { epoch: message.epoch, rev: message.rev },
    command,
    ...(video ? { video } : {}),
  });
  connection.send({ type: "ack", id: message.id, epoch, rev });
}

async function leave({ room, connection }: Sender) {
  await room.apply({
    type: "leave",
    memberId: connection.memberId,
    connectionId: connection.id,
  });
  connection.close("left", "good-bye");
}

function report(
  sender: Sender,
  report: PresenceReport,
): Promise<void> | void {
  const { room, connection: { id, memberId }, context } = sender;
  context.measure.reported(id, report);
  room.local.presence.report(id, memberId, report);
  return room.setHidden(sender, report.status === "inactive");
}
