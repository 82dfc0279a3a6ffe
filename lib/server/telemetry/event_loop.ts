/**
 * Lateness of a timer: how long everything else in this process had to wait.
 * @module
 */
import type { Telemetry } from "./metrics.ts";

/** Time between two looks, ms. Chosen: a standstill of a second is seen, and a look costs nothing. */
const LOOK_MS = 200;

/** Begins where somebody collects. @returns The disposer. */
export function watchEventLoop(
  telemetry: Telemetry,
  now: () => number = () => performance.now(),
): () => void {
  if (!telemetry.isOn) return () => {};
  let dueMs = now() + LOOK_MS;
  const timer = setInterval(() => {
    const nowMs = now();
    telemetry.record("cowatch.event_loop.lag", Math.max(0, nowMs - dueMs));
    dueMs = nowMs + LOOK_MS;
  }, LOOK_MS);
  // It must not keep a process alive that has nothing else to do.
  Deno.unrefTimer(timer);
  return () => clearInterval(timer);
}
