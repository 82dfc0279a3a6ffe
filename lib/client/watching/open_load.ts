/**
 * How long a load may take before it is begun again: pure.
 * @module
 */
import type { PlayerSource } from "../player/player.ts";

/** Wait for a load that neither ends nor fails before it is begun again from the room's place, ms; each further one waits twice as long, for slow lines. Chosen: over the longest loads that end; where the media has a hole the room is then behind it, or nearer. */
const LOAD_PATIENCE_MS = 8000;

/** A load that has neither ended nor failed. */
export interface OpenLoad {
  source: PlayerSource;
  patienceMs: number;
  /** When it is begun again, monotonic ms. */
  dueMs: number;
}

/** A load that begins now, ms. */
export function openLoad(source: PlayerSource, nowMs: number): OpenLoad {
  return within(LOAD_PATIENCE_MS, { source, nowMs });
}

/** The same load begun again at another place, s, with more patience. */
export function reopenLoad(
  { source, patienceMs }: OpenLoad,
  { startAt, nowMs }: { startAt: number; nowMs: number },
): OpenLoad {
  return within(2 * patienceMs, { source: { ...source, startAt }, nowMs });
}

function within(
  patienceMs: number,
  { source, nowMs }: { source: PlayerSource; nowMs: number },
): OpenLoad {
  return { source, patienceMs, dueMs: nowMs + patienceMs };
}
