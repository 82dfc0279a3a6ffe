/**
 * Runs many seeds: `deno task simulate [seeds] [from]`. Exits 1 when one fails,
 * naming it; pin it in `simulation_test.ts` then.
 * @module
 */
import { helpIfAsked } from "@/tools/help.ts";
import { simulateMany } from "./pool.ts";

helpIfAsked(import.meta);

const [seeds = 100_000, from = 1] = Deno.args.map(Number);
const startMs = performance.now();
const encoder = new TextEncoder();
const say = (text: string) => Deno.stdout.writeSync(encoder.encode(text));

const report = await simulateMany({
  from,
  seeds,
  onBatch(done, { failed }) {
    for (const { seed, fault } of failed) say(`\nseed ${seed}: ${fault}\n`);
    const perS = done / (performance.now() - startMs) * 1000;
    say(`\r${done} of ${seeds} seeds, ${perS.toFixed(1)} a second`);
  },
});
const { failed, accepted, steps, convergedMs, fired } = report;
say(`\n${accepted} commands, ${steps} events, all saw the same within `);
say(`${convergedMs} ms after healing; ${failed.length} seeds failed\n`);
for (const [kind, count] of Object.entries(fired).sort()) {
  say(`  ${kind}: ${count}\n`);
}
if (failed.length > 0) Deno.exit(1);
