/**
 * What can happen to a room, and why it may be refused.
 * @module
 */
import type { Person } from "../shared/person.ts";
import type { Command, RoomVideo } from "../shared/room/protocol.ts";
import type { Presences } from "./members/connections.ts";
import type { MediaReports } from "./verdict.ts";

export { isRejection, type Rejection } from "./document/rejection.ts";

/** What a step of the room knows about the moment. */
export interface Moment {
  /** Room time, ms. */
  nowMs: number;
  /** Time until a change takes effect, ms. */
  leadMs: number;
}

/** Something that happens to a room. */
export type Operation =
  | {
    type: "join";
    member: Person;
    connectionId: string;
    maxMembers: number;
    /** Whom the link names by which they came. */
    creatorId?: string;
  }
  /** A connection is lost; the member has until `HOST_GRACE_MS` to be back. */
  | { type: "disconnect"; memberId: string; connectionId: string }
  /** The member says good-bye on one connection; on the last one they are gone at once. */
  | { type: "leave"; memberId: string; connectionId: string }
  /** An instance puts right what the document says of its sockets. */
  | ({ type: "reconcile" } & Presences)
  /** Time has passed: members who stayed away are let go, a gate's wait ends, the next video starts. */
  | { type: "settle" }
  /** One page of a member was hidden or shown. */
  | {
    type: "attend";
    memberId: string;
    connectionId: string;
    isHidden: boolean;
  }
  /** Members are ready for the gate of revision `rev`. */
  | { type: "ready"; memberIds: readonly string[]; rev: number }
  /** Members have reported what they find the media to be. */
  | { type: "media_reported"; reports: MediaReports }
  /** A member has come with a video that they picked outside. */
  | { type: "bring"; memberId: string; commandId: string; video: RoomVideo }
  /** A member's picture has stood still for `STALL_MS`. */
  | { type: "stalled"; memberId: string }
  | {
    type: "command";
    memberId: string;
    commandId: string;
    /** Version that the person saw when acting. */
    base: { epoch: string; rev: number };
    command: Command;
    /** The video that `load` names, as the catalogue knows it. */
    video?: RoomVideo;
  };
