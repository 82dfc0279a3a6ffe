/**
 * Speeds of a room.
 * @module
 */

/** Speeds on offer. Chosen: what video sites offer, within the room's bounds. */
export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** The next speed on offer. @param by One step up or down. @returns The same at the end of the list. */
export function nextRate(rate: number, by: 1 | -1): number {
  const next = by > 0
    ? RATES.find((one) => one > rate)
    : RATES.findLast((one) => one < rate);
  return next ?? rate;
}
