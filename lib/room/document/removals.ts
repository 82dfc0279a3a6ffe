/**
 * Who was sent out of a room, and for how long.
 * @module
 */
import { MAX_REMOVED, REMOVED_MS } from "../../shared/limits.ts";
import type { Removal, RoomDocument } from "./document.ts";

/** What keeps somebody out of a room now; `null` where nothing does. */
export function removalOf(
  { removed = [] }: Pick<RoomDocument, "removed">,
  id: string,
  nowMs: number,
): Removal | null {
  return removed.find((one) => one.id === id && one.untilMs > nowMs) ?? null;
}

/** Writes a removal down. What is over goes, and of too many the first. */
export function noteRemoval(
  removed: readonly Removal[] = [],
  { id, by, nowMs }: { id: string; by: string; nowMs: number },
): Removal[] {
  const others = removed.filter((one) => one.id !== id && one.untilMs > nowMs);
  return [...others, { id, by, untilMs: nowMs + REMOVED_MS }]
    .slice(-MAX_REMOVED);
}
