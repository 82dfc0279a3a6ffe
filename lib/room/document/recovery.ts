/**
 * Rooms whose store has lost its past: Redis without its file, or a replica
 * that was behind. What an instance still knows begins a new epoch.
 * @module
 */
import type { RoomDocument } from "./document.ts";

/** What an instance remembers of a room. */
interface Memory {
  /** Newest document that it has seen. */
  document: RoomDocument | null;
  /** Epochs that this room has left. */
  pastEpochs: ReadonlySet<string>;
}

/** Whether a store has gone back behind what was seen. */
export function hasGoneBack(
  stored: RoomDocument | null,
  { document, pastEpochs }: Memory,
): boolean {
  if (!document) return false;
  if (!stored) return true;
  if (stored.epoch !== document.epoch) return pastEpochs.has(stored.epoch);
  if (stored.rev < document.rev) return true;
  // It may have gone back and then on, another way.
  const then = stored.trail.at(document.rev - stored.rev - 1);
  return then !== undefined && then !== document.trail.at(-1);
}

/**
 * The room as it was last seen, in a new epoch. Its revisions go on, so that
 * gates and actions keep their names.
 * @see SPEC R21
 */
export function recover(known: RoomDocument, epoch: string): RoomDocument {
  return { ...known, epoch };
}
