/**
 * What a document keeps of the state before its last change that can be taken
 * back.
 * @module
 */
import * as v from "valibot";
import { MAX_QUEUE_LENGTH } from "../../shared/limits.ts";
import {
  Finite,
  Id,
  QueueItem,
  Rate,
  Rev,
  RoomMedia,
  RoomVideo,
} from "../../shared/room/room.ts";

const Item = v.object({ item: QueueItem, index: Rev });

/**
 * The state before a change.
 * - `screen`: what was on, and the item of the queue that took its place.
 * - `place`: where the video stood, s.
 * - `item`: what was taken off the queue, and from where.
 * - `order`: the ids of the queue, as it was.
 * - `host`: who was host, and who became it.
 * - `removal`: who was sent out of the room.
 */
export const Before = v.variant("kind", [
  v.object({
    kind: v.literal("screen"),
    video: v.nullable(RoomVideo),
    media: v.nullable(RoomMedia),
    playing: v.boolean(),
    position: Finite,
    rate: Rate,
    item: v.nullable(Item),
  }),
  v.object({
    kind: v.literal("place"),
    videoId: v.nullable(v.string()),
    position: Finite,
  }),
  v.object({ kind: v.literal("item"), item: Item }),
  v.object({
    kind: v.literal("order"),
    ids: v.pipe(v.array(Id), v.maxLength(MAX_QUEUE_LENGTH)),
  }),
  v.object({ kind: v.literal("host"), from: Id, to: Id }),
  v.object({ kind: v.literal("removal"), id: Id }),
]);
/** See the schema of the same name. */
export type Before = v.InferOutput<typeof Before>;

/** Who did it, the revision it made, and the room time up to which it can be taken back, ms. */
export const Undo = v.object({
  by: Id,
  rev: Rev,
  until: Finite,
  before: Before,
});
/** See the schema of the same name. */
export type Undo = v.InferOutput<typeof Undo>;
