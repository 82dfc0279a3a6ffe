/**
 * How well a screen keeps to the room.
 * @module
 */
import type { NetworkQuality } from "../../shared/room/protocol.ts";

/** What a viewer may be told. */
export interface SyncReport {
  status: "idle" | "in_sync" | "catching_up" | "loading";
  /** Media time minus target, ms; negative: behind; `null` while unknown. */
  driftMs: number | null;
  quality: NetworkQuality;
  /** Why the player does not follow: the person paused here, or the browser wants a tap first. */
  away: "person" | "blocked" | null;
}

/** Nothing to follow, as before there is a player, which is loaded on demand. */
export const NO_SYNC: SyncReport = {
  status: "idle",
  driftMs: null,
  quality: "good",
  away: null,
};
