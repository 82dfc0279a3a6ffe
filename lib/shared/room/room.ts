/**
 * What a room is, as everyone in it may know it: schemas and their types.
 * @module
 */
import * as v from "valibot";
import {
  MAX_CLOCK_MS,
  MAX_COHOSTS,
  MAX_HOLD_BACK_S,
  MAX_ID_LENGTH,
  MAX_MEDIA_S,
  MAX_PROGRAMME_S,
  MAX_QUEUE_LENGTH,
  MAX_ROOM_ID_LENGTH,
  MAX_ROOM_RATE,
  MAX_TEXT_LENGTH,
  MAX_URL_LENGTH,
  MAX_VOTES,
  MIN_ROOM_RATE,
} from "../limits.ts";
import { VideoId, VideoKind } from "../video/video.ts";

/** A number that arithmetic can trust. */
export const Finite = v.pipe(v.number(), v.finite());
/** A reading of a clock, ms: room time, or a device's own. */
export const Clock = v.pipe(
  Finite,
  v.minValue(-MAX_CLOCK_MS),
  v.maxValue(MAX_CLOCK_MS),
);
/** An id of a member, command, epoch or queue item: of letters that are one byte each, in every encoding. */
export const Id = v.pipe(
  v.string(),
  v.regex(new RegExp(`^[A-Za-z0-9_.:-]{1,${MAX_ID_LENGTH}}$`)),
);
/** An id of a room: of an instance of the Activity. */
const RoomId = v.pipe(
  v.string(),
  v.regex(new RegExp(`^[A-Za-z0-9_.:-]{1,${MAX_ROOM_ID_LENGTH}}$`)),
);
/** A revision. */
export const Rev = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Playback rate of a room, unitless. */
export const Rate = v.pipe(
  Finite,
  v.minValue(MIN_ROOM_RATE),
  v.maxValue(MAX_ROOM_RATE),
);
const Text = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH));
const Address = v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH));

/** How well a member's client is connected (docs/design.md, "Sync"). */
export const NetworkQuality = v.picklist(["good", "fair", "poor"]);
/** See the schema of the same name. */
export type NetworkQuality = v.InferOutput<typeof NetworkQuality>;

/** Order of the versions of one room: a new `epoch` when the past was lost. */
export interface Version {
  epoch: string;
  rev: number;
}

/** What should be on screen. `position` in seconds of media holds at room time `at` (ms); `by` is the member who last changed it. */
export const Timeline = v.object({
  videoId: v.nullable(VideoId),
  playing: v.boolean(),
  position: Finite,
  rate: Rate,
  at: Clock,
  by: v.nullable(Id),
});
/** See the schema of the same name. */
export type Timeline = v.InferOutput<typeof Timeline>;

/** The loaded video, as far as everyone in the room may know it; `duration` in seconds, as the catalogue says; 0: it does not know. Without `kind` it is a `video`. */
export const RoomVideo = v.object({
  id: VideoId,
  title: Text,
  duration: v.pipe(Finite, v.minValue(0)),
  thumbnailUrl: v.optional(Address),
  kind: v.optional(VideoKind),
});
/** See the schema of the same name. */
export type RoomVideo = v.InferOutput<typeof RoomVideo>;

/** A span of media, s. */
const Span = v.pipe(Finite, v.minValue(0), v.maxValue(MAX_MEDIA_S));

/**
 * What viewers find the media itself to be, whatever the catalogue says.
 * - `recorded`: it has an end, at `duration` (s).
 * - `live`: a broadcast. Places in it are moments of programme time, in seconds since epoch (`EXT-X-PROGRAM-DATE-TIME`).
 *   `to` is the newest moment on offer at room time `at` (ms), `span` how far back one can go from there (s), `holdBack` how far from `to` one has to stay (s).
 *   `moves`: which ends of that window go on with time; `none` once the broadcast is over.
 */
export const RoomMedia = v.variant("kind", [
  v.strictObject({
    kind: v.literal("recorded"),
    duration: v.pipe(Finite, v.gtValue(0), v.maxValue(MAX_MEDIA_S)),
  }),
  v.strictObject({
    kind: v.literal("live"),
    to: v.pipe(Finite, v.gtValue(0), v.maxValue(MAX_PROGRAMME_S)),
    at: Clock,
    span: Span,
    holdBack: v.pipe(Finite, v.minValue(0), v.maxValue(MAX_HOLD_BACK_S)),
    moves: v.picklist(["both", "end", "none"]),
  }),
]);
/** See the schema of the same name. */
export type RoomMedia = v.InferOutput<typeof RoomMedia>;
/** The media of a broadcast. */
export type LiveMedia = Extract<RoomMedia, { kind: "live" }>;

