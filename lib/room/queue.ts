/**
 * What comes next: anyone suggests, whoever may control decides (docs/design.md, "Rooms").
 * @module
 */
import { MAX_QUEUE_LENGTH, MAX_QUEUE_SHARE } from "../shared/limits.ts";
import { isBroadcast } from "../shared/room/extent.ts";
import { nextVideoAt } from "../shared/room/next_video.ts";
import type { QueueItem, RoomVideo } from "../shared/room/protocol.ts";
import type { RoomDocument } from "./document/document.ts";
import { openGate } from "./gate.ts";
import { type Moment } from "./operation.ts";
import type { Rejection } from "./operation.ts";

/** Puts a video on screen, after the gate. @param shown `position`: where it begins, s. @default 0 */
export function showVideo(
  room: RoomDocument,
  { video, by, position = 0 }: {
    video: RoomVideo;
    by: string | null;
    position?: number;
  },
  moment: Moment,
): RoomDocument {
  return openGate({
    ...room,
    video,
    media: null,
    timeline: {
      videoId: video.id,
      playing: true,
      // A broadcast gets its place when the first viewer has reported where live is.
      position: isBroadcast(video, null) ? 0 : position,
      rate: 1,
      at: moment.nowMs + moment.leadMs,
      by,
    },
    loadedRev: room.rev + 1,
  }, { reason: "load", moment });
}

/**
 * Adds a suggestion at the end. Its id is made here: what others rely on is
 * nobody's to choose.
 * @param stamp A unique word for the change.
 * @see SPEC Q1, Q6, Q7
 */
export function suggest(
  room: RoomDocument,
  { video, by, stamp }: { video: RoomVideo; by: string; stamp: string },
): RoomDocument | Rejection {
  const { queue } = room;
  if (queue.length >= MAX_QUEUE_LENGTH) {
    return {
      rejected: "queue_full",
      message: `The list is full: ${MAX_QUEUE_LENGTH} videos wait.`,
    };
  }
  const share = queue.filter((item) => item.by === by).length;
  if (room.host !== by && share >= MAX_QUEUE_SHARE) {
    return {
      rejected: "queue_share_full",
      message:
        `${MAX_QUEUE_SHARE} of your videos wait already. Take one back, or let one play first.`,
    };
  }
  const id = `${(room.rev + 1).toString(36)}-${stamp}`;
  return { ...room, queue: [...queue, { id, video, by }] };
}

/** Plays an item now and takes it off the list. */
export function playItem(
  room: RoomDocument,
  { itemId, by }: { itemId: string; by: string | null },
  moment: Moment,
): RoomDocument | Rejection {
  const item = room.queue.find(({ id }) => id === itemId);
  if (!item) return gone;
  return showVideo(
    { ...room, queue: room.queue.filter((one) => one !== item) },
    { video: item.video, by },
    moment,
  );
}

/** Moves an item. @param to Its new place, from 0; beyond the end means last. */
export function moveItem(
  room: RoomDocument,
  { itemId, to }: { itemId: string; to: number },
): RoomDocument | Rejection {
  const from = room.queue.findIndex(({ id }) => id === itemId);
  if (from < 0) return gone;
  const queue = [...room.queue];
  const [item] = queue.splice(from, 1);
  if (item) queue.splice(to, 0, item);
  return inOrder(room, queue);
}

/** The room with its queue in an order. @returns The same object where it has that order. */
export function inOrder(room: RoomDocument, queue: QueueItem[]): RoomDocument {
  return queue.every((one, index) => one === room.queue[index])
    ? room
    : { ...room, queue };
}

/** Takes one item off the list. @see SPEC Q8 */
export function removeItem(
  room: RoomDocument,
  itemId: string,
): RoomDocument | Rejection {
  const item = room.queue.find(({ id }) => id === itemId);
  if (!item) return gone;
  return { ...room, queue: room.queue.filter((one) => one !== item) };
}

/** Starts the next video when the present one has ended. @see SPEC Q5 */
export function settleQueue(room: RoomDocument, moment: Moment): RoomDocument {
  const dueMs = nextVideoAt(room);
  const [next, ...queue] = room.queue;
  if (dueMs === null || dueMs > moment.nowMs || !next) return room;
  const { username = "" } = room.members.find(({ id }) => id === next.by) ?? {};
  return showVideo(
    {
      ...room,
      queue,
      lastAction: { by: next.by, username, kind: "next", rev: room.rev + 1 },
    },
    { video: next.video, by: next.by },
    moment,
  );
}

/** Answers who means an item that is not there. */
export const gone: Rejection = {
  rejected: "not_in_queue",
  message: "That video is no longer in the queue.",
};
