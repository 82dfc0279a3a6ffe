/**
 * All members' sync figures in one table, as each member tells them.
 * @module
 */
import type { NetworkQuality, PublicReport, Room } from "./protocol.ts";

/** Figures of one member. */
export interface MemberSyncMetrics {
  username: string;
  /** Corrections begun: jumps and changes of pace. */
  syncAttempts: number;
  /** Corrections that reached the room's place. */
  syncSuccesses: number;
  /** Size of the drift, exponentially weighted, s. */
  averageSyncDelta: number;
  /** Room time of the last success, ms; `null` before. */
  lastSyncTime: number | null;
  networkQuality: NetworkQuality;
  /** Media time minus target, ms; negative: behind; `null` while unknown. */
  driftMs: number | null;
}

/**
 * Figures by user id, in the room's order; who has told none yet is left out.
 * @see SPEC S23
 */
export function syncMetricsOf({ room, presence }: {
  room: Room | null;
  presence: Readonly<Record<string, PublicReport>>;
}): Map<string, MemberSyncMetrics> {
  const figures = new Map<string, MemberSyncMetrics>();
  for (const { id, username } of room?.members ?? []) {
    const { sync, driftMs = null, networkQuality } = presence[id] ?? {};
    if (!sync || !networkQuality) continue;
    figures.set(id, {
      username,
      syncAttempts: sync.attempts,
      syncSuccesses: sync.successes,
      averageSyncDelta: sync.averageSyncDelta,
      lastSyncTime: sync.lastSyncAt ?? null,
      networkQuality,
      driftMs,
    });
  }
  return figures;
}
