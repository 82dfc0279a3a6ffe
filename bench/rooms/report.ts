/**
 * The benchmark of rooms as tables and plots of text.
 * @module
 */
import type { Controls, Measurement, Use } from "./load.ts";
import type { Scenario } from "./plan.ts";

/** One scenario, measured. */
export interface Row {
  name: string;
  scenario: Scenario;
  hub: Measurement;
  relay: Measurement | null;
}

/** Lateness of the generator from which on its latencies say nothing, ms. */
const MAX_LAG_MS = 5;

/** Whether all that was measured of a scenario counts. */
export function isValid({ hub, relay }: Pick<Row, "hub" | "relay">): boolean {
  return [...hub.controls, ...relay?.controls ?? []]
    .every(({ lagP99Ms }) => lagP99Ms <= MAX_LAG_MS);
}

/** CPU of the server for 1,000 controls that reached a viewer, ms. */
export function costOf({ cpuS, deliveries }: Controls): number {
  return cpuS / deliveries * 1e6;
}

function share({ cpuS, wallS }: Use): string {
  return `${(cpuS / wallS * 100).toFixed(1)} %`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function tableOf(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const rule = columns.map(() => "---");
  return [columns, rule, ...rows].map(line).join("\n");
}

function titleOf({ name, scenario: { rooms, size } }: Row): string {
  return `${name}: ${rooms} × ${size}`;
}

/** What delivering controls costs. */
export function controlTable(rows: readonly Row[]): string {
  const cells = (row: Row, perS: number, one: "hub" | "relay") => {
    const found = row[one]?.controls.find((each) => each.perS === perS);
    if (!found) return [];
    const relay = row.relay?.controls.find((each) => each.perS === perS);
    const ratio = one === "hub" && relay
      ? (costOf(found) / costOf(relay)).toFixed(2)
      : "";
    const kb = (bytes: number) => (bytes / 1000 / found.wallS).toFixed(0);
    return [[
      one === "hub" ? titleOf(row) : "bare relay",
      String(perS),
      costOf(found).toFixed(1),
      (costOf(found) * found.kernelShare).toFixed(1),
      ratio,
      share(found),
      [found.p50Ms, found.p95Ms, found.p99Ms].map((ms) => ms.toFixed(2))
        .join(" / "),
      `${kb(found.bytes)} (${kb(found.patchBytes)})`,
      String(found.lost),
      `${found.lagP99Ms.toFixed(1)}${
        found.lagP99Ms > MAX_LAG_MS ? " **invalid**" : ""
      }`,
    ]];
  };
  return tableOf(
    [
      "rooms × viewers",
      "controls/s a room",
      "CPU ms / 1,000 deliveries",
      "of it the kernel",
      "ratio",
      "CPU of a core",
      "p50 / p95 / p99, ms",
      "sent, KB/s (controls)",
      "lost",
      "generator's lag p99, ms",
    ],
    rows.flatMap((row) =>
      [...new Set(row.scenario.rates)].flatMap((perS) => [
        ...cells(row, perS, "relay"),
        ...cells(row, perS, "hub"),
      ])
    ),
  );
}

/** What being there costs. */
export function presenceTable(rows: readonly Row[]): string {
  const cells = (title: string, one: Measurement) => [
    title,
    (one.bytesPerViewer / 1000).toFixed(0),
    (one.residentBytes / 1e6).toFixed(0),
    share(one.idle),
    (one.join.cpuS / one.viewers * 1000).toFixed(2),
    (one.viewers / one.join.wallS).toFixed(0),
    `${one.late.p50Ms.toFixed(1)} / ${one.late.p95Ms.toFixed(1)}`,
  ];
  return tableOf(
    [
      "rooms × viewers",
      "KB a viewer",
      "memory, MB",
      "idle: CPU of a core",
      "join: CPU ms",
      "joins/s",
      "late joiner, open to state: p50 / p95, ms",
    ],
    rows.flatMap((row) => [
      ...(row.relay ? [cells("bare relay", row.relay)] : []),
      cells(titleOf(row), row.hub),
    ]),
  );
}

/** How everybody came back after a `kill -9`. */
export function stormTable(rows: readonly Row[]): string {
  return tableOf(
    [
      "rooms × viewers",
      "half back, s",
      "all back, s",
      "lost",
      "rooms that forgot",
    ],
    rows.flatMap((row) => {
      const { storm } = row.hub;
      return storm === null ? [] : [[
        titleOf(row),
        storm.p50S.toFixed(1),
        storm.lastS.toFixed(1),
        storm.lost === 0 ? "0" : `${storm.lost}: ${storm.lostFor}`,
        String(storm.forgotten),
      ]];
    }),
  );
}

/** How costs grow with viewers: bars of text, each against the largest. */
export function growthPlot(rows: readonly Row[]): string {
  const memory = rows.filter(({ scenario }) =>
    (scenario.store ?? "memory") === "memory"
  ).toSorted((a, b) => a.hub.viewers - b.hub.viewers);
  const plot = (title: string, valueOf: (row: Row) => number) => {
    const largest = Math.max(...memory.map(valueOf));
    return [
      title,
      ...memory.map((row) => {
        const value = valueOf(row);
        const bar = "█".repeat(Math.max(1, Math.round(value / largest * 40)));
        return `  ${titleOf(row).padEnd(22)} ${bar} ${value.toFixed(1)}`;
      }),
    ].join("\n");
  };
  const last = ({ hub }: Row) => hub.controls.at(-1)!;
  return [
    plot("Memory of a viewer, KB", ({ hub }) => hub.bytesPerViewer / 1000),
    plot("CPU of 1,000 deliveries, ms", (row) => costOf(last(row))),
    plot("p95 of a control, ms", (row) => last(row).p95Ms),
    plot("Sent for each byte of patches", (row) => {
      const { bytes, patchBytes } = last(row);
      return bytes / patchBytes;
    }),
  ].join("\n\n");
}
