/**
 * The sync line: where everybody is, beside where the room is. Who is in sync
 * is one with the room's head; who is late or early stands apart from it, by a
 * distance that shows tenths of a second as well as minutes. Pure.
 * @module
 */
import type { UserPresence } from "../../shared/room/presence.ts";
import { IN_SYNC_MS } from "../../sync/constants.ts";

/** Distance of somebody at twice {@linkcode IN_SYNC_MS}, px. Chosen: an avatar's width. */
const STEP_PX = 14;
/** Farthest that somebody stands from the head, px. Chosen: five avatars. */
const MAX_PX = 84;

/** Somebody who is not with the others. */
interface Straggler {
  person: UserPresence;
  /** From the head, px; negative: behind. */
  offsetPx: number;
}

/** What the sync line says. */
interface SyncLine {
  /** How many are one with the room. */
  together: number;
  apart: Straggler[];
}

/** Places everybody whose place is known and who watches along. @see SPEC U53 */
export function syncLineOf(people: readonly UserPresence[]): SyncLine {
  const line: SyncLine = { together: 0, apart: [] };
  for (const person of people) {
    const { driftMs, playbackState, status, trouble } = person;
    if (status === "gone" || trouble || !playbackState) continue;
    if (driftMs === undefined) continue;
    const offsetPx = offsetOf(driftMs);
    if (offsetPx === 0) line.together++;
    else line.apart.push({ person, offsetPx });
  }
  return line;
}

/** A doubling of the drift is one step; up to {@linkcode IN_SYNC_MS} there is none. */
function offsetOf(driftMs: number): number {
  const times = Math.abs(driftMs) / IN_SYNC_MS;
  if (times <= 1) return 0;
  const size = Math.min(MAX_PX, Math.max(STEP_PX, STEP_PX * Math.log2(times)));
  return Math.sign(driftMs) * Math.round(size);
}
