/**
 * What an instance says to the others about its members through Deno KV: everything
 * that is still true, in pieces that each fit into a value.
 * @module
 */
import type { Reports } from "../peers.ts";
import type { PresenceReport } from "../../../shared/room/protocol.ts";

/** Time after which what somebody said is not passed on any more, ms. Chosen: seven times the pause between reports; a member silent for longer has left. */
export const REPORT_TTL_MS = 15_000;

/** Reports in one value. Source: Deno KV allows 64 KiB; one report has at most 500 bytes. */
export const SHARD_REPORTS = 64;

/** One piece. */
export interface Shard {
  index: number;
  reports: Reports;
}

/** What one instance has to say about one room. */
export interface ToldReports {
  /** Takes news. @returns The pieces that have to be written now. */
  add(reports: Reports): Shard[];
  /** Nothing that was passed on is true any more. */
  readonly isOver: boolean;
}

/** Keeps what is passed on about one room. `now`: ms. @see SPEC K19 */
export function createToldReports(now: () => number): ToldReports {
  const told = new Map<string, { report: PresenceReport; atMs: number }>();
  let count = 1;

  function forget() {
    const oldest = now() - REPORT_TTL_MS;
    for (const [memberId, { atMs }] of told) {
      if (atMs <= oldest) told.delete(memberId);
    }
  }

  function shard(index: number): Shard {
    const reports = [...told]
      .filter(([memberId]) => indexOf(memberId, count) === index)
      .map(([memberId, { report }]) => [memberId, report] as const);
    return { index, reports: Object.fromEntries(reports) };
  }

  return {
    add(reports) {
      for (const [memberId, report] of Object.entries(reports)) {
        told.set(memberId, { report, atMs: now() });
      }
      forget();
      const before = count;
      // Half empty on average, so that an uneven spread still fits.
      count = Math.max(1, Math.ceil(told.size / (SHARD_REPORTS / 2)));
      const touched = before === count
        ? new Set(Object.keys(reports).map((id) => indexOf(id, count)))
        : Array.from({ length: count }, (_, index) => index);
      return [...touched].map(shard);
    },
    get isOver() {
      forget();
      return told.size === 0;
    },
  };
}

/** FNV-1a, its high bits folded in: ids differ in their last digits only. */
function indexOf(memberId: string, count: number): number {
  let hash = 2166136261;
  for (let n = 0; n < memberId.length; n++) {
    hash = Math.imul(hash ^ memberId.charCodeAt(n), 16777619);
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % count;
}
