/**
 * The room's rules: one pure function from document and operation to document
 * or rejection. It runs inside the store's compare-and-swap, so permissions
 * are judged against the state that the change applies to.
 * @module
 */
import type { Action, Command } from "../shared/room/protocol.ts";
import { HOST_GRACE_MS, MAX_CONNECTIONS_PER_MEMBER } from "../shared/limits.ts";
import { isApplied, remember } from "./document/applied.ts";
import { nextBroadcastAt, settleBroadcast, takeIn } from "./broadcast.ts";
import { applyCommand } from "./commands.ts";
import {
  type RoomDocument,
  type StoredMember,
  TRAIL_LENGTH,
} from "./document/document.ts";
import { removalOf } from "./document/removals.ts";
import { markReady, settleGate, waitForStalled } from "./gate.ts";
import { positionIn } from "./document/position.ts";
import {
  isRejection,
  type Moment,
  type Operation,
  type Rejection,
} from "./operation.ts";
import { nextVideoAt } from "../shared/room/next_video.ts";
import { markBack, settleCheck } from "./ready_check.ts";
import { settleQueue } from "./queue.ts";
import { commandFor } from "./entrance/bring.ts";
import { refusalOf } from "./members/removal.ts";
import { besides, reconcile, withPages } from "./members/connections.ts";
import { noteOpening, settleOpening } from "./entrance/opening.ts";
import { settleMembers } from "./members/succession.ts";
import { noteUndo } from "./undo.ts";

/**
 * Applies one operation.
 * @param context `nowMs`: room time; `leadMs`: time until a change takes effect; `stamp`: a unique word for the change.
 * @returns The same object when nothing changes; else a document with `rev` + 1; or the rejection.
 * @see SPEC R1–R12, R41
 */
export function reduce(
  room: RoomDocument,
  operation: Operation,
  context: Moment & { stamp?: string },
): RoomDocument | Rejection {
  const { stamp = "" } = context;
  const applied = apply(room, operation, { ...context, stamp });
  if (isRejection(applied)) return applied;
  const changed = settleCheck(applied, context);
  if (changed === room) return changed;
  const trail = [...room.trail, stamp].slice(-TRAIL_LENGTH);
  return { ...changed, rev: room.rev + 1, trail };
}

function apply(
  room: RoomDocument,
  operation: Operation,
  moment: Moment & { stamp: string },
): RoomDocument | Rejection {
  const { nowMs } = moment;
  switch (operation.type) {
    case "join":
      return join(room, operation, nowMs);
    case "disconnect":
      return settleGate(disconnect(room, operation, nowMs), moment);
    case "leave":
      return settleGate(leave(room, operation, nowMs), moment);
    case "reconcile":
      return settleGate(reconcile(room, operation, nowMs), moment);
    case "settle":
      return settleQueue(
        settleBroadcast(
          settleGate(settleMembers(room, nowMs), moment),
          moment,
        ),
        moment,
      );
    case "attend":
      return settleGate(attend(room, operation, nowMs), moment);
    case "ready":
      return markReady(markBack(room, operation), operation, moment);
    case "stalled":
      return waitForStalled(room, {
        memberId: operation.memberId,
        position: positionIn(room, nowMs + moment.leadMs),
      }, moment);
    case "media_reported":
      return takeIn(room, operation.reports, moment);
    case "bring":
      return bring(room, operation, moment);
    case "command":
      return command(room, operation, moment);
  }
}

function bring(
  room: RoomDocument,
  operation: Extract<Operation, { type: "bring" }>,
  moment: Moment & { stamp: string },
): RoomDocument | Rejection {
  const wish = commandFor(room, operation);
  if (wish === null) return room;
  const { epoch, rev } = room;
  return command(
    room,
    { ...operation, type: "command", base: { epoch, rev }, command: wish },
    moment,
  );
}

function attend(
  room: RoomDocument,
  { memberId, connectionId, isHidden }: Extract<Operation, { type: "attend" }>,
  nowMs: number,
): RoomDocument {
  const known = room.members.find(({ id }) => id === memberId);
  if (!known?.connections.includes(connectionId)) return room;
  if (known.hidden.includes(connectionId) === isHidden) return room;
  const others = known.hidden.filter((id) => id !== connectionId);
  const hidden = isHidden ? [...others, connectionId] : others;
  const now = withPages({ ...known, hidden }, known.connections, nowMs);
  return {
    ...room,
    members: room.members.map((m) => m === known ? now : m),
  };
}

