/**
 * How far ahead of now a control takes effect.
 * @module
 */
import { MAX_LEAD_MS, MIN_LEAD_MS } from "../../../shared/limits.ts";

/** Members from which on no single one decides. */
const CROWD = 3;

/**
 * Twice the round trip that 19 in 20 members keep, so that a control reaches
 * them before it happens. What a member tells of its line is believed only as
 * far as another's is as slow: one alone keeps nobody waiting.
 * @param rttsMs As members tell them.
 * @returns ms.
 * @see SPEC R7, R42
 */
export function leadFor(rttsMs: readonly number[]): number {
  // As in most rooms: whoever decides, it is the least.
  if (rttsMs.every((rttMs) => 2 * rttMs <= MIN_LEAD_MS)) return MIN_LEAD_MS;
  const sorted = [...rttsMs].sort((a, b) => a - b);
  const count = sorted.length;
  const p95 = Math.ceil(count * 0.95) - 1;
  const index = count < CROWD ? p95 : Math.min(p95, count - 2);
  return Math.min(MAX_LEAD_MS, Math.max(MIN_LEAD_MS, 2 * (sorted[index] ?? 0)));
}
