/**
 * `deno task attack [rounds]`: all attacks against a server of its own on
 * loopback, what held and what did not.
 * @module
 */
import { besiege, faultsOf } from "./siege.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { holdSlowSockets, slowFaultsOf } from "./slow_sockets.ts";

helpIfAsked(import.meta);

/** Time in which every dead line is found out, ms: 25 s, and a busy machine. */
const SLOW_MS = 30_000;

const rounds = Number(Deno.args[0] ?? 3);
const tell = (line: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const siege = await besiege({ rounds, tell });
const { findings, memory } = siege;
const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
tell(
  `health: ${findings.healthMs.length} answers, p99 ${
    siege.healthP99Ms.toFixed(0)
  } ms (${
    siege.calmP99Ms.toFixed(0)
  } ms in peace), ${findings.healthFaults.length} faults`,
);
tell(
  `controls in another room: ${findings.controlMs.length}, p99 ${
    siege.controlP99Ms.toFixed(0)
  } ms`,
);
tell(`memory: ${mb(memory.before)} MB before, ${mb(memory.after)} MB after`);
tell("1,000 half-open, deaf and dripping sockets");
const slow = await holdSlowSockets({ holdMs: SLOW_MS });
tell(
  `  health p99 ${slow.healthP99Ms.toFixed(0)} ms (${
    slow.calmP99Ms.toFixed(0)
  } ms in peace), controls p99 ${slow.controlP99Ms.toFixed(0)} ms, memory ${
    mb(slow.memory.before)
  } MB before, ${mb(slow.memory.most)} MB at most`,
);
const faults = [
  ...faultsOf(siege),
  ...slowFaultsOf(slow),
  ...(slow.ghosts === 0 ? [] : [`${slow.ghosts} dead lines in the rooms`]),
];
for (const fault of faults) tell(`did not hold: ${fault}`);
Deno.exit(faults.length === 0 ? 0 : 1);
