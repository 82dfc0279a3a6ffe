/** Runs batches of seeds in a worker. */
import type { Batch, BatchReport } from "./pool.ts";
import { simulate } from "./scenario.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Batch>) => void;
  postMessage(report: BatchReport): void;
};

scope.onmessage = async ({ data: { seeds } }) => {
  const report: BatchReport = {
    seeds: seeds.length,
    failed: [],
    fired: {},
    accepted: 0,
    steps: 0,
    convergedMs: 0,
  };
  for (const seed of seeds) {
    const outcome = await simulate({ seed });
    const [fault] = outcome.faults;
    if (fault !== undefined) report.failed.push({ seed, fault });
    for (const [kind, count] of outcome.fired) {
      report.fired[kind] = (report.fired[kind] ?? 0) + count;
    }
    report.accepted += outcome.accepted;
    report.steps += outcome.steps;
    report.convergedMs = Math.max(report.convergedMs, outcome.convergedMs);
  }
  scope.postMessage(report);
};
