/**
 * The room protocol: what travels on the socket, as schemas that server and
 * browser share. `docs/protocol.md` is generated from this file.
 * @module
 */
import * as v from "valibot";
import {
  MAX_CLOCK_MS,
  MAX_DRIFT_MS,
  MAX_FIRST_FRAME_MS,
  MAX_RTT_MS,
} from "../limits.ts";
import {
  Clock,
  ControlMode,
  Finite,
  Id,
  NetworkQuality,
  Rate,
  Rev,
  Room,
  RoomMedia,
  RoomPatch,
} from "./room.ts";
import { quickGuard } from "./quick_guard.ts";
import { REACTIONS } from "./reactions.ts";
import { VideoId } from "../video/video.ts";

export * from "./room.ts";

/**
 * What a person asks of the room. Unknown fields are refused.
 * - `load` begins at `position`, s; without one, and for a broadcast, at the beginning.
 * - `set_wait` turns the ready gate on or off; `continue` goes on without those it waits for.
 * - `suggest` adds to the queue; `move_item` moves to a place from 0.
 * - `vote` says whether the sender is for an item of the queue; `sort_queue` puts those with the most votes first.
 * - `undo` takes back what the sender did in revision `rev`: a `load`, `play_item`, `seek`, `remove_item`, `sort_queue`, `hand_over` or `remove_member` of the last seconds.
 * - `ask_remote` lets the host know that the sender would like to have the remote.
 * - `share_remote` gives somebody the remote beside the host, `take_remote` takes it back.
 * - `ask_back` pauses and asks everybody whether they are back; `continue` goes on without those who are not.
 * - `remove_member` sends somebody out of the room; they cannot come back for some minutes.
 */
