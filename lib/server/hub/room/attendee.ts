/**
 * A session as its room sees it.
 * @module
 */
import type { Person } from "../../../shared/person.ts";
import type { Connection } from "../connection/connection.ts";

/**
 * Where a session stands. One that has joined has a page that is looked at or
 * not: as it says, and as the room was told (hub time, ms).
 */
export type SessionState =
  | { readonly name: "joining" | "leaving" }
  | {
    readonly name: "joined";
    isHidden: boolean;
    sentHidden: boolean;
    hiddenSentAtMs: number;
  };

/** Somebody's connection, from before it joins until the store knows that it is gone. */
export interface Attendee {
  readonly connection: Connection;
  readonly request: { readonly member: Person };
  readonly state: SessionState;
  /** When its page was asked for a sign of life last, hub time, ms. */
  pingRequestedAtMs: number;
}