function join(
  room: RoomDocument,
  { member, connectionId, maxMembers, creatorId }: Extract<
    Operation,
    { type: "join" }
  >,
  nowMs: number,
): RoomDocument | Rejection {
  const removal = removalOf(room, member.id, nowMs);
  if (removal) return refusalOf(removal, nowMs);
  const known = room.members.find(({ id }) => id === member.id);
  if (known?.connections.includes(connectionId)) return room;
  const others = besides(connectionId, known?.connections ?? []);
  if (others.length >= MAX_CONNECTIONS_PER_MEMBER) {
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
  const joined = withPages(
    {
      ...known,
      ...member,
      joinedAt: known?.joinedAt ?? nowMs,
      hidden: known?.hidden ?? [],
    },
    [...others, connectionId],
    nowMs,
  );
  const members = known
    ? room.members.map((m) => m.id === member.id ? joined : m)
    : [...room.members, joined];
  const link = { memberId: member.id, creatorId };
  const opened = noteOpening(room, link, nowMs);
  return settleOpening(
    settleMembers({ ...opened, members }, nowMs),
    nowMs,
  );
}

function disconnect(
  room: RoomDocument,
  { memberId, connectionId }: { memberId: string; connectionId: string },
  nowMs: number,
): RoomDocument {
  const known = room.members.find(({ id }) => id === memberId);
  if (!known?.connections.includes(connectionId)) return room;
  const connections = known.connections.filter((id) => id !== connectionId);
  const left = withPages(known, connections, nowMs);
  return {
    ...room,
    members: room.members.map((m) => m === known ? left : m),
  };
}

function leave(
  room: RoomDocument,
  { memberId, connectionId }: { memberId: string; connectionId: string },
  nowMs: number,
): RoomDocument {
  const left = disconnect(room, { memberId, connectionId }, nowMs);
  if (left === room) return room;
  const members = left.members.filter(({ id, connections }) =>
    id !== memberId || connections.length > 0
  );
  return settleMembers({ ...left, members }, nowMs);
}

function command(
  room: RoomDocument,
  operation: Extract<Operation, { type: "command" }>,
  moment: Moment & { stamp: string },
): RoomDocument | Rejection {
  const given = { id: operation.commandId, by: operation.memberId };
  if (isApplied(room.applied, given)) return room;
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
  const result = applyCommand(room, operation, { ...moment, member });
  if (isRejection(result) || result === room) return result;
  const noted = noteUndo(
    { before: room, after: result },
    { command: operation.command, by: member.id },
    moment,
  );
  return {
    ...noted,
    lastAction: actionOf(room, member, operation.command),
    applied: remember(room.applied, { ...given, rev: room.rev + 1 }),
  };
}

/** What needs no saying, since it shows: a question over the film, a count on a row. */
function isQuiet(
  command: Command,
): command is Extract<Command, { type: "ask_back" | "vote" }> {
  return command.type === "ask_back" || command.type === "vote";
}

function actionOf(
  room: RoomDocument,
  { id, username }: StoredMember,
  command: Command,
): Action | null {
  if (isQuiet(command)) return room.lastAction;
  const action = { by: id, username, kind: command.type, rev: room.rev + 1 };
  if (!("memberId" in command)) return action;
  const whom = room.members.find(({ id }) => id === command.memberId);
  return whom
    ? { ...action, whom: { id: whom.id, username: whom.username } }
    : action;
}

/** Room time at which something happens by itself, ms: a grace or a gate ends, the next video starts, a broadcast leaves the room's place behind; `null` when nothing will. */
export function nextSettleAt(room: RoomDocument): number | null {
  let dueMs = Math.min(
    room.gate?.until ?? Infinity,
    room.check?.until ?? Infinity,
  );
  for (const { goneAt } of room.members) {
    if (goneAt !== null) dueMs = Math.min(dueMs, goneAt + HOST_GRACE_MS);
  }
  const nextMs = nextVideoAt(room);
  if (nextMs !== null) dueMs = Math.min(dueMs, nextMs);
  const broadcastMs = nextBroadcastAt(room);
  if (broadcastMs !== null) dueMs = Math.min(dueMs, broadcastMs);
  return dueMs === Infinity ? null : dueMs;
}
