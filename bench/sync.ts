/**
 * `deno task bench:sync`: how far apart the pictures of several viewers are, in
 * real browsers behind bad networks and wrong clocks, side by side with the
 * plan's own algorithm. `deno task bench:sync LAN` runs what the word names.
 * @module
 */
import { launchChromium } from "@/tests/support/browser.ts";
import { startServer } from "@/tests/e2e/server.ts";
import { startBaselineServer } from "./sync/baseline.ts";
import { baseline, cowatch } from "./sync/contestants.ts";
import { plotOf, type Row, tableOf, verdictOf } from "./sync/report.ts";
import { runScenario } from "./sync/run.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { SCENARIOS } from "./sync/scenarios.ts";

helpIfAsked(import.meta);

const RESULTS = new URL("results/", import.meta.url);
const [wanted = ""] = Deno.args;

const server = await startServer();
const plan = await startBaselineServer();
const contestants = [cowatch(server.port), baseline(plan)];
const rows: Row[] = [];
const say = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(text));
try {
  for (const scenario of SCENARIOS) {
    if (!scenario.name.includes(wanted)) continue;
    const results: Row["results"] = {};
    for (const contestant of contestants) {
      // A browser of its own, so that no run inherits another's load.
      const browser = await launchChromium();
      try {
        results[contestant.name] = await runScenario(contestant, {
          scenario,
          browser,
        });
      } finally {
        await browser.close();
      }
    }
    const row = { scenario, results };
    rows.push(row);
    say(tableOf([row]).split("\n").slice(2).join("\n"));
  }
} finally {
  await server.stop();
  await plan.close();
}

if (wanted === "") {
  await Deno.writeTextFile(
    new URL("sync.md", RESULTS),
    `# Skew between viewers

\`deno task bench:sync\`, ${
      new Date().toISOString().slice(0, 10)
    }, ${navigator.hardwareConcurrency} cores, real Chromium, sample media at 25 frames a second. Each
viewer sits behind a TCP proxy of its own; device clocks are wrong by up to 5 s. Skew is the difference of media time
between two screens at one instant, from \`requestVideoFrameCallback\`, all pairs. Settled: all within 42 ms for half a second.

${tableOf(rows)}
## Against the figures to reach

${verdictOf(rows)}

## Reading it

- A screen shows a new picture each 17 ms at most, so two that are right to the millisecond may still differ by 17.
- "One bad among good" has an uneven way: 60 % of its 400 ms are downhill. No exchange of stamps can see that; half of
  the difference, 40 ms, stays as skew.
- "Settled after a press" begins at the press of the button: for a load it contains the loading, for all the lead.
- "Lost by the machine": media that did not come while it should have, mostly since Chromium loses some when it leaves
  rate 1 (quirk B11 in \`tests/player/quirks_test.ts\`).
- The plan's algorithm holds a tolerance of 2 s, and begins with 5 s of error where a device clock is wrong by that.

![Skew over time](sync.svg)
`,
  );
  await Deno.writeTextFile(new URL("sync.svg", RESULTS), plotOf(rows));
}
