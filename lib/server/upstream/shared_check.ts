/**
 * A check that many ask for and few need: those who ask at once, or shortly
 * after, share one answer.
 * @module
 */
import type { Timers } from "../../shared/timers.ts";

/** Time for which an answer holds, ms. Chosen: a probe asks every few seconds, a flood must not reach the store. */
const HOLDS_MS = 250;

/** Makes a check whose answers are shared. A rejection counts as no. */
export function createSharedCheck(
  check: () => Promise<boolean>,
  timers: Pick<Timers, "now">,
): () => Promise<boolean> {
  let last: { answer: Promise<boolean>; atMs: number } | null = null;
  return () => {
    const nowMs = timers.now();
    if (!last || nowMs - last.atMs > HOLDS_MS) {
      // That it cannot be checked is the answer.
      last = { answer: check().catch(() => false), atMs: nowMs };
    }
    return last.answer;
  };
}
