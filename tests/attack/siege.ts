/**
 * All attacks at once and in turn, while others watch their film.
 * @module
 */
import { ATTACKS, SILENCE } from "./attacks.ts";
import { type Attack, CANARY } from "./tools.ts";
import { type AttackedServer, type Findings, startAttacked } from "./world.ts";
import { percentile } from "@/lib/shared/stats.ts";

/** What came of one attack: `null`, or how far it got. */
interface Outcome {
  attack: Attack;
  fault: string | null;
}

/** What a siege showed. */
interface Siege {
  outcomes: Outcome[];
  findings: Findings;
  healthP99Ms: number;
  /** The same while nobody attacked: what the machine needs for it. */
  calmP99Ms: number;
  controlP99Ms: number;
  /** Memory before and after, bytes. */
  memory: { before: number; after: number };
  exitCode: number;
  log: string;
}

/** Rounds before the measure. Measured: after the first the allocator's share still grows by a twentieth, after the second by a hundredth. */
const WARM_ROUNDS = 2;
/** Time for which the server is watched before, ms. */
const CALM_MS = 3000;
/** Time in which memory is given back, ms. */
const SETTLE_MS = 10_000;
/** Longest time that an attack may add to health's answer, ms (p99). */
const MAX_HEALTH_MS = 100;
/** Memory that a server may have kept, as a share. */
const MAX_GROWTH = 1.1;

/** Runs all attacks so many times, after some that warm the server up, as any use would. */
export async function besiege(
  { rounds, tell = () => {} }: {
    rounds: number;
    tell?: (line: string) => void;
  },
): Promise<Siege> {
  const world = await startAttacked();
  const outcomes: Outcome[] = [];
  for (let n = 0; n < WARM_ROUNDS; n++) {
    tell("before the measure");
    outcomes.push(...await round(world, tell));
  }
  const calm = world.watch();
  await new Promise((resolve) => setTimeout(resolve, CALM_MS));
  const { healthMs: calmMs } = await calm.stop();
  const before = await world.memoryKept();
  const watch = world.watch();
  for (let n = 0; n < rounds; n++) {
    tell(`round ${n + 1}`);
    outcomes.push(...await round(world, tell));
  }
  const findings = await watch.stop();
  const after = await settled(world, before * MAX_GROWTH);
  const exitCode = await world.close();
  return {
    outcomes,
    findings,
    healthP99Ms: percentile(findings.healthMs, 0.99),
    calmP99Ms: percentile(calmMs, 0.99),
    controlP99Ms: percentile(findings.controlMs, 0.99),
    memory: { before, after },
    exitCode,
    log: world.server.log(),
  };
}

async function round(
  world: AttackedServer,
  tell: (line: string) => void,
): Promise<Outcome[]> {
  const run = async (attack: Attack): Promise<Outcome> => {
    const startMs = performance.now();
    const fault = await attack.run(world).then(
      () => null,
      (error: unknown) => String(error),
    );
    const s = ((performance.now() - startMs) / 1000).toFixed(1);
    tell(`  [${attack.rule}] ${attack.name}: ${fault ?? "held"} (${s} s)`);
    return { attack, fault };
  };
  const silence = run(SILENCE);
  const outcomes: Outcome[] = [];
  for (const attack of ATTACKS) outcomes.push(await run(attack));
  return [...outcomes, await silence];
}

/** Memory once it is below a bound, or after a while. */
async function settled(world: AttackedServer, bound: number): Promise<number> {
  const deadline = performance.now() + SETTLE_MS;
  let memory = await world.memoryKept();
  while (memory > bound && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    memory = await world.memoryKept();
  }
  return memory;
}

/** @returns One sentence for each thing that did not hold. */
export function faultsOf(siege: Siege): string[] {
  const { outcomes, findings, memory, log, exitCode } = siege;
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return [
    ...outcomes.flatMap(({ attack, fault }) =>
      fault === null ? [] : [`${attack.name}: ${fault}`]
    ),
    ...findings.healthFaults.map((fault) => `health: ${fault}`),
    ...(siege.healthP99Ms < MAX_HEALTH_MS + siege.calmP99Ms
      ? []
      : [`health took ${Math.round(siege.healthP99Ms)} ms (p99)`]),
    ...(memory.after <= memory.before * MAX_GROWTH
      ? []
      : [`memory went from ${mb(memory.before)} to ${mb(memory.after)}`]),
    ...(log.includes(CANARY) ? ["a secret is in the log"] : []),
    ...(exitCode === 0 ? [] : [`the server ended with ${exitCode}`]),
  ];
}
