/**
 * All members' sync figures in one table, as each member tells them.
 * @module
 */
import type {
  NetworkQuality,
  PresenceReport,
  Room,
  SyncReport,
} from "./protocol.ts";

/** Figures of one member. */
export interface MemberSyncMetrics extends SyncReport {
  username: string;
  /** Media time minus target, ms; negative: behind; `null` while unknown. */
  driftMs: number | null;
  quality: NetworkQuality;
}

/**
 * Figures by member id; who has told none yet is left out.
 * @see SPEC S23
 */
export function syncMetricsOf({ room, presence }: {
  room: Room | null;
  presence: Readonly<Record<string, PresenceReport>>;
}): Record<string, MemberSyncMetrics> {
  const told = (room?.members ?? []).flatMap(({ id, username }) => {
    const { sync, driftMs = null, networkQuality = "good" } = presence[id] ??
      {};
    if (!sync) return [];
    return [[id, { ...sync, username, driftMs, quality: networkQuality }]];
  });
  return Object.fromEntries(told);
}
