/**
 * `deno task bench:long-run`: two viewers in Chromium for ten real minutes, and
 * how far apart they are minute by minute: what creeps would show at the end.
 * @module
 */
import { openCinema } from "@/tests/engines/cinema.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { measureLineup } from "./engines/measure.ts";
import { plotOf } from "./engines/report.ts";

helpIfAsked(import.meta);

const RESULTS = new URL("results/", import.meta.url);
const FPS = 25;
const MINUTES = 10;
/** Length of the film, s: the start and the settling come on top. */
const FILM_S = 60 * MINUTES + 60;

await using cinema = await openCinema({
  frameRates: [FPS],
  durationS: FILM_S,
});
const result = await measureLineup({
  engines: ["chromium", "chromium"],
  network: "150 ± 50 ms",
  fps: FPS,
}, { cinema, forMs: 60_000 * MINUTES });

const rows = Array.from({ length: MINUTES }, (_, minute) => {
  const skews = result.series.flatMap(({ atS, skewMs }) =>
    Math.floor(atS / 60) === minute && skewMs !== null ? [skewMs] : []
  );
  const cells = [0.5, 0.95, 0.99].map((q) => percentile(skews, q).toFixed(0));
  return `| ${minute + 1} | ${cells.join(" / ")} |`;
});
const { callbacks, pixels, inSync, seeks, rateChanges, load } = result;
const text = `# Ten minutes

\`deno task bench:long-run\`, ${
  new Date().toISOString().slice(0, 10)
}: two viewers in Chromium, 150 ± 50 ms each, ${FPS} frames a second.

| minute | skew p50 / p95 / p99, ms |
| --: | --: |
${rows.join("\n")}

All of it: by callbacks ${spread(callbacks)}, by pixels ${
  spread(pixels)
} ms; all said "In sync" for ${Math.round(100 * inSync.share)} % of the time;
${seeks} seeks, ${rateChanges.toFixed(1)} changes of rate in 10 s. ${
  load.toFixed(1)
} processes wanted to run in the last minute.

![Skew over time](long-run.svg)
`;
await Deno.writeTextFile(new URL("long-run.md", RESULTS), text);
await Deno.writeTextFile(new URL("long-run.svg", RESULTS), plotOf([result]));
Deno.stdout.writeSync(new TextEncoder().encode(text));

function spread(
  { p50, p95, p99 }: { p50: number; p95: number; p99: number },
): string {
  return [p50, p95, p99].map((ms) => ms.toFixed(0)).join(" / ");
}
