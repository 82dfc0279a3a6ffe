/**
 * Closed-loop load: each worker asks again as soon as it has its answer.
 * @module
 */
import { percentile } from "@/lib/shared/stats.ts";

/** What one way of asking gave. */
export interface Measured {
  requests: number;
  durationMs: number;
  /** Of each request, ms. */
  latenciesMs: number[];
}

/** Nothing measured yet. */
export function nothing(): Measured {
  return { requests: 0, durationMs: 0, latenciesMs: [] };
}

/**
 * Adds a block of load to what was measured.
 * @param ask Sends one request of a worker and reads its whole answer.
 * @throws {Error} For an answer that is not 200: it would measure something else.
 */
export async function addLoad(
  measured: Measured,
  { ask, workers, durationMs }: {
    ask: (worker: number) => Promise<Response>;
    workers: number;
    durationMs: number;
  },
): Promise<void> {
  const beganAt = performance.now();
  const endAt = beganAt + durationMs;
  await Promise.all(Array.from({ length: workers }, async (_, worker) => {
    while (performance.now() < endAt) {
      const sentAt = performance.now();
      const response = await ask(worker);
      const text = await response.text();
      if (response.status !== 200) {
        throw new Error(`status ${response.status}: ${text}`);
      }
      measured.latenciesMs.push(performance.now() - sentAt);
      measured.requests++;
    }
  }));
  measured.durationMs += performance.now() - beganAt;
}

/** Requests a second. */
export function rate({ requests, durationMs }: Measured): number {
  return requests / durationMs * 1000;
}

/** A quantile of the latencies, ms. @param share 0.5 is the median. */
export function quantile({ latenciesMs }: Measured, share: number): number {
  return percentile(latenciesMs, share);
}
