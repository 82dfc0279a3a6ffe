/**
 * What a screen reports before there is a player, which is loaded on demand.
 * @module
 */
import type { SyncReport } from "./sync_service.ts";

/** Nothing to follow. */
export const NO_SYNC: SyncReport = {
  status: "idle",
  driftMs: null,
  quality: "good",
  away: null,
};
