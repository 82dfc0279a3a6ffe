/**
 * The room as this page knows it, and what its person asks of it.
 * @module
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { People } from "../../shared/room/presence.ts";
import type {
  Action,
  Command,
  PublicReport,
  Room,
  Skew,
} from "../../shared/room/protocol.ts";
import type { MemberSyncMetrics } from "../../shared/room/sync_metrics.ts";

/** The room. */
export interface RoomModel {
  /** `null` before it is known. */
  current: ReadonlySignal<Room | null>;
  /** What each member says of themselves, by member id. */
  presence: ReadonlySignal<Record<string, PublicReport>>;
  /** Everyone to be listed, with what Discord adds. */
  people: ReadonlySignal<People>;
  /** How far apart all screens are; `null` when fewer than two play. */
  skew: ReadonlySignal<Skew | null>;
  lastAction: ReadonlySignal<Action | null>;
  /** Whether this person's controls count now. */
  mayControl: ReadonlySignal<boolean>;
  /** Asks the room for something; what it refuses is said as a notice. */
  send(command: Command): void;
  /** Says that this person is back. @param rev Of the ready check. */
  sayBack(rev: number): void;
  /** Room time, ms; `null` before the clock is known. */
  now(): number | null;
  /** All members' figures, by user id, as each reports them. */
  getSyncMetrics(): Map<string, MemberSyncMetrics>;
}

/** No room yet. */
export const EMPTY_ROOM: RoomModel = {
  current: signal(null),
  presence: signal({}),
  people: signal({ here: [], elsewhere: [] }),
  skew: signal(null),
  lastAction: signal(null),
  mayControl: signal(false),
  send() {},
  sayBack() {},
  now: () => null,
  getSyncMetrics: () => new Map(),
};
