/**
 * The tables and the plot of `bench:engines`.
 * @module
 */
import { type Lineup, REACH } from "./lineups.ts";
import type { LineupResult, Spread } from "./measure.ts";
import type { Quantiles, ScreenBias } from "./screen.ts";

/** Largest skew that the plot shows, ms. */
const PLOT_TOP_MS = 200;

/** Skew to reach in a room, ms. */
function reachOf({ engines }: Lineup): Spread {
  const all = engines.map((engine) => REACH[engine]);
  const worst = (key: keyof Spread) => Math.max(...all.map((one) => one[key]));
  return { p50: worst("p50"), p95: worst("p95"), p99: worst("p99") };
}

/** One row a lineup. */
export function skewTable(results: readonly LineupResult[]): string {
  const head =
    '| room | network | fps | callbacks p50 / p95 / p99 | pixels p50 / p95 / p99 | to reach | reached | all say "In sync" | skew then (p95) | pictures shown | one each, p50 / p95 ms | false words | rate changes in 10 s | seeks | load |\n' +
    "| --- | --- | --: | --: | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: |\n";
  return head + results.map((result) => {
    const { lineup, callbacks, pixels, inSync } = result;
    const reach = reachOf(lineup);
    const keys = ["p50", "p95", "p99"] as const;
    const missed = keys.filter((key) =>
      !(callbacks[key] <= reach[key] && pixels[key] <= reach[key])
    );
    const cells = [
      lineup.engines.join(" ~ "),
      lineup.network,
      lineup.fps,
      spread(callbacks),
      spread(pixels),
      spread(reach),
      missed.length === 0 ? "yes" : `not ${missed.join(", ")}`,
      `${percent(inSync.share)}`,
      `${ms(inSync.p95)}`,
      percent(result.shownShare),
      `${ms(result.spacing.p50)} / ${ms(result.spacing.p95)}`,
      result.falseWords,
      result.rateChanges.toFixed(1),
      result.seeks,
      result.load.toFixed(1),
    ];
    return `| ${cells.join(" | ")} |`;
  }).join("\n") + "\n";
}

/** One row an engine and frame rate. */
export function screenTable(all: readonly ScreenBias[]): string {
  const head =
    "| engine | fps | screen after the callback | screen after `expectedDisplayTime` | `currentTime` ahead of the screen | time from one picture to the next | frames |\n" +
    "| --- | --: | --: | --: | --: | --: | --: |\n";
  return head +
    all.map(({ version, fps, callback, expected, clock, spacing, frames }) =>
      `| ${version} | ${fps} | ${
        [callback, expected, clock, spacing].map(quantiles).join(" | ")
      } | ${frames} |`
    ).join("\n") + "\n";
}

/** Draws the largest skew of a room over time, a panel a lineup. */
export function plotOf(results: readonly LineupResult[]): string {
  const width = 900;
  const panel = 90;
  const height = results.length * panel + 20;
  const panels = results.map(({ lineup, series }, row) => {
    const top = row * panel + 20;
    const endS = series.at(-1)?.atS ?? 1;
    const x = (atS: number) => 60 + atS / endS * (width - 80);
    const y = (skew: number) =>
      top + panel - 20 - Math.min(skew / PLOT_TOP_MS, 1) * (panel - 35);
    let isDown = false;
    const path = series.map(({ atS, skewMs }) => {
      const step = skewMs === null
        ? ""
        : `${isDown ? "L" : "M"}${x(atS).toFixed(1)} ${y(skewMs).toFixed(1)}`;
      isDown = skewMs !== null;
      return step;
    }).join("");
    const limit = y(reachOf(lineup).p95);
    return `<text x="60" y="${top}" font-weight="600">${
      lineup.engines.join(" ~ ")
    }, ${lineup.network}, ${lineup.fps} fps</text>
<line x1="60" x2="${width - 20}" y1="${y(0)}" y2="${y(0)}" stroke="#999"/>
<line x1="60" x2="${
      width - 20
    }" y1="${limit}" y2="${limit}" stroke="#999" stroke-dasharray="3 4"/>
<text x="8" y="${y(0)}">0 ms</text><text x="8" y="${
      y(PLOT_TOP_MS) + 8
    }">${PLOT_TOP_MS} ms</text>
<path d="${path}" fill="none" stroke="#1a7f64" stroke-width="1.2"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="#fff"/>
${panels.join("\n")}
</svg>
`;
}

function spread({ p50, p95, p99 }: Spread): string {
  return [p50, p95, p99].map(ms).join(" / ");
}

function quantiles(values: Quantiles): string {
  return `${values.map((value) => value.toFixed(0)).join(" / ")} ms`;
}

function ms(value: number): string {
  return Number.isNaN(value) ? "–" : `${Math.round(value)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
