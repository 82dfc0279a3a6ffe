/**
 * What each message of a member does.
 * @module
 */
import type {
  ClientMessage,
  PresenceReport,
} from "../../shared/room/protocol.ts";
import type { RoomVideo } from "../../shared/room/protocol.ts";
import type { HubRoom, Seat } from "./room/room.ts";
import type { HubTelemetry } from "./room/measure.ts";
import type { Readiness } from "./room/readiness.ts";

/** Somebody at their place, with what their messages need. */
export interface Place {
  room: HubRoom;
  seat: Seat;
  /** Room time, ms. */
  nowMs: () => number;
  readiness: Readiness;
  measure: HubTelemetry;
  /** Looks a video up with this person's rights. @throws {DomainError} */
  findVideo(videoId: string): Promise<RoomVideo>;
}

/**
 * Does what a message asks.
 * @returns What is still to come of it; nothing where it is done already, as with most of what comes.
 * @throws {DomainError}
 */
export function handleMessage(
  message: ClientMessage,
  place: Place,
): Promise<unknown> | void {
  const { room, seat: { connection } } = place;
  const { memberId } = connection;
  switch (message.type) {
    case "ping": {
      const t1 = place.nowMs();
      connection.send({ type: "pong", t0: message.t0, t1, t2: t1 });
      return;
    }
    case "resync":
      room.local.welcome(connection);
      return;
    case "report":
      return report(place, message.report);
    case "ready":
      // Of a gate that nobody waits at, it would hide who is ready for this one.
      if (room.local.document?.gate?.rev === message.rev) {
        place.readiness.add(room.local.id, memberId, message.rev);
      }
      return;
    case "stalled":
      return room.apply({ type: "stalled", memberId });
    case "leave":
      return leave(place);
    case "command":
      return place.measure.command(
        message.command.type,
        () => command(place, message),
      );
  }
}

async function command(
  { room, seat: { connection }, findVideo }: Place,
  message: Extract<ClientMessage, { type: "command" }>,
): Promise<void> {
  const { command } = message;
  const video = command.type === "load" || command.type === "suggest"
    ? await findVideo(command.videoId)
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

async function leave({ room, seat: { connection } }: Place) {
  await room.apply({
    type: "leave",
    memberId: connection.memberId,
    connectionId: connection.id,
  });
  connection.close("left", "good-bye");
}

function report(
  { room, seat, measure }: Place,
  report: PresenceReport,
): Promise<void> | void {
  const { id, memberId } = seat.connection;
  measure.reported(id, report);
  room.local.presence.report(id, memberId, report);
  return room.attend(seat, report.status === "inactive");
}
