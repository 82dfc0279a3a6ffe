/**
 * Each change of a room's document through the store, whatever has become of
 * the store's own: what this instance knows better goes on, and a copy that a
 * member carried brings a lost room back.
 * @module
 */
import {
  createRoom,
  type RoomDocument,
} from "../../../room/document/document.ts";
import {
  isNewerCopy,
  restoreRoom,
  type RoomCopy,
} from "../../../room/document/restoring.ts";
import { hasGoneBack, recover } from "../../../room/document/recovery.ts";
import { isRejection, type Operation } from "../../../room/operation.ts";
import type { nextSettleAt, reduce } from "../../../room/reducer.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Timers } from "../../../shared/timers.ts";
import type { RoomStore } from "../../store/store.ts";
import { RESTORE_WINDOW_MS } from "./limits.ts";
import type { LocalRoom } from "./local_room.ts";
import type { LostRooms } from "./lost_rooms.ts";
import type { HubTelemetry } from "../connection/measure.ts";

/** The rules that a hub keeps; tests plant faults here. */
export interface Rules {
  reduce: typeof reduce;
  nextSettleAt: typeof nextSettleAt;
}

/** Changes one room's document. */
export interface Updates {
  /** One operation through the store; a function makes it inside the change. @throws {DomainError} */
  apply(operation: Operation | (() => Operation)): Promise<RoomDocument>;
  /** The store tells. @returns Whether it has gone back behind what this instance knows. */
  hear(document: RoomDocument | null): boolean;
  /** The store has gone back, and has not been told better yet. */
  readonly isAhead: boolean;
}

/** @param options `publish` takes each document that a change has made. */
export function createUpdates(options: {
  local: LocalRoom;
  store: RoomStore;
  rules: Rules;
  lost: LostRooms | undefined;
  timers: Pick<Timers, "now">;
  measure: Pick<HubTelemetry, "newEpoch">;
  newId: () => string;
  publish(document: RoomDocument): void;
}): Updates {
  const { local, store, rules, lost, timers, measure, newId } = options;
  const { id } = local;
  let isAhead = false;
  /** How the room began on this server, if it did: when, and from which copy. */
  let beginning: { sinceMs: number; copy: RoomCopy | null } | null = null;

  /**
   * The copy that brings a lost room back, or that is newer than what it was
   * brought back from in the last seconds: whoever carried it came later.
   * @see SPEC R46
   */
  function copyFor(stored: RoomDocument | null): RoomCopy | null {
    const copy = lost?.newest(id) ?? null;
    if (!copy || local.pastEpochs.has(copy.room.epoch)) return null;
    if (!stored) return local.document ? null : copy;
    if (!beginning || stored.epoch === copy.room.epoch) return null;
    // Where nothing has been picked there is nothing to lose.
    const isBare = stored.video === null && stored.queue.length === 0;
    const isYoung = isBare ||
      timers.now() - beginning.sinceMs < RESTORE_WINDOW_MS;
    const isNewer = !beginning.copy || isNewerCopy(copy, beginning.copy);
    return isYoung && isNewer ? copy : null;
  }

  /** What a change builds on: the stored room, unless its past was lost. */
  function baseOf(
    stored: RoomDocument | null,
    { copy, nowMs }: { copy: RoomCopy | null; nowMs: number },
  ): { room: RoomDocument; why: "restored" | "recovered" | null } {
    if (copy) {
      const restored = { epoch: newId(), nowMs, present: stored };
      return { room: restoreRoom(copy.room, restored), why: "restored" };
    }
    const known = local.document;
    if (known && stored !== known && hasGoneBack(stored, local)) {
      return { room: recover(known, newId()), why: "recovered" };
    }
    return { room: stored ?? createRoom(id, newId()), why: null };
  }

  async function apply(
    operation: Operation | (() => Operation),
  ): Promise<RoomDocument> {
    let lostPast: "restored" | "recovered" | null = null;
    const result = await store.update(id, (stored, { nowMs }) => {
      const step = typeof operation === "function" ? operation() : operation;
      const copy = step.type === "join" ? copyFor(stored) : null;
      const base = baseOf(stored, { copy, nowMs });
      lostPast = base.why;
      const room = rules.reduce(base.room, step, {
        nowMs,
        leadMs: local.leadMs(),
        stamp: newId().slice(0, 8),
      });
      // Noted here, not when it is told: who comes at the same instant finds
      // a room that has begun. Where there are copies the store is this
      // process, and what is made of a room is what it keeps.
      if ((copy || !stored) && !isRejection(room)) {
        beginning = { sinceMs: beginning?.sinceMs ?? timers.now(), copy };
      }
      return room;
    });
    switch (result.status) {
      case "ok":
        if (lostPast) measure.newEpoch(lostPast);
        isAhead = false;
        options.publish(result.room);
        return result.room;
      case "rejected":
        throw new DomainError(
          result.rejection.rejected,
          result.rejection.message,
          { details: result.rejection.details },
        );
      case "conflict":
        throw new DomainError(
          "conflict",
          "Several people pressed at once. Try again.",
        );
    }
  }

  return {
    apply,
    hear(document) {
      // What this instance wrote itself comes back as it was.
      isAhead = document !== local.document && hasGoneBack(document, local);
      return isAhead;
    },
    get isAhead() {
      return isAhead;
    },
  };
}
