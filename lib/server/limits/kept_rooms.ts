/**
 * How many rooms one person comes to: going back to a room costs nothing, each
 * other one is taken from their budget.
 * @module
 */
import { MAX_OWNERS, ROOM_KNOWN_MS, ROOMS } from "./limits.ts";
import { createQuota } from "./quota.ts";

/** See the module. */
export interface KeptRooms {
  /** @throws {DomainError} `too_many_requests`. @see SPEC X5 */
  visit(userId: string, roomId: string): void;
}

/** Makes it. `now`: monotonic, ms. */
export function createKeptRooms({ now }: { now: () => number }): KeptRooms {
  const quota = createQuota({ limits: ROOMS, now });
  // In order of the last visit.
  const visits = new Map<string, number>();
  return {
    visit(userId, roomId) {
      const key = `${userId} ${roomId}`;
      const lastMs = visits.get(key);
      const nowMs = now();
      if (lastMs === undefined || nowMs - lastMs > ROOM_KNOWN_MS) {
        quota.take(userId);
      }
      visits.delete(key);
      visits.set(key, nowMs);
      for (const [visit, atMs] of visits) {
        const isKnown = nowMs - atMs <= ROOM_KNOWN_MS;
        if (isKnown && visits.size <= MAX_OWNERS) break;
        visits.delete(visit);
      }
    },
  };
}
