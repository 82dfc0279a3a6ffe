/**
 * The table and the plot of a run.
 * @module
 */
import type { Result } from "./run.ts";
import type { Scenario } from "./scenarios.ts";
import { percentile } from "@/lib/shared/stats.ts";

/** One scenario's results, by contestant. */
export interface Row {
  scenario: Scenario;
  results: Record<string, Result>;
}

/** Largest skew that the plot shows, ms. */
const PLOT_TOP_MS = 400;
const COLOURS = ["#1a7f64", "#c2410c"];

/** Writes the table as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const head =
    "| scenario | | p50 | p95 | p99 | settled after a press (p95) | seeks | rate changes in 10 s | rate off by | lost by the machine in 10 s | load |\n" +
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n";
  return head +
    rows.flatMap(({ scenario, results }) =>
      Object.entries(results).map(([name, result]) => {
        const settles = result.settles.map((ms) => ms ?? Infinity);
        return `| ${scenario.name} | ${name} | ${ms(result.p50)} | ${
          ms(result.p95)
        } | ${ms(result.p99)} | ${
          ms(percentile(settles, 0.95))
        } | ${result.seeks} | ${result.rateChangesPer10s.toFixed(1)} | ${
          (result.maxRateOff * 100).toFixed(1)
        } % | ${ms(result.lostMs)} | ${result.load.toFixed(1)} |`;
      })
    ).join("\n") + "\n";
}

/** Says for each scenario whether it reached what was asked. */
export function verdictOf(rows: readonly Row[]): string {
  return rows.flatMap(({ scenario: { name, reach }, results }) => {
    const [ours] = Object.values(results);
    if (!reach || !ours) return [];
    const parts = (["p50", "p95", "p99"] as const).map((key) =>
      `${key} ${ms(ours[key])} of ${reach[key]}${
        ours[key] <= reach[key] ? "" : " (missed)"
      }`
    );
    return [`- ${name}: ${parts.join(", ")}`];
  }).join("\n");
}

/** Draws the skew over time, a panel a scenario. */
export function plotOf(rows: readonly Row[]): string {
  const width = 900;
  const panel = 110;
  const height = rows.length * panel + 40;
  const panels = rows.map(({ scenario, results }, row) => {
    const top = row * panel + 30;
    const all = Object.values(results);
    const endS = Math.max(
      ...all.flatMap(({ series }) => series.at(-1)?.atS ?? 0),
    );
    const x = (atS: number) => 60 + atS / endS * (width - 80);
    const y = (skew: number) =>
      top + panel - 30 - Math.min(skew / PLOT_TOP_MS, 1) * (panel - 45);
    const lines = all.map(({ series }, index) => {
      let path = "";
      let isDown = false;
      for (const { atS, skewMs } of series) {
        if (skewMs === null) isDown = false;
        else {
          path += `${isDown ? "L" : "M"}${x(atS).toFixed(1)} ${
            y(skewMs).toFixed(1)
          }`;
          isDown = true;
        }
      }
      return `<path d="${path}" fill="none" stroke="${
        COLOURS[index]
      }" stroke-width="1.2"/>`;
    });
    return `<text x="60" y="${top}" font-weight="600">${scenario.name}</text>
<line x1="60" x2="${width - 20}" y1="${y(0)}" y2="${y(0)}" stroke="#999"/>
<line x1="60" x2="${width - 20}" y1="${y(42)}" y2="${
      y(42)
    }" stroke="#999" stroke-dasharray="3 4"/>
<text x="8" y="${y(0)}">0 ms</text><text x="8" y="${
      y(PLOT_TOP_MS) + 8
    }">${PLOT_TOP_MS} ms</text>
<text x="${width - 60}" y="${y(0) + 14}">${endS.toFixed(0)} s</text>
${lines.join("\n")}`;
  });
  const legend = Object.keys(rows[0]?.results ?? {}).map((name, index) =>
    `<text x="${60 + index * 160}" y="14" fill="${
      COLOURS[index]
    }">${name}</text>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="#fff"/>
${legend.join("\n")}
${panels.join("\n")}
</svg>
`;
}

function ms(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (value === Infinity) return "not in time";
  return value >= 10_000
    ? `${(value / 1000).toFixed(0)} s`
    : `${Math.round(value)} ms`;
}
