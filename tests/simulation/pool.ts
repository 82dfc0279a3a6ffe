/**
 * Many seeds on all processors.
 * @module
 */

/** What workers are told and tell. */
export interface Batch {
  seeds: readonly number[];
}

/** What came of a batch of seeds. */
export interface BatchReport {
  /** Seeds that ran. */
  seeds: number;
  /** Each with its first fault. */
  failed: { seed: number; fault: string }[];
  fired: Record<string, number>;
  accepted: number;
  steps: number;
  /** Longest time from healing until all saw the same, ms. */
  convergedMs: number;
}

/** Seeds of one batch. Chosen: batches end often enough to share the work. */
const BATCH = 20;

/** Runs seeds `from` … `from + seeds - 1` and `also`. */
export async function simulateMany(options: {
  from: number;
  seeds: number;
  also?: readonly number[];
  /** No new batch is begun after so long, ms. @default {Infinity} */
  withinMs?: number;
  onBatch?: (done: number, report: BatchReport) => void;
}): Promise<BatchReport> {
  const { from, seeds, also = [], withinMs = Infinity, onBatch } = options;
  const lastMs = performance.now() + withinMs;
  const all = [
    ...also,
    ...Array.from({ length: seeds }, (_, n) => from + n),
  ];
  const total: BatchReport = {
    seeds: 0,
    failed: [],
    fired: {},
    accepted: 0,
    steps: 0,
    convergedMs: 0,
  };
  let next = 0;

  async function work() {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
    });
    try {
      while (next < all.length && performance.now() < lastMs) {
        const batch = all.slice(next, next += BATCH);
        const report = await ask(worker, batch);
        merge(report);
        onBatch?.(total.seeds, report);
      }
    } finally {
      worker.terminate();
    }
  }

  function merge(report: BatchReport) {
    total.seeds += report.seeds;
    total.failed.push(...report.failed);
    for (const [kind, count] of Object.entries(report.fired)) {
      total.fired[kind] = (total.fired[kind] ?? 0) + count;
    }
    total.accepted += report.accepted;
    total.steps += report.steps;
    total.convergedMs = Math.max(total.convergedMs, report.convergedMs);
  }

  const workers = Math.max(1, navigator.hardwareConcurrency);
  await Promise.all(Array.from({ length: workers }, work));
  return total;
}

function ask(worker: Worker, seeds: readonly number[]): Promise<BatchReport> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage({ seeds } satisfies Batch);
  });
}
