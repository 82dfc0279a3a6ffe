/**
 * Rooms in memory that a restart has lost: what a copy must hold to bring one
 * back, and how.
 * @module
 */
import { MAX_QUEUE_LENGTH } from "../../shared/limits.ts";
import { remember } from "./applied.ts";
import { removalOf } from "./removals.ts";
import { createRoom, type RoomDocument } from "./document.ts";

/** A copy of a room that a member carried. */
export interface RoomCopy {
  room: RoomDocument;
  /** When this server's kind signed it, ms since epoch. */
  signedAt: number;
}

/**
 * What of a room is worth carrying. Members come back by themselves, so only
 * the host is in it, who is one by no other word: the size of the room does
 * not matter.
 */
export function copyOf(room: RoomDocument): RoomDocument {
  return {
    ...room,
    // Nobody else's vote comes back, so the host's alone would decide.
    members: room.members.filter(({ id }) => id === room.host)
      .map(({ votes: _votes, ...host }) => ({
        ...host,
        connections: [],
        hidden: [],
      })),
    trail: [],
    opening: null,
    undo: null,
  };
}

/** Whether one copy is newer than another: by its version within one life of the room, else by when it was signed. */
export function isNewerCopy(one: RoomCopy, other: RoomCopy): boolean {
  return one.room.epoch === other.room.epoch
    ? one.room.rev > other.room.rev
    : one.signedAt > other.signedAt;
}

/**
 * Makes a living room of a copy: same timeline, list and host, a new epoch,
 * and revisions that go on. The host has the grace to be back.
 * @param options `present`: the room that members made before the copy came.
 * @see SPEC R28, R46
 */
export function restoreRoom(
  copy: RoomDocument,
  options: { epoch: string; nowMs: number; present?: RoomDocument | null },
): RoomDocument {
  const { epoch, nowMs, present } = options;
  const { gate, timeline } = copy;
  // Who was removed may have been quicker than the copy that says so.
  const here =
    present?.members.filter(({ id }) => removalOf(copy, id, nowMs) === null) ??
      [];
  const away = copy.members
    .filter(({ id }) => !here.some((one) => one.id === id))
    .map((host) => ({ ...host, goneAt: nowMs, isHidden: false }));
  const known = new Set(copy.queue.map(({ id }) => id));
  const added = present?.queue.filter(({ id }) => !known.has(id)) ?? [];
  return {
    ...createRoom(copy.id, epoch),
    rev: Math.max(copy.rev, present?.rev ?? 0),
    // A room that waited was about to play.
    timeline: gate ? { ...timeline, playing: true, at: nowMs } : timeline,
    // A retry of what was applied before the restart must not apply again.
    applied: remember(copy.applied, ...present?.applied ?? []),
    patience: [...copy.patience, ...present?.patience ?? []],
    loadedRev: copy.loadedRev,
    video: copy.video,
    media: copy.media ?? null,
    host: copy.host,
    settings: copy.settings,
    removed: copy.removed ?? [],
    queue: [...copy.queue, ...added].slice(0, MAX_QUEUE_LENGTH),
    members: [...away, ...here],
  };
}
