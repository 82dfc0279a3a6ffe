/**
 * `deno task bench:engines`: how far apart the pictures of viewers in different
 * engines are, by the engines' word and by the pictures themselves. `--short`
 * takes ten minutes at most. Results are written after each room, so that a run
 * that is cut short leaves what it has measured. Engines that are missing are
 * left out by name.
 * @module
 */
import {
  type BrowserEngine,
  ENGINE_NAMES,
  missingFor,
} from "@/tests/support/engines/mod.ts";
import { openCinema } from "@/tests/engines/cinema.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { FRAME_RATES, lineups } from "./engines/lineups.ts";
import { type LineupResult, measureLineup } from "./engines/measure.ts";
import { plotOf, screenTable, skewTable } from "./engines/report.ts";
import { measureScreen, type ScreenBias } from "./engines/screen.ts";

helpIfAsked(import.meta);

const RESULTS = new URL("results/", import.meta.url);
/** Play that is measured in each room, ms. */
const FOR_MS = { short: 15_000, long: 30_000 };
/** After this a short run begins no other room, ms: the last one takes half a minute, and all should take under ten. */
const SHORT_MS = 540_000;
/** Length of the films, s: beyond the longest that a room is measured. */
const FILM_S = 90;

const isShort = Deno.args.includes("--short");
const beganMs = performance.now();
const missing = ENGINE_NAMES.map((engine) => missingFor(engine))
  .filter((what) => what !== null);
const isHere = (engine: BrowserEngine) => missingFor(engine) === null;
const biases: ScreenBias[] = [];
const results: LineupResult[] = [];
const failures: string[] = [];
const say = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));

for (const what of missing) say(`left out: ${what}`);
for (const engine of ENGINE_NAMES.filter(isHere)) {
  await attempt(`the screen of ${engine}`, async () => {
    biases.push(...await measureScreen(engine, isShort ? [25] : [25, 60]));
    say(screenTable(biases.slice(-1)));
  });
}
await using cinema = await openCinema({
  frameRates: FRAME_RATES,
  durationS: FILM_S,
});
for (const lineup of lineups({ isShort })) {
  if (!lineup.engines.every(isHere)) continue;
  if (isShort && performance.now() - beganMs > SHORT_MS) break;
  const name = `${
    lineup.engines.join(" ~ ")
  }, ${lineup.network}, ${lineup.fps} fps`;
  await attempt(name, async () => {
    const forMs = isShort ? FOR_MS.short : FOR_MS.long;
    const result = await measureLineup(lineup, { cinema, forMs });
    results.push(result);
    say(skewTable([result]).split("\n").slice(2).join("\n").trim());
  });
  await write();
}

/** A room that cannot be measured is told of, and the others are. */
async function attempt(what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const told = `${what}: ${(error as Error).message.split("\n")[0]}`;
    failures.push(told);
    say(`not measured: ${told}`);
  }
}

async function write(): Promise<void> {
  const versions = [...new Set(biases.map(({ version }) => version))];
  const worstClock = Math.max(0, ...results.map((one) => one.clockErrorMs));
  const notMeasured = [...missing, ...failures].map((what) => `- ${what}`);
  await Deno.writeTextFile(
    new URL("engines.md", RESULTS),
    `# Skew between engines

\`deno task bench:engines${isShort ? " --short" : ""}\`, ${
      new Date().toISOString().slice(0, 10)
    }, ${navigator.hardwareConcurrency} cores, no graphics card: all engines draw in software. ${
      versions.join(", ")
    }.
Each viewer has the app in a view of 360 × 640, behind a TCP proxy of their own. The film's frames carry their number.

- **Callbacks**: media time by \`requestVideoFrameCallback\` and \`expectedDisplayTime\`, carried on to one instant, all pairs.
- **Pixels**: the number in the picture, read off a canvas each 97 ms; the mean of seven looks, which alone is ± half a frame.
- **Reached**: by both.
- **Pictures shown**: of those in the film, by the slowest viewer; and the time from one of its pictures to the next. The
  machine, not the engine, decides this here. What one look sees is up to half of that time off, whoever keeps the place.
- **False words**: callbacks that named a picture over a second from the element's own clock. They are left out; WebKitGTK
  has some in each minute (quirk B27), every engine around a seek.
- Pages' clocks were at most ${
      worstClock.toFixed(1)
    } ms off beyond what asking took.

${skewTable(results)}
## What each engine says, against the screen

An X display was grabbed ${120} times a second while the engine played; p5 / p50 / p95. This screen shows at once what it is
sent: a display with a refresh of its own adds up to one to each.

${screenTable(biases)}
${
      notMeasured.length > 0
        ? `## Not measured\n\n${notMeasured.join("\n")}\n`
        : ""
    }
![Skew over time](engines.svg)
`,
  );
  await Deno.writeTextFile(new URL("engines.svg", RESULTS), plotOf(results));
}