export const Command = v.variant("type", [
  v.strictObject({ type: v.literal("play") }),
  v.strictObject({ type: v.literal("pause") }),
  v.strictObject({ type: v.literal("seek"), position: Finite }),
  v.strictObject({ type: v.literal("rate"), rate: Rate }),
  v.strictObject({
    type: v.literal("load"),
    videoId: VideoId,
    position: v.optional(Finite),
  }),
  v.strictObject({ type: v.literal("hand_over"), to: Id }),
  v.strictObject({ type: v.literal("set_control"), control: ControlMode }),
  v.strictObject({ type: v.literal("set_wait"), waitForAll: v.boolean() }),
  v.strictObject({ type: v.literal("continue") }),
  v.strictObject({ type: v.literal("suggest"), videoId: VideoId }),
  v.strictObject({ type: v.literal("play_item"), itemId: Id }),
  v.strictObject({
    type: v.literal("move_item"),
    itemId: Id,
    to: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.strictObject({ type: v.literal("remove_item"), itemId: Id }),
  v.strictObject({
    type: v.literal("vote"),
    itemId: Id,
    isFor: v.boolean(),
  }),
  v.strictObject({ type: v.literal("sort_queue") }),
  v.strictObject({ type: v.literal("undo"), rev: Rev }),
  v.strictObject({ type: v.literal("ask_remote") }),
  v.strictObject({ type: v.literal("ask_back"), plays: v.boolean() }),
  v.strictObject({ type: v.literal("remove_member"), memberId: Id }),
  v.strictObject({ type: v.literal("share_remote"), memberId: Id }),
  v.strictObject({ type: v.literal("take_remote"), memberId: Id }),
]);
/** See the schema of the same name. */
export type Command = v.InferOutput<typeof Command>;

/**
 * How a viewer's corrections have gone.
 * - `attempts`, `successes`: corrections begun, and those that reached the target.
 * - `averageSyncDelta`: size of the drift, exponentially weighted, s.
 * - `lastSyncAt`: room time of the last success, ms.
 */
export const SyncReport = v.strictObject({
  attempts: Rev,
  successes: Rev,
  averageSyncDelta: v.pipe(
    Finite,
    v.minValue(0),
    v.maxValue(MAX_DRIFT_MS / 1000),
  ),
  lastSyncAt: v.optional(Clock),
});
/** See the schema of the same name. */
export type SyncReport = v.InferOutput<typeof SyncReport>;

/** Why somebody does not see what the room sees: their media fails, they paused for themselves, or their media has another length. */
export const Trouble = v.picklist([
  "cannot_play",
  "paused_here",
  "other_length",
]);
/** See the schema of the same name. */
export type Trouble = v.InferOutput<typeof Trouble>;

/** What somebody shows over the picture. `count` grows with each of theirs. */
export const Reaction = v.strictObject({
  kind: v.picklist(REACTIONS),
  count: Rev,
});
/** See the schema of the same name. */
export type Reaction = v.InferOutput<typeof Reaction>;

/** A place on a viewer's screen, s; a broadcast's are as large as the clock's. */
const MediaTime = v.pipe(
  Finite,
  v.minValue(0),
  v.maxValue(MAX_CLOCK_MS / 1000),
);

/** What a client's player finds the media of a video to be. */
export const MediaReport = v.strictObject({
  videoId: VideoId,
  media: RoomMedia,
});
/** See the schema of the same name. */
export type MediaReport = v.InferOutput<typeof MediaReport>;

/** How a client's player is doing, for who runs this server: nobody else hears of it. `firstFrameMs`: from the last load to its first picture. `stalls`: since the page was opened. */
export const PlayerReport = v.strictObject({
  engine: v.picklist(["hls", "playkit"]),
  firstFrameMs: v.optional(
    v.pipe(Finite, v.minValue(0), v.maxValue(MAX_FIRST_FRAME_MS)),
  ),
  stalls: Rev,
});
/** See the schema of the same name. */
export type PlayerReport = v.InferOutput<typeof PlayerReport>;

/** What a client tells about itself; identity never comes from here. `driftMs`: media time minus target, negative: behind. `lastActive`: room time of the last interaction, ms. `media` goes to the room's rules, `player` to who runs the server; the others hear neither. */
export const PresenceReport = v.strictObject({
  status: v.picklist(["active", "inactive", "away"]),
  playbackState: v.optional(v.strictObject({
    isPlaying: v.boolean(),
    currentTime: MediaTime,
    buffering: v.boolean(),
  })),
  networkQuality: v.optional(NetworkQuality),
  driftMs: v.optional(
    v.pipe(Finite, v.minValue(-MAX_DRIFT_MS), v.maxValue(MAX_DRIFT_MS)),
  ),
  rttMs: v.optional(v.pipe(Finite, v.minValue(0), v.maxValue(MAX_RTT_MS))),
  sync: v.optional(SyncReport),
  trouble: v.optional(Trouble),
  reaction: v.optional(Reaction),
  lastActive: v.optional(Clock),
  media: v.optional(MediaReport),
  player: v.optional(PlayerReport),
});
/** See the schema of the same name. */
export type PresenceReport = v.InferOutput<typeof PresenceReport>;

/** A report as the others hear it. Without a `currentTime` its viewer is where the room is: so a crowd hears only of who is not. */
export const PublicReport = v.object({
  ...PresenceReport.entries,
  playbackState: v.optional(v.object({
    isPlaying: v.boolean(),
    currentTime: v.optional(MediaTime),
    buffering: v.boolean(),
  })),
});
/** See the schema of the same name. */
export type PublicReport = v.InferOutput<typeof PublicReport>;

/**
 * Messages from a client.
 * - `command`: `id` is made by the client, a retry carries the same one; `epoch` and `rev` are what the person saw.
 * - `ping`: `t0` is the client's monotonic clock, ms.
 * - `ready` answers a gate, or a ready check: `rev` is its own.
 * - `stalled`: the picture has stood still for long while the room plays.
 * - `resync` asks for a fresh `welcome` after a gap in `rev`.
 * - `leave` is the good-bye of one page. Without it a member is kept for 10 s.
 * - `report` says how one is doing, every few seconds; it is passed on once a second, in a crowd every other second.
 */
export const ClientMessage = v.variant("type", [
  v.strictObject({
    type: v.literal("command"),
    id: Id,
    epoch: Id,
    rev: Rev,
    command: Command,
  }),
  v.strictObject({ type: v.literal("ping"), t0: Clock }),
  v.strictObject({ type: v.literal("report"), report: PresenceReport }),
  v.strictObject({ type: v.literal("ready"), rev: Rev }),
  v.strictObject({ type: v.literal("stalled") }),
  v.strictObject({ type: v.literal("resync") }),
  v.strictObject({ type: v.literal("leave") }),
]);
/** See the schema of the same name. */
export type ClientMessage = v.InferOutput<typeof ClientMessage>;

/** Facts behind a refusal: the name of whose doing it is, and how long it lasts, s. */
export const RefusalDetails = v.object({ by: v.string(), retryAfterS: Finite });

const Presence = v.record(v.string(), PublicReport);

/** How far apart the screens of a room are: percentiles over all pairs of `viewers` who play, ms. */
export const Skew = v.object({ p50Ms: Finite, p95Ms: Finite, viewers: Rev });
/** See the schema of the same name. */
export type Skew = v.InferOutput<typeof Skew>;

/**
 * Messages from the server.
 * - `welcome`: `build` names the server's build; a page of another one offers to reload.
 * - `patch`: applies to revision `from`; with another one, ask for `resync`. In a room that is controlled often it carries what a `presence` would; with that alone, `skew` says something.
 * - `pong`: `t1` and `t2` are the room times of receipt and of sending, ms.
 * - `presence`: the reports that changed, by member id (from `CROWD` members on every other second, those that look different to people, and some others in turn), and the skew that all of them make; without one when fewer than two play.
 * - `snapshot`: signed copy of the room, to be handed back with the next ticket; it restores a room lost in a restart.
 * - `ping_request`: sent after a silence and answered by a `ping`, so that sleeping tabs stay known.
 */
export const ServerMessage = v.variant("type", [
  v.object({
    type: v.literal("welcome"),
    protocol: v.number(),
    you: Id,
    build: v.optional(v.string()),
    room: Room,
    presence: Presence,
  }),
  v.object({
    type: v.literal("patch"),
    epoch: Id,
    from: Rev,
    rev: Rev,
    patch: RoomPatch,
    presence: v.optional(Presence),
    skew: v.optional(Skew),
  }),
  v.object({ type: v.literal("ack"), id: Id, epoch: Id, rev: Rev }),
  v.object({
    type: v.literal("error"),
    id: v.optional(Id),
    code: v.string(),
    error: v.string(),
    details: v.optional(RefusalDetails),
  }),
  v.object({
    type: v.literal("pong"),
    t0: Finite,
    t1: Finite,
    t2: Finite,
  }),
  v.object({
    type: v.literal("presence"),
    presence: Presence,
    skew: v.optional(Skew),
  }),
  v.object({ type: v.literal("snapshot"), snapshot: v.string() }),
  v.object({ type: v.literal("ping_request") }),
  v.object({ type: v.literal("bye"), retryAfterMs: Finite }),
]);
/** See the schema of the same name. */
export type ServerMessage = v.InferOutput<typeof ServerMessage>;

/** Outcome of {@linkcode parseClientMessage}. */
type ParsedClientMessage =
  | { ok: true; message: ClientMessage }
  | {
    ok: false;
    code: "bad_message" | "field_of_power";
    /** Sentence for the developer of a client. */
    error: string;
    /** Id of the refused command, if it had a readable one. */
    id?: string;
  };

/** Fields that only the server sets; a client that sends one tries to be more than it is. */
const FIELDS_OF_POWER = /(^|\.)(host|isHost|role|roles|by|at|userId)$/;

const CLIENT_FORMS = new Map(
  ClientMessage.options.map((form) =>
    [form.entries.type.literal as unknown, form] as const
  ),
);

/** What something that names its type has to be: trying each in turn costs several times as much. */
function formOf(json: unknown) {
  const type = typeof json === "object" && json !== null && "type" in json
    ? json.type
    : undefined;
  return CLIENT_FORMS.get(type) ?? ClientMessage;
}

/** Made when the first message comes: browsers never read one. */
let isClientMessage: ((json: unknown) => json is ClientMessage) | null = null;

/** Parses bytes from a client. Never throws. */
export function parseClientMessage(data: unknown): ParsedClientMessage {
  const json = parseJson(data);
  isClientMessage ??= quickGuard(ClientMessage);
  if (isClientMessage(json)) return { ok: true, message: json };
  const result = v.safeParse(formOf(json), json);
  if (result.success) return { ok: true, message: result.output };
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? "";
  const id = commandId(json);
  const isPower = FIELDS_OF_POWER.test(path);
  return {
    ok: false,
    code: isPower ? "field_of_power" : "bad_message",
    error: isPower
      ? `Cannot set "${path}": it is the server's to decide.`
      : `Cannot read the message${path && ` at "${path}"`}: ${issue.message}`,
    ...(id === undefined ? {} : { id }),
  };
}

/** Parses bytes from the server. @returns `null` for what this client does not know: a newer server may say more. */
export function parseServerMessage(data: unknown): ServerMessage | null {
  const result = v.safeParse(ServerMessage, parseJson(data));
  return result.success ? result.output : null;
}

function parseJson(data: unknown): unknown {
  if (typeof data !== "string") return undefined;
  try {
    return JSON.parse(data);
  } catch {
    // The schema refuses `undefined` with the same code as any other nonsense.
    return undefined;
  }
}

function commandId(json: unknown): string | undefined {
  const result = v.safeParse(
    v.object({ type: v.literal("command"), id: Id }),
    json,
  );
  return result.success ? result.output.id : undefined;
}
