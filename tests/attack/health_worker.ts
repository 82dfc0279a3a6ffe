/**
 * Asks a server for its health, in a thread of its own: what the attackers'
 * thread waits for is not the server's fault.
 * @module
 */
/// <reference lib="deno.worker" />
import * as v from "valibot";

/** Time between two questions, ms. */
const EVERY_MS = 20;
/** Longest wait for an answer, ms. */
const PATIENCE_MS = 5000;

const Order = v.object({ origin: v.string() });

/** A connection for each question: one between two is the first to go when an address has too many, and the attackers' is ours. */
const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

let isOver = false;

async function watch(origin: string) {
  const healthMs: number[] = [];
  const healthFaults: string[] = [];
  while (!isOver) {
    const startMs = performance.now();
    try {
      const response = await fetch(`${origin}/api/health`, {
        signal: AbortSignal.timeout(PATIENCE_MS),
        client,
      });
      await response.body?.cancel();
      if (response.status === 200) healthMs.push(performance.now() - startMs);
      else healthFaults.push(String(response.status));
    } catch (error) {
      healthFaults.push(String(error));
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  self.postMessage({ healthMs, healthFaults });
  self.close();
}

self.onmessage = ({ data }) => {
  if (data === "stop") isOver = true;
  else void watch(v.parse(Order, data).origin);
};
