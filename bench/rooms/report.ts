/**
 * The benchmark of rooms as a table.
 * @module
 */
import type { Load, Measurement } from "./generator.ts";

/** One scenario, measured on both. */
export interface Row {
  name: string;
  scenario: Pick<Load, "rooms" | "size" | "controlsPerS">;
  hub: Measurement;
  relay: Measurement;
}

const COLUMNS = [
  "rooms × viewers, controls/s",
  "",
  "CPU ms / 1,000 deliveries",
  "ratio",
  "CPU of a core",
  "p50 / p95 / p99, ms",
  "sent, KB/s (controls)",
  "idle CPU",
  "KB a viewer",
  "join: CPU ms, p50 / p95 ms",
  "lost",
  "lag p99",
];

/** A table of what was measured, two lines for each scenario. */
export function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(COLUMNS),
    line(COLUMNS.map(() => "---")),
    ...rows.flatMap(({ name, scenario, hub, relay }) => {
      const { rooms, size, controlsPerS } = scenario;
      const title = `${name}: ${rooms} × ${size}, ${controlsPerS}`;
      return [
        line([title, "relay", ...cells(relay, null)]),
        line(["", "Cowatch", ...cells(hub, relay)]),
      ];
    }),
  ].join("\n");
}

function cells(one: Measurement, against: Measurement | null): string[] {
  const { controls, idle, join, viewers } = one;
  const cost = costOf(one);
  const share = (cpuS: number, wallS: number) =>
    `${(cpuS / wallS * 100).toFixed(1)} %`;
  const perS = (bytes: number) => (bytes / 1000 / controls.wallS).toFixed(0);
  return [
    cost.toFixed(1),
    against ? (cost / costOf(against)).toFixed(2) : "1",
    share(controls.cpuS, controls.wallS),
    [controls.p50Ms, controls.p95Ms, controls.p99Ms]
      .map((ms) => ms.toFixed(2)).join(" / "),
    `${perS(controls.bytes)} (${perS(controls.patchBytes)})`,
    share(idle.cpuS, idle.wallS),
    (one.bytesPerViewer / 1000).toFixed(0),
    `${(join.cpuS / viewers * 1000).toFixed(2)}, ${join.p50Ms.toFixed(1)} / ${
      join.p95Ms.toFixed(1)
    }`,
    String(controls.lost),
    one.lagP99Ms.toFixed(1),
  ];
}

/** CPU of the server for 1,000 controls that reached a viewer, ms. */
function costOf({ controls }: Measurement): number {
  return controls.cpuS / controls.deliveries * 1e6;
}