/** A signed-in person in the room. `joinedAt`: room time, ms. `goneAt`: room time since which no connection is open, ms. `isHidden`: all their pages are hidden or tiles, so nobody waits for them. `back`: the ready check that they have answered, by its `rev`. `votes`: items of the queue that they have voted for, by id; those that have left the queue count nothing. */
export const Member = v.object({
  id: Id,
  username: Text,
  avatarUrl: v.nullable(Address),
  joinedAt: Clock,
  goneAt: v.nullable(Clock),
  isHidden: v.boolean(),
  back: v.optional(Rev),
  votes: v.optional(v.pipe(v.array(Id), v.maxLength(MAX_VOTES))),
});
/** See the schema of the same name. */
export type Member = v.InferOutput<typeof Member>;

/** Who may control the room. */
export const ControlMode = v.picklist(["host", "everyone"]);
/** See the schema of the same name. */
export type ControlMode = v.InferOutput<typeof ControlMode>;

/** What the host may set. `cohosts`: who has the remote beside the host, for as long as the room lives. */
export const RoomSettings = v.object({
  control: ControlMode,
  waitForAll: v.boolean(),
  cohosts: v.optional(v.pipe(v.array(Id), v.maxLength(MAX_COHOSTS))),
});
/** See the schema of the same name. */
export type RoomSettings = v.InferOutput<typeof RoomSettings>;

/** A suggested or planned video; `by` is the member who suggested it. */
export const QueueItem = v.object({ id: Id, video: RoomVideo, by: Id });
/** See the schema of the same name. */
export type QueueItem = v.InferOutput<typeof QueueItem>;

/** Who did what; `username` is kept because the person may have left since, `rev` because the same thing can be done twice. `whom`: whom it was done to; they may have left since. */
export const Action = v.object({
  by: Id,
  username: Text,
  whom: v.optional(v.object({ id: Id, username: Text })),
  kind: v.picklist([
    "play",
    "pause",
    "seek",
    "rate",
    "load",
    "hand_over",
    "take_over",
    "set_control",
    "set_wait",
    "continue",
    "suggest",
    "play_item",
    "move_item",
    "remove_item",
    "next",
    "undo",
    "ask_remote",
    "remove_member",
    "share_remote",
    "take_remote",
    "sort_queue",
  ]),
  rev: Rev,
});
/** See the schema of the same name. */
export type Action = v.InferOutput<typeof Action>;

/**
 * The room waits: its timeline stands still until all of `waitingFor` (member
 * ids) are ready, or until room time `until` (ms). `since`: room time at which
 * it began. `rev`: the revision that opened it; who is ready names it.
 */
export const Gate = v.object({
  rev: Rev,
  reason: v.picklist(["load", "seek", "stall"]),
  waitingFor: v.array(Id),
  since: Clock,
  until: Clock,
});
/** See the schema of the same name. */
export type Gate = v.InferOutput<typeof Gate>;

/**
 * Everybody is asked whether they are back, until room time `until` (ms). `by`:
 * who asks. `since`: room time at which they did. `rev`: the revision that asked;
 * who is back names it. `plays`: the film goes on once all are.
 */
export const ReadyCheck = v.object({
  rev: Rev,
  by: Id,
  since: Clock,
  until: Clock,
  plays: v.boolean(),
});
/** See the schema of the same name. */
export type ReadyCheck = v.InferOutput<typeof ReadyCheck>;

const parts = {
  timeline: Timeline,
  gate: v.nullable(Gate),
  check: v.nullish(ReadyCheck),
  video: v.nullable(RoomVideo),
  media: v.nullish(RoomMedia),
  host: v.nullable(Id),
  settings: RoomSettings,
  members: v.array(Member),
  queue: v.pipe(v.array(QueueItem), v.maxLength(MAX_QUEUE_LENGTH)),
  lastAction: v.nullable(Action),
};

/** The room document as clients see it. `media`: what its viewers found the loaded video to be, `null` while nobody knows. `host` is `null` only in an empty room; `members` in order of joining. */
export const Room = v.object({ id: RoomId, epoch: Id, rev: Rev, ...parts });
/** See the schema of the same name. */
export type Room = v.InferOutput<typeof Room>;

/** How the members changed: who is `gone`, and who is new or has changed in `now`; new ones come last. */
export const MembersPatch = v.object({
  gone: v.array(Id),
  now: v.array(Member),
});
/** See the schema of the same name. */
export type MembersPatch = v.InferOutput<typeof MembersPatch>;

/** Parts of a room that one revision changed; of its members either all, or in `people` what changed of them. */
export const RoomPatch = v.partial(
  v.object({ ...parts, people: MembersPatch }),
);
/** See the schema of the same name. */
export type RoomPatch = v.InferOutput<typeof RoomPatch>;
