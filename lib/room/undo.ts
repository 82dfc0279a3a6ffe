/**
 * Taking back the last pick, seek, removal, sorting or hand-over: the document keeps for
 * some seconds what it was before, and whoever did it may have that again.
 * @module
 */
import { MAX_QUEUE_LENGTH, UNDO_MS } from "../shared/limits.ts";
import type { Command, QueueItem } from "../shared/room/protocol.ts";
import type { RoomDocument } from "./document/document.ts";
import { positionIn } from "./document/position.ts";
import type { Before } from "./document/undo.ts";
import { openGate } from "./gate.ts";
import { isRejection, type Moment, type Rejection } from "./operation.ts";

/** What a command has replaced; `null` for one that cannot be taken back. */
function beforeOf(
  room: RoomDocument,
  command: Command,
  { nowMs, leadMs }: Moment,
): Before | null {
  const { timeline, video, media = null, queue, host } = room;
  // A room that waits is about to play.
  const playing = timeline.playing || room.gate !== null;
  const position = positionIn(room, nowMs + leadMs);
  const screen = { video, media, playing, position, rate: timeline.rate };
  switch (command.type) {
    case "load":
      return { kind: "screen", ...screen, item: null };
    case "seek":
      return { kind: "place", videoId: timeline.videoId, position };
    case "play_item":
    case "remove_item": {
      const index = queue.findIndex(({ id }) => id === command.itemId);
      const item = queue[index];
      if (!item) return null;
      return command.type === "play_item"
        ? { kind: "screen", ...screen, item: { item, index } }
        : { kind: "item", item: { item, index } };
    }
    case "sort_queue":
      return { kind: "order", ids: queue.map(({ id }) => id) };
    case "hand_over":
      return host === null
        ? null
        : { kind: "host", from: host, to: command.to };
    case "remove_member":
      return { kind: "removal", id: command.memberId };
    default:
      return null;
  }
}

/**
 * Notes what a command has replaced.
 * @param after The room as the command leaves it, its `rev` not yet counted.
 * @see SPEC R91
 */
export function noteUndo(
  { before, after }: { before: RoomDocument; after: RoomDocument },
  { command, by }: { command: Command; by: string },
  moment: Moment,
): RoomDocument {
  const replaced = beforeOf(before, command, moment);
  if (replaced === null) return after;
  const rev = before.rev + 1;
  const until = moment.nowMs + UNDO_MS;
  return { ...after, undo: { by, rev, until, before: replaced } };
}

/** Whether somebody may take back what `rev` did: their own, in time, and whoever has the remote now. */
export function mayUndo(
  room: RoomDocument,
  { by, rev }: { by: string; rev: number },
  nowMs: number,
): boolean {
  const { undo } = room;
  return undo?.by === by && undo.rev === rev && nowMs < undo.until;
}

/** What `undo` asks of a room: its state as it was, or a seek that goes through the gate. */
export function undoIn(
  room: RoomDocument,
  moment: Moment,
): RoomDocument | { seek: number } | Rejection {
  const { undo } = room;
  if (!undo) return tooLate;
  const { before } = undo;
  const cleared: RoomDocument = { ...room, undo: null };
  switch (before.kind) {
    case "host": {
      const { from, to } = before;
      const isThere = room.members.some(({ id, goneAt }) =>
        id === from && goneAt === null
      );
      return room.host === to && isThere ? { ...cleared, host: from } : tooLate;
    }
    case "item":
      return withItem(cleared, before.item);
    case "order":
      return { ...cleared, queue: asBefore(room.queue, before.ids) };
    case "removal":
      return {
        ...cleared,
        removed: (room.removed ?? []).filter(({ id }) => id !== before.id),
      };
    case "place":
      return room.timeline.videoId === before.videoId
        ? { seek: before.position }
        : tooLate;
    case "screen": {
      if (room.loadedRev !== undo.rev) return tooLate;
      const { video, media, playing, position, rate, item } = before;
      const listed = item ? withItem(cleared, item) : cleared;
      if (isRejection(listed)) return listed;
      return openGate({
        ...listed,
        video,
        media,
        timeline: {
          videoId: video?.id ?? null,
          playing: playing && video !== null,
          position,
          rate,
          at: moment.nowMs + moment.leadMs,
          by: undo.by,
        },
        loadedRev: room.rev + 1,
      }, { reason: "load", moment });
    }
  }
}

function withItem(
  room: RoomDocument,
  { item, index }: Extract<Before, { kind: "item" }>["item"],
): RoomDocument | Rejection {
  if (room.queue.length >= MAX_QUEUE_LENGTH) return tooLate;
  const queue = [...room.queue];
  queue.splice(index, 0, item);
  return { ...room, queue };
}

/** The queue in an earlier order; what has been added since comes last. */
function asBefore(
  queue: readonly QueueItem[],
  ids: readonly string[],
): QueueItem[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = ({ id }: QueueItem) => places.get(id) ?? ids.length;
  return queue.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Answers who comes too late. */
export const tooLate: Rejection = {
  rejected: "undo_too_late",
  message: "That can’t be undone any more.",
};
