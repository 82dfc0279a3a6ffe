/**
 * The port to wherever room documents are kept. One contract suite
 * (`tests/room_store_contract.ts`) holds for every implementation.
 * @module
 */
import type { RoomDocument } from "../room/document.ts";
import type { Rejection } from "../room/reducer.ts";

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

/** Keeps room documents and tells of their changes. */
export interface RoomStore {
  /** @throws {DomainError} `store_unavailable` */
  load(id: string): Promise<RoomDocument | null>;
  /**
   * Compare-and-swap, retried. Writes nothing when `reduce` returns the
   * document it was given.
   * @throws {DomainError} `store_unavailable`
   */
  update(id: string, reduce: Reduce): Promise<UpdateResult>;
  /**
   * Calls `onChange` with the newest document after changes; may skip
   * versions. `null`: the room was removed.
   * @returns The disposer.
   */
  watch(
    id: string,
    onChange: (room: RoomDocument | null) => void,
  ): () => void;
  /** Room time now, ms since epoch; never goes back. */
  nowMs(): number;
  /** Whether the store answers. */
  isHealthy(): Promise<boolean>;
  close(): Promise<void>;
}
