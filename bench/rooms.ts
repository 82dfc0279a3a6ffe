/**
 * `deno task bench:rooms`: what a room costs the server, beside a bare relay
 * that sends the same messages to the same sockets. The production build, the
 * real protocol, memory store; server and generator on a core each where
 * `taskset` is. Arguments choose scenarios: `deno task bench:rooms calm busy`;
 * `--profile` tells where the server's time goes instead, and what it measures
 * then is dearer by the profiler.
 * @module
 */
import { startDiscordApi } from "@/tests/support/fakes/fake_discord_api.ts";
import { startGateway } from "@/tests/support/fakes/fake_gateway.ts";
import {
  freePort,
  type RunningServer,
  startServer,
} from "@/tests/e2e/server.ts";
import type { Load, Measurement, Phase } from "./rooms/generator.ts";
import { createProfiler } from "./rooms/profile.ts";
import { table } from "./rooms/report.ts";

const CLIENT_ID = "123456789012345678";
const SECRET = "a secret of the benchmark of 32 bytes";
const PROFILE_LINES = 60;
const RESULT = new URL("results/rooms.md", import.meta.url);

/** What is measured, by name. */
const SCENARIOS: Record<
  string,
  Pick<Load, "rooms" | "size" | "controlsPerS" | "seconds" | "reports">
> = {
  calm: { rooms: 400, size: 10, controlsPerS: 1, seconds: 10, reports: true },
  busy: { rooms: 400, size: 10, controlsPerS: 4, seconds: 10, reports: true },
  bare: { rooms: 400, size: 10, controlsPerS: 1, seconds: 10, reports: false },
  small: { rooms: 20, size: 10, controlsPerS: 4, seconds: 10, reports: true },
  large: { rooms: 4, size: 200, controlsPerS: 2, seconds: 10, reports: true },
  hall: { rooms: 1, size: 500, controlsPerS: 2, seconds: 10, reports: true },
  thousand: {
    rooms: 1,
    size: 1000,
    controlsPerS: 2,
    seconds: 10,
    reports: true,
  },
  crowd: {
    rooms: 1000,
    size: 10,
    controlsPerS: 0.1,
    seconds: 10,
    reports: true,
  },
};

const named = Deno.args.filter((one) => !one.startsWith("--"));
const wanted = named.length > 0 ? named : Object.keys(SCENARIOS);
const isProfiled = Deno.args.includes("--profile");
const discord = startDiscordApi({
  clientId: CLIENT_ID,
  clientSecret: "unused",
});
discord.onCall((path) => {
  const [, id] = /activity-instances\/(i-[\w-]+)$/.exec(path) ?? [];
  if (!id) return null;
  discord.calls.length = 0;
  const room = Number(/^i-(\d+)/.exec(id)?.[1]) - 100_000_000_000;
  const first = 900_000_000_000_000_000n + BigInt(room * 2000);
  return Response.json({
    application_id: CLIENT_ID,
    instance_id: id,
    launch_id: "1",
    location: { id: "gc-1-2", kind: "gc", channel_id: "2", guild_id: "1" },
    users: Array.from({ length: size }, (_, n) => String(first + BigInt(n))),
  });
});
const gateway = startGateway("plan", {
  entries: () => [{
    id: "0_v1",
    title: "A film of an hour",
    duration: 3600,
    createdAt: "2026-01-01T00:00:00Z",
  }],
});
gateway.intercept = (route) =>
  route.startsWith("GET /videos/")
    ? Response.json({
      video: {
        id: "0_v1",
        title: "A film of an hour",
        duration: 3600,
        createdAt: "2026-01-01T00:00:00Z",
      },
    })
    : null;

