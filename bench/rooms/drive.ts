/**
 * Has a subject driven by a generator in a process of its own.
 * @module
 */
import type { Load, Measurement, Phase, Said } from "./load.ts";
import type { Scenario } from "./plan.ts";
import { CLIENT_ID, preferGenerator, SECRET, type Subject } from "./world.ts";

/** Measures a scenario on a subject. @throws {Error} When the generator fails. */
export async function drive(
  subject: Subject,
  { kind, scenario, onPhase }: {
    kind: Load["kind"];
    scenario: Scenario;
    onPhase?: (phase: Phase) => Promise<void>;
  },
): Promise<Measurement> {
  const { rooms, size, rates, seconds } = scenario;
  const load: Load = {
    kind,
    origins: subject.origins,
    pids: subject.pids,
    rooms,
    size,
    rates,
    seconds,
    joinsAtOnce: scenario.joinsAtOnce ?? 40,
    hasStorm: kind === "hub" && (scenario.hasStorm ?? false),
    secret: SECRET,
    clientId: CLIENT_ID,
  };
  const file = new URL("generator.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", file, JSON.stringify(load)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  await preferGenerator(child.pid);
  let result: Measurement | null = null;
  for await (const line of linesOf(child.stdout)) {
    const said: Said = JSON.parse(line);
    if ("result" in said) result = said.result;
    else if (said.phase === "kill") await subject.restart();
    else await onPhase?.(said.phase);
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
