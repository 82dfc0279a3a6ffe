/**
 * Rooms for tests of the rules: made by operations, as in life.
 * @module
 */
import {
  createRoom,
  type RoomDocument,
} from "../../lib/room/document/document.ts";
import { reduce } from "../../lib/room/reducer.ts";
import {
  isRejection,
  type Operation,
  type Rejection,
} from "../../lib/room/operation.ts";
import type {
  Command,
  RoomMedia,
  RoomVideo,
} from "../../lib/shared/room/protocol.ts";

/** Room time at which test rooms begin, ms. */
export const START_MS = 1_000_000;
/** Lead of every control in test rooms, ms. */
export const LEAD_MS = 200;

/** Videos that test rooms know. */
export const VIDEOS: Readonly<Record<string, RoomVideo>> = {
  v1: { id: "v1", title: "One", duration: 100 },
  v2: { id: "v2", title: "Two", duration: 50 },
  // Whose length the catalogue does not know, or gets wrong; and a broadcast.
  v0: { id: "v0", title: "Unknown", duration: 0 },
  short: { id: "short", title: "Said to be short", duration: 1 },
  live: { id: "live", title: "Live", duration: 0, kind: "live" },
};

let commands = 0;
let stamps = 0;

/** A room under test: each step changes it or throws what refused it. */
export class TestRoom {
  /** The document now. */
  document: RoomDocument;
  /** Room time now, ms. */
  nowMs: number = START_MS;

  /** @param memberIds Join one after the other; the first is host. */
  constructor(...memberIds: string[]) {
    this.document = createRoom("r", "e1");
    for (const id of memberIds) this.join(id);
  }

  /** Lets time pass. */
  wait(ms: number): this {
    this.nowMs += ms;
    return this;
  }

  /** Applies an operation. @returns The refusal's code, or `null`. */
  try(operation: Operation): Rejection["rejected"] | null {
    const { nowMs } = this;
    const result = reduce(this.document, operation, {
      nowMs,
      leadMs: LEAD_MS,
      stamp: `s${stamps++}`,
    });
    if (isRejection(result)) return result.rejected;
    this.document = result;
    return null;
  }

  /** Applies an operation that must be accepted. */
  apply(operation: Operation): this {
    const refused = this.try(operation);
    if (refused) throw new Error(`refused: ${refused}`);
    return this;
  }

  /** Somebody opens a page. */
  join(id: string, connectionId = `c-${id}`): this {
    return this.apply({
      type: "join",
      member: { id, username: id.toUpperCase(), avatarUrl: null },
      connectionId,
      maxMembers: 200,
    });
  }

  /** A page of somebody is hidden, or shown. */
  hide(
    memberId: string,
    connectionId = `c-${memberId}`,
    isHidden = true,
  ): this {
    return this.apply({ type: "attend", memberId, connectionId, isHidden });
  }

  /** Somebody's picture stands still. @returns The refusal's code, or `null`. */
  stall(memberId: string): Rejection["rejected"] | null {
    return this.try({ type: "stalled", memberId });
  }

  /** Somebody's only connection is lost. */
  disconnect(memberId: string): this {
    return this.apply({
      type: "disconnect",
      memberId,
      connectionId: `c-${memberId}`,
    });
  }

  /** Somebody gives a command. @returns The refusal's code, or `null`. */
  tell(memberId: string, command: Command): Rejection["rejected"] | null {
    const video = "videoId" in command ? VIDEOS[command.videoId] : undefined;
    return this.try({
      type: "command",
      memberId,
      commandId: `k${commands++}`,
      base: this.document,
      command,
      ...(video ? { video } : {}),
    });
  }

  /** Members report what they find the media of the loaded video to be. */
  hear(media: Readonly<Record<string, RoomMedia>>): this {
    const videoId = this.document.video?.id ?? "none";
    return this.apply({
      type: "media_reported",
      reports: Object.fromEntries(
        Object.entries(media).map(([id, media]) => [id, { videoId, media }]),
      ),
    });
  }

  /** Members are ready for the gate that is open. */
  ready(...memberIds: string[]): this {
    const rev = this.document.gate?.rev ?? -1;
    return this.apply({ type: "ready", memberIds, rev });
  }
}
