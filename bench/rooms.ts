/**
 * `deno task bench:rooms`: what a room costs the server, beside a bare relay
 * that sends the same messages to the same sockets. The production build, the
 * real protocol; servers and generator on a processor each where `taskset` is,
 * and before other work where `chrt` is (not with `BENCH_POLITE=1`).
 *
 * Without arguments all is measured, in twelve minutes, and written down in
 * `bench/results/rooms.md`. Arguments choose scenarios: `deno task bench:rooms
 * rooms hall`; `--profile` tells where the server's time goes instead, and what
 * it measures then is dearer by the profiler.
 * @module
 */
import { freePort } from "@/tests/e2e/server.ts";
import { hasRedis } from "@/tests/stores/redis_server.ts";
import { drive } from "./rooms/drive.ts";
import type { Measurement, Phase } from "./rooms/load.ts";
import { PROFILED, type Scenario, SCENARIOS } from "./rooms/plan.ts";
import { createProfiler } from "./rooms/profile.ts";
import { benchmarkRedis } from "./rooms/redis.ts";
import {
  controlTable,
  growthPlot,
  isValid,
  presenceTable,
  type Row,
  stormTable,
} from "./rooms/report.ts";
import { startWorld } from "./rooms/world.ts";
import { helpIfAsked } from "@/tools/help.ts";

helpIfAsked(import.meta);

const RESULT = new URL("results/rooms.md", import.meta.url);
/** Lines of a profile that are shown. */
const PROFILE_LINES = 25;

const named = Deno.args.filter((one) => !one.startsWith("--"));
const isProfiled = Deno.args.includes("--profile");
const world = startWorld();

if (isProfiled) {
  const chosen = named.map(scenarioOf);
  for (const one of chosen.length > 0 ? chosen : [PROFILED]) {
    say(await profile(one, ["join", "idle", "controls"]));
  }
} else {
  const rows: Row[] = [];
  let redisLine = "";
  for (const name of named.length > 0 ? named : Object.keys(SCENARIOS)) {
    const scenario = scenarioOf(name);
    if (scenario.store === "redis" && !hasRedis) continue;
    const row = await measure(name, scenario);
    redisLine ||= row.redisLine;
    rows.push(row);
    say([controlTable([row]), presenceTable([row])].join("\n"));
    if (row.hub.storm) say(stormTable([row]));
  }
  if (named.length === 0) {
    const top = await profile(PROFILED, ["controls"]);
    await Deno.writeTextFile(RESULT, document(rows, { redisLine, top }));
  }
  if (!rows.every(isValid)) {
    say("The generator was late: what it measured does not count.");
    Deno.exitCode = 1;
  }
}
await world.close();

function scenarioOf(name: string): Scenario {
  const scenario = SCENARIOS[name];
  if (!scenario) throw new RangeError(`No scenario is called "${name}"`);
  return scenario;
}

async function measure(
  name: string,
  scenario: Scenario,
): Promise<Row & { redisLine: string }> {
  const subject = await world.startHub(scenario);
  let hub: Measurement;
  let redisLine = "";
  try {
    hub = await drive(subject, { kind: "hub", scenario });
    if (world.redis) redisLine = await benchmarkRedis(world.redis);
  } finally {
    await subject.stop();
  }
  if (scenario.hasRelay === false) {
    return { name, scenario, hub, relay: null, redisLine };
  }
  const bare = await world.startRelay();
  try {
    const relay = await drive(bare, { kind: "relay", scenario });
    return { name, scenario, hub, relay, redisLine };
  } finally {
    await bare.stop();
  }
}

/** @returns A table for each phase that is wanted. */
async function profile(
  scenario: Scenario,
  wanted: readonly Phase[],
): Promise<string> {
  const port = freePort();
  const subject = await world.startHub(scenario, port);
  const tables: string[] = [];
  try {
    const profiler = await createProfiler(port);
    let phase: Phase = "pause";
    await drive(subject, {
      kind: "hub",
      scenario,
      async onPhase(next) {
        const last = phase;
        phase = next;
        if (wanted.includes(last)) {
          const lines = await profiler.stop(PROFILE_LINES);
          tables.push([`Phase: ${last}\n`, ...lines].join("\n"));
        }
        if (wanted.includes(next)) await profiler.start();
      },
    });
  } finally {
    await subject.stop();
  }
  return tables.join("\n\n");
}

function document(
  rows: readonly Row[],
  { redisLine, top }: { redisLine: string; top: string },
): string {
  const day = new Date().toISOString().slice(0, 10);
  const cores = navigator.hardwareConcurrency;
  return `# What rooms cost

\`deno task bench:rooms\`, ${day}, Deno ${Deno.version.deno}, ${cores} cores: the servers
on one, who drives them on the other. Production build, behind a proxy
(\`TRUSTED_PROXIES=1\`). The bare relay parses each message, sends the same kinds
of messages of the same sizes, and does nothing else. Phases of clients are
spread; each reports itself every 2 s and asks for the time every 10 s.
"Ratio" is Cowatch's cost beside the relay's; in 400 rooms each rate is run three
times, in turns, and the run in the middle by its cost counts. What sockets
cost is the kernel's part. Rows are memory stores unless their name says otherwise. ${
    rows.every(isValid)
      ? "The generator was never late."
      : "**The generator was late in rows that say so: they do not count.**"
  }

## Controls

${controlTable(rows)}

## Being there

${presenceTable(rows)}

## A server that was killed

Everybody comes back by themselves, as pages do, with the copies that they carry.

${stormTable(rows)}

## Growth

\`\`\`
${growthPlot(rows)}
\`\`\`

## Redis alone

${redisLine || "Redis is not installed here."}

## Where the time goes

V8's sampling profiler, ${PROFILED.rooms} rooms of ${PROFILED.size}, ${
    PROFILED.rates.at(-1)
  } controls/s a room; dearer by the profiler itself.
What sockets cost in the kernel and in Deno's own code is not in it.

${top}
`;
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
