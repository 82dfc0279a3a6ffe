/**
 * Room time from a store's clock: each answer that carries the store's time
 * is a sample; between samples this process's monotonic clock carries on.
 * @module
 */

/** A store's time between its answers. */
interface RoomClock {
  /** Takes a sample. `storeMs`: the store's time at some instant between `sentMs` and `receivedMs` of the monotonic clock. */
  sample(storeMs: number, sentMs: number, receivedMs: number): void;
  /** Room time, ms. Goes back only after the store's clock was set. */
  nowMs(): number;
}

/** Drift of a clock that is allowed for, ms per ms. Source: quartz, 100 ppm. */
const DRIFT = 1e-4;

/**
 * Makes a clock.
 * @param now Monotonic, ms.
 * @param guessMs Room time now, as good as is known before the first sample.
 */
export function createRoomClock(now: () => number, guessMs: number): RoomClock {
  let offsetMs = guessMs - now();
  /** By how much the offset may have been wrong when it was taken, ms. */
  let boundMs = Infinity;
  let takenMs = now();
  let lastMs = -Infinity;
  return {
    sample(storeMs, sentMs, receivedMs) {
      const newBoundMs = (receivedMs - sentMs) / 2;
      const newOffsetMs = storeMs - (sentMs + receivedMs) / 2;
      const oldBoundMs = boundMs + (receivedMs - takenMs) * DRIFT;
      const isBetter = newBoundMs <= oldBoundMs;
      // Both cannot be true: the store's clock was set.
      const wasSet = Math.abs(newOffsetMs - offsetMs) > newBoundMs + oldBoundMs;
      if (!isBetter && !wasSet) return;
      if (wasSet) lastMs = -Infinity;
      offsetMs = newOffsetMs;
      boundMs = newBoundMs;
      takenMs = receivedMs;
    },
    nowMs() {
      lastMs = Math.max(lastMs, now() + offsetMs);
      return lastMs;
    },
  };
}