let size = 0;
const results: { name: string; hub: Measurement; relay: Measurement }[] = [];
for (const name of wanted) {
  const scenario = SCENARIOS[name];
  if (!scenario) throw new RangeError(`No scenario is called "${name}"`);
  size = scenario.size;
  const hub = await measureHub(scenario);
  if (isProfiled) continue;
  const relay = await measureRelay(scenario);
  results.push({ name, hub, relay });
  say(table([{ name, scenario, hub, relay }]));
}
await gateway.close();
await discord.close();
if (Deno.args.length === 0) {
  const rows = results.map((one) => ({
    ...one,
    scenario: SCENARIOS[one.name]!,
  }));
  await Deno.writeTextFile(RESULT, document(table(rows)));
}

function document(rows: string): string {
  return `# What rooms cost

\`deno task bench:rooms\`, ${
    new Date().toISOString().slice(0, 10)
  }, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores: the server on one,
who drives it on the other. Production build, memory store, behind a proxy
(\`TRUSTED_PROXIES=1\`). The bare relay parses each message, sends the same kinds
of messages of the same sizes, and does nothing else. Phases of clients are
spread; each reports itself every 2 s and asks for the time every 10 s.

${rows}
`;
}

async function measureHub(scenario: typeof SCENARIOS[string]) {
  const inspectPort = freePort();
  const server: RunningServer = await startServer({
    flags: isProfiled ? [`--inspect=127.0.0.1:${inspectPort}`] : [],
    env: {
      NODE_ENV: "production",
      DISCORD_CLIENT_ID: CLIENT_ID,
      DISCORD_CLIENT_SECRET: "unused",
      DISCORD_BOT_TOKEN: "unused",
      DISCORD_API_URL: discord.url,
      SESSION_SECRET: SECRET,
      API_GATEWAY_URL: gateway.url,
      ROOM_MAX_MEMBERS: "1000",
      TRUSTED_PROXIES: "1",
    },
  });
  try {
    const profiler = isProfiled ? await createProfiler(inspectPort) : null;
    let phase: Phase = "pause";
    return await drive({
      kind: "hub",
      ...server,
      scenario,
      async onPhase(next) {
        const last = phase;
        phase = next;
        if (last !== "pause") {
          const lines = await profiler?.stop(PROFILE_LINES) ?? [];
          if (lines.length > 0) say([`## ${last}`, ...lines].join("\n"));
        }
        if (next !== "pause") await profiler?.start();
      },
    });
  } finally {
    await server.stop("SIGKILL");
  }
}

async function measureRelay(scenario: typeof SCENARIOS[string]) {
  const port = freePort();
  const file = new URL("rooms/relay.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net", file, String(port)],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const origin = `http://127.0.0.1:${port}`;
  while (!await answers(origin)) {
    await new Promise((done) => setTimeout(done, 25));
  }
  try {
    return await drive({ kind: "relay", origin, pid: child.pid, scenario });
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
}

async function drive({ kind, origin, pid, scenario, onPhase }: {
  kind: Load["kind"];
  origin: string;
  pid: number;
  scenario: typeof SCENARIOS[string];
  onPhase?: (phase: Phase) => Promise<void>;
}): Promise<Measurement> {
  await pin(pid, 0);
  const load: Load = {
    kind,
    origin: origin.replace("localhost", "127.0.0.1"),
    pids: [pid],
    ...scenario,
    joinsAtOnce: 40,
    secret: SECRET,
    clientId: CLIENT_ID,
  };
  const file = new URL("rooms/generator.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", file, JSON.stringify(load)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  await pin(child.pid, 1);
  let result: Measurement | null = null;
  for await (const line of linesOf(child.stdout)) {
    const said = JSON.parse(line);
    if (said.phase) await onPhase?.(said.phase);
    else result = said.result;
  }
  const { code } = await child.status;
  if (!result) throw new Error(`The generator ended with ${code}`);
  return result;
}

async function* linesOf(bytes: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Keeps a process on a core; where `taskset` is missing it goes where it likes. */
async function pin(pid: number, core: number): Promise<void> {
  try {
    await new Deno.Command("taskset", {
      args: ["-acp", String(core), String(pid)],
      stdout: "null",
    }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    // Not listening yet.
    return false;
  }
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
