/**
 * Gathers who is ready for a gate: fifty viewers who are ready at once are one
 * change of the room, not fifty.
 * @module
 */

import { realTimers, type Timers } from "../../../shared/timers.ts";

/** Time in which announcements are gathered, ms. Chosen: unnoticed in a wait of seconds. */
const GATHER_MS = 50;

/** Gathers who is ready, for each gate. */
export interface Readiness {
  /** @param rev Of the gate that the member saw. */
  add(roomId: string, memberId: string, rev: number): void;
  dispose(): void;
}

/** @param pass Takes what was gathered for one gate of one room. */
export function createReadiness(
  pass: (roomId: string, memberIds: readonly string[], rev: number) => void,
  timers: Timers = realTimers,
): Readiness {
  const gathered = new Map<
    string,
    {
      rev: number;
      memberIds: Set<string>;
      stop: () => void;
    }
  >();
  return {
    add(roomId, memberId, rev) {
      const known = gathered.get(roomId);
      if (known && known.rev >= rev) {
        // Who is ready for an older gate says nothing about the newer one.
        if (known.rev === rev) known.memberIds.add(memberId);
        return;
      }
      known?.stop();
      const memberIds = new Set([memberId]);
      const stop = timers.after(GATHER_MS, () => {
        gathered.delete(roomId);
        pass(roomId, [...memberIds], rev);
      });
      gathered.set(roomId, { rev, memberIds, stop });
    },
    dispose() {
      for (const { stop } of gathered.values()) stop();
      gathered.clear();
    },
  };
}
