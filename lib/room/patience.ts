/**
 * How long a room stands still for one person: so much a minute. It is kept
 * beside the members, so that who leaves and comes back has not more of it.
 * @module
 */
import { PATIENCE_MS, PATIENCE_WINDOW_MS } from "../shared/limits.ts";
import type { Patience, RoomDocument } from "./document/document.ts";

/** Persons that a room keeps account of at most. Chosen: a full room, and who has just left. */
const MAX_ACCOUNTS = 256;

/** Time that a room still waits for somebody, ms. @see SPEC G9 */
export function patienceFor(
  { patience }: Pick<RoomDocument, "patience">,
  id: string,
  nowMs: number,
): number {
  const known = patience.find((one) => one.id === id);
  if (!known || known.untilMs <= nowMs) return PATIENCE_MS;
  return Math.max(0, PATIENCE_MS - known.spentMs);
}

/** Writes down what the room has waited for people. @param costs By person, ms. */
export function spendPatience(
  room: RoomDocument,
  costs: ReadonlyMap<string, number>,
  nowMs: number,
): RoomDocument {
  if ([...costs.values()].every((ms) => ms <= 0)) return room;
  const valid = room.patience.filter(({ untilMs }) => untilMs > nowMs);
  const untouched = valid.filter(({ id }) => !costs.has(id));
  const spent = [...costs].flatMap(([id, ms]): Patience[] => {
    const known = valid.find((one) => one.id === id);
    const spentMs = (known?.spentMs ?? 0) + ms;
    if (spentMs <= 0) return [];
    const isUsedUp = spentMs >= PATIENCE_MS;
    const untilMs = nowMs + PATIENCE_WINDOW_MS;
    return [{
      id,
      spentMs,
      untilMs: isUsedUp ? untilMs : known?.untilMs ?? untilMs,
    }];
  });
  return { ...room, patience: [...untouched, ...spent].slice(-MAX_ACCOUNTS) };
}
