/**
 * The room document: what a store keeps of one room. Clients see it without
 * its bookkeeping ({@linkcode publicRoom}).
 * @module
 */
import type { Member, Room } from "../../shared/room/protocol.ts";
import type { AppliedCommand } from "./applied.ts";
import type { Undo } from "./undo.ts";

/** A member with the ids of its open connections. */
export interface StoredMember extends Member {
  connections: string[];
  /** Those of `connections` whose page is hidden. */
  hidden: string[];
}

/** A room that has just begun, and for whom its first host keeps the place. */
interface Opening {
  /** The first member, who came by the link. */
  firstId: string;
  /** Whom the link names. That it is them, their own session proves. */
  creatorId: string;
  /** Room time up to which they become host, ms. */
  until: number;
}

/** What a room has waited for one person lately. */
export interface Patience {
  /** Of the person. */
  id: string;
  /** Of {@linkcode PATIENCE_MS}. */
  spentMs: number;
  /** Room time at which it is forgotten, ms. */
  untilMs: number;
}

/** Somebody whom the host has sent out. */
export interface Removal {
  /** Of the person. */
  id: string;
  /** Name of the host who did it. */
  by: string;
  /** Room time up to which they stay out, ms. */
  untilMs: number;
}

/** The document of one room. */
export interface RoomDocument extends Omit<Room, "members"> {
  members: StoredMember[];
  /** Oldest first, at most `REMEMBERED_COMMANDS`. */
  applied: AppliedCommand[];
  /** What the room has waited for people lately. */
  patience: Patience[];
  /** Revision that loaded the present video: older commands meant another one. */
  loadedRev: number;
  /** A unique word for each of the last revisions, newest last: distinguishes a store that went back and on from one that went on. */
  trail: readonly string[];
  /** For whom the first host keeps the place; documents of older servers have none. */
  opening?: Opening | null;
  /** What can be taken back for some seconds; documents of older servers have none. */
  undo?: Undo | null;
  /** Who may not come in, at most `MAX_REMOVED`; documents of older servers have none. */
  removed?: readonly Removal[];
}

/** Revisions whose words a document keeps. Chosen: what a room does in the seconds until an instance looks. */
export const TRAIL_LENGTH = 32;

/**
 * Makes an empty room.
 * @param epoch Unique word for this life of the room.
 */
export function createRoom(id: string, epoch: string): RoomDocument {
  return {
    id,
    epoch,
    rev: 0,
    timeline: {
      videoId: null,
      playing: false,
      position: 0,
      rate: 1,
      at: 0,
      by: null,
    },
    gate: null,
    video: null,
    media: null,
    host: null,
    settings: { control: "host", waitForAll: true },
    members: [],
    queue: [],
    lastAction: null,
    applied: [],
    patience: [],
    loadedRev: 0,
    trail: [],
  };
}

const publicMembers = new WeakMap<StoredMember, Member>();

/** A member without bookkeeping; the same object for the same member, since rooms are large and change by one. */
export function publicMember(stored: StoredMember): Member {
  const known = publicMembers.get(stored);
  if (known) return known;
  const { connections: _connections, hidden: _hidden, ...member } = stored;
  publicMembers.set(stored, member);
  return member;
}

/** The part of a document that clients may see. */
export function publicRoom(room: RoomDocument): Room {
  const {
    applied: _applied,
    patience: _patience,
    loadedRev: _loadedRev,
    trail: _trail,
    opening: _opening,
    undo: _undo,
    removed: _removed,
    members,
    ...rest
  } = room;
  return {
    ...rest,
    members: members.map(publicMember),
  };
}
