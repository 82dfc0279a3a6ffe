/**
 * The port to wherever room documents are kept. One contract suite
 * (`tests/store_contract/`) holds for every implementation.
 * @module
 */
import type { RoomDocument } from "../../room/document/document.ts";
import type { Rejection } from "../../room/operation.ts";
import type { Peers } from "./peers.ts";
import type { TicketVault } from "./ticket_vault.ts";

/** Decides a change. Must be pure: a store may call it again after a conflict. */
export type Reduce = (
  /** `null` when the room does not exist. */
  room: RoomDocument | null,
  context: { nowMs: number },
) => RoomDocument | Rejection;

/** Outcome of an update; a conflict is a value, not an exception. */
export type UpdateResult =
  | { status: "ok"; room: RoomDocument }
  | { status: "rejected"; rejection: Rejection }
  /** Others kept winning the race; nothing was written. */
  | { status: "conflict" };

/** Keeps room documents and announces their changes. A room that nobody watches is forgotten after `ABANDONED_MS`. */
export interface RoomStore {
  /** @throws {DomainError} `store_unavailable` */
  load(id: string): Promise<RoomDocument | null>;
  /**
   * Compare-and-swap, retried. Writes nothing when `reduce` returns the
   * document it was given. Updates of one room happen in the order of the calls.
   * @throws {DomainError} `store_unavailable`, within `STORE_DEADLINE_MS`; what was asked may have happened all the same.
   */
  update(id: string, reduce: Reduce): Promise<UpdateResult>;
  /**
   * Calls `onChange` with the newest document after changes; may skip versions
   * and repeat them. Looks for itself every `RECHECK_MS`, so a lost
   * notification delays only. `null`: there is no such room any more.
   * @returns The disposer.
   */
  watch(
    id: string,
    onChange: (room: RoomDocument | null) => void,
  ): () => void;
  /** Room time now, ms since epoch. Goes back only when the store's own clock is set back. */
  nowMs(): number;
  /** Whether the store answers. */
  isHealthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** All that a server keeps outside of itself. Closing the store closes all. */
export interface Backend {
  store: RoomStore;
  peers: Peers;
  vault: TicketVault;
}

/** Time after which a room that nobody watches is forgotten, ms. Source: docs/design.md, "Rooms". */
export const ABANDONED_MS = 600_000;
/** Time between two looks at a watched room, ms. Source: docs/design.md, "Rooms". */
export const RECHECK_MS = 5000;
/** Longest time that a change may take, ms. Source: docs/design.md, "Rooms". */
export const STORE_DEADLINE_MS = 1000;

/** What lies under a room's id: `version` is the store's own word for it. */
export interface Found {
  version: string | null;
  room: RoomDocument | null;
}
