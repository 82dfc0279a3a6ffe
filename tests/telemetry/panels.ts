/**
 * What dashboards and alarms ask Prometheus for, and what Prometheus makes of
 * metrics that come by OTLP.
 * @module
 */
import * as v from "valibot";
import type { CollectedMetric } from "./collector.ts";

/** A question of a panel or an alarm. */
export interface Question {
  /** Title of the panel, name of the alarm. */
  of: string;
  expr: string;
}

const Dashboard = v.object({
  panels: v.array(v.object({
    title: v.string(),
    description: v.string(),
    targets: v.array(v.object({ expr: v.string() })),
  })),
});

/** All questions of a dashboard's file. */
export function questionsOf(json: string): Question[] {
  const { panels } = v.parse(Dashboard, JSON.parse(json));
  return panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ of: title, expr }))
  );
}

/** All questions of a file of Prometheus' rules. */
export function alarmsOf(yaml: string): Question[] {
  return [...yaml.matchAll(/- alert: (\w+)\n\s+expr: (.+)/g)].map(
    ([, of = "", expr = ""]) => ({ of, expr }),
  );
}

/** Series that an expression asks for, and the labels that it tells the first of them apart by. */
export function asked(
  { expr }: Question,
): { series: string[]; labels: string[] } {
  const [clause = "", by = ""] = expr.match(/\bby \(([^)]*)\)/) ?? [];
  const series = expr.replace(clause, "").match(/\b(cowatch|http|v8js)_\w+/g);
  const selected = [...expr.matchAll(/(\w+)(?:=~|!=|!~|=)"/g)]
    .map(([, label = ""]) => label);
  const labels = [...by.split(","), ...selected].map((label) => label.trim())
    // Prometheus' own, and the buckets'.
    .filter((label) => !["", "le", "job", "instance"].includes(label));
  return { series: series ?? [], labels };
}

/** Units as Prometheus writes them. Source: OpenTelemetry's "Prometheus and OpenMetrics compatibility". */
const UNITS: Readonly<Record<string, string>> = {
  ms: "_milliseconds",
  s: "_seconds",
  By: "_bytes",
};

/** Names of the series that Prometheus makes of a metric. */
export function seriesOf({ name, unit, kind }: CollectedMetric): string[] {
  const plain = name.replaceAll(/\W/g, "_") + (UNITS[unit] ?? "");
  switch (kind) {
    case "gauge":
      return [plain];
    case "counter":
      return [`${plain}_total`];
    case "histogram":
      return ["_bucket", "_sum", "_count"].map((end) => plain + end);
  }
}
