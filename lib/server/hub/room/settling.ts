/**
 * What happens in a room by itself: what is due at a time, and what members
 * have found their media to be.
 * @module
 */
import type { RoomDocument } from "../../../room/document/document.ts";
import type { Log } from "../../log/log.ts";
import type { RoomStore } from "../../store/store.ts";
import { forSame } from "../../../shared/for_same.ts";
import type { LocalRoom } from "./local_room.ts";
import type { Rules, Updates } from "./updates.ts";

/** Time before something is due from which on a room is looked at quickly, ms. Chosen: over the second between two long looks. */
const SOON_MS = 1500;

/** What happens in one room by itself. */
interface Settling {
  /** Does what is due, one of each kind at a time. @returns Whether something will be within a second. */
  settle(): boolean;
  /** Whether a change leaves something to be done later; most leave nothing. Never throws. */
  mayBeDue(document: RoomDocument): boolean;
}

/** Makes what looks after it. */
export function createSettling(options: {
  local: LocalRoom;
  updates: Pick<Updates, "apply">;
  store: Pick<RoomStore, "nowMs">;
  rules: Rules;
  log: Log;
}): Settling {
  const { local, updates, store, rules, log } = options;
  const nextDueMs = forSame(rules.nextSettleAt);
  const going = { settle: false, reports: false };

  function go(what: keyof typeof going, step: Parameters<Updates["apply"]>[0]) {
    going[what] = true;
    updates.apply(step)
      .catch((error: unknown) => log.warn(`${what}_failed`, { error }))
      .finally(() => going[what] = false);
  }

  /** What members say of the media goes to the rules, where it is news to them. */
  function passMedia(document: RoomDocument) {
    const reports = going.reports ? null : local.takeMediaReports();
    if (!reports) return;
    const step = { type: "media_reported", reports } as const;
    const moment = { nowMs: store.nowMs(), leadMs: local.leadMs() };
    if (rules.reduce(document, step, moment) !== document) go("reports", step);
  }

  return {
    settle() {
      const { document } = local;
      const isBehind = local.catchUp();
      if (document) passMedia(document);
      const dueMs = document && nextDueMs(document);
      const leftMs = dueMs === null ? Infinity : dueMs - store.nowMs();
      if (leftMs <= 0 && !going.settle) go("settle", { type: "settle" });
      return isBehind || going.reports || leftMs < SOON_MS;
    },
    mayBeDue(document) {
      try {
        return nextDueMs(document) !== null;
      } catch {
        // The look that follows fails too, and is told of; nobody's delivery does.
        return true;
      }
    },
  };
}
