/**
 * The room's rules: one pure function from document and operation to document
 * or rejection. It runs inside the store's compare-and-swap, so permissions
 * are judged against the state that the change applies to.
 * @module
 */
import type { ErrorCode } from "../shared/errors.ts";
import {
  HOST_GRACE_MS,
  MAX_CONNECTIONS_PER_MEMBER,
  REMEMBERED_COMMANDS,
} from "../shared/limits.ts";
import type { Command, RoomVideo } from "../shared/protocol.ts";
import type { RoomDocument, StoredMember } from "./document.ts";
import { applyCommand } from "./commands.ts";
import { settleMembers } from "./succession.ts";

/** Something that happens to a room. */
export type Operation =
  | {
    type: "join";
    member: { id: string; username: string; avatarUrl: string | null };
    connectionId: string;
    maxMembers: number;
  }
  /** A connection is lost; the member has until `HOST_GRACE_MS` to be back. */
  | { type: "disconnect"; memberId: string; connectionId: string }
  /** The member says good-bye on all connections. */
  | { type: "leave"; memberId: string }
  /** Time has passed: members who stayed away are let go. */
  | { type: "settle" }
  | {
    type: "command";
    memberId: string;
    commandId: string;
    /** Version that the person saw when acting. */
    base: { epoch: string; rev: number };
    command: Command;
    /** The video that `load` names, as the catalogue knows it. */
    video?: RoomVideo;
    leadMs: number;
  };

/** Why an operation was refused; the document stays as it was. */
export interface Rejection {
  rejected: ErrorCode;
  /** Sentence for the person. */
  message: string;
}

/** Tells a rejection from a document. */
export function isRejection(
  result: RoomDocument | Rejection,
): result is Rejection {
  return "rejected" in result;
}

/**
 * Applies one operation.
 * @param context `nowMs`: room time.
 * @returns The same object when nothing changes; else a document with `rev` + 1; or the rejection.
 * @see SPEC R1–R12
 */
export function reduce(
  room: RoomDocument,
  operation: Operation,
  context: { nowMs: number },
): RoomDocument | Rejection {
  const changed = apply(room, operation, context.nowMs);
  if (isRejection(changed) || changed === room) return changed;
  return { ...changed, rev: room.rev + 1 };
}

function apply(
  room: RoomDocument,
  operation: Operation,
  nowMs: number,
): RoomDocument | Rejection {
  switch (operation.type) {
    case "join":
      return join(room, operation, nowMs);
    case "disconnect":
      return disconnect(room, operation, nowMs);
    case "leave":
      return settleMembers({
        ...room,
        members: room.members.filter(({ id }) => id !== operation.memberId),
      }, nowMs);
    case "settle":
      return settleMembers(room, nowMs);
    case "command":
      return command(room, operation, nowMs);
  }
}

function join(
  room: RoomDocument,
  { member, connectionId, maxMembers }: Extract<Operation, { type: "join" }>,
  nowMs: number,
): RoomDocument | Rejection {
  const known = room.members.find(({ id }) => id === member.id);
  if (known?.connections.includes(connectionId)) return room;
  if (known && known.connections.length >= MAX_CONNECTIONS_PER_MEMBER) {
    return {
      rejected: "too_many_connections",
      message: "Cowatch is open in too many places. Close one and try again.",
    };
  }
  if (!known && room.members.length >= maxMembers) {
    return {
      rejected: "room_full",
      message: `This room is full: ${maxMembers} people are watching.`,
    };
  }
  const joined: StoredMember = {
    ...member,
    joinedAt: known?.joinedAt ?? nowMs,
    goneAt: null,
    connections: [...(known?.connections ?? []), connectionId],
  };
  const members = known
    ? room.members.map((m) => m.id === member.id ? joined : m)
    : [...room.members, joined];
  return settleMembers({ ...room, members }, nowMs);
}

function disconnect(
  room: RoomDocument,
  { memberId, connectionId }: Extract<Operation, { type: "disconnect" }>,
  nowMs: number,
): RoomDocument | Rejection {
  const known = room.members.find(({ id }) => id === memberId);
  if (!known?.connections.includes(connectionId)) return room;
  const connections = known.connections.filter((id) => id !== connectionId);
  const left = {
    ...known,
    connections,
    goneAt: connections.length === 0 ? nowMs : null,
  };
  return {
    ...room,
    members: room.members.map((m) => m.id === memberId ? left : m),
  };
}

function command(
  room: RoomDocument,
  operation: Extract<Operation, { type: "command" }>,
  nowMs: number,
): RoomDocument | Rejection {
  if (room.applied.some(({ id }) => id === operation.commandId)) return room;
  const member = room.members.find(({ id }) => id === operation.memberId);
  if (!member) {
    return {
      rejected: "not_a_member",
      message: "You have left this room. Open it again to control it.",
    };
  }
  const { base } = operation;
  if (base.epoch !== room.epoch || base.rev > room.rev) {
    return {
      rejected: "old_revision",
      message: "The room has changed since. Try again.",
    };
  }
  const result = applyCommand(room, operation, { nowMs, member });
  if (isRejection(result) || result === room) return result;
  return {
    ...result,
    lastAction: {
      by: member.id,
      username: member.username,
      kind: operation.command.type,
      rev: room.rev + 1,
    },
    applied: [
      ...room.applied,
      { id: operation.commandId, rev: room.rev + 1 },
    ].slice(-REMEMBERED_COMMANDS),
  };
}

/** Room time at which the next member's grace ends, ms; `null` when nobody is away. */
export function nextSettleAt(room: RoomDocument): number | null {
  const away = room.members.flatMap(({ goneAt }) =>
    goneAt === null ? [] : [goneAt]
  );
  return away.length === 0 ? null : Math.min(...away) + HOST_GRACE_MS;
}
