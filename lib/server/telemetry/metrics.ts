/**
 * What this server measures of itself: every name in one table, and the port
 * through which parts of the server report. An adapter stands behind it where
 * somebody collects (`open_telemetry.ts`), nothing where nobody does.
 * @module
 */

/**
 * - `count`: how often something happened; reported as it happens.
 * - `spread`: how large something was, each time; reported as it happens. `bounds`: upper bounds of its buckets.
 * - `size`: how much there is now; read when metrics are sent.
 * - `total`: how often something has happened since the start; read when metrics are sent, for what happens too often to report each time.
 */
type Metric =
  & { unit: string; what: string }
  & (
    | { kind: "count" | "size" | "total" }
    | { kind: "spread"; bounds: readonly number[] }
  );

/** Chosen: from what nobody notices to what everybody does. */
const SKEW_MS = [5, 10, 20, 40, 80, 150, 300, 600, 1200, 2500, 5000, 10_000];
/** Chosen: a frame's time, the alarm at 100 ms, and standstills. */
const LAG_MS = [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
/** Chosen: from memory to the longest deadline of an upstream call. */
const CALL_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];
/** Chosen: from a film that was warmed up to who has given up. */
const START_MS = [100, 250, 500, 1000, 1500, 2500, 4000, 6000, 10_000, 30_000];

/** Everything that is measured, by its name. Names and units follow OpenTelemetry's conventions. */
export const METRICS = {
  "cowatch.rooms": {
    kind: "size",
    unit: "{room}",
    what: "Rooms that this instance serves",
  },
  "cowatch.members": {
    kind: "size",
    unit: "{person}",
    what: "People with a page on this instance",
  },
  "cowatch.sockets": {
    kind: "size",
    unit: "{socket}",
    what: "Open WebSockets of rooms",
  },
  "cowatch.connections": {
    kind: "size",
    unit: "{connection}",
    what:
      "TCP connections at the front; absent behind proxies of the operator's",
  },
  "cowatch.process.memory": {
    kind: "size",
    unit: "By",
    what: "Resident memory of the process",
  },
  "cowatch.deliveries": {
    kind: "total",
    unit: "{message}",
    what: "Messages handed to sockets",
  },
  "cowatch.store.retries": {
    kind: "count",
    unit: "{retry}",
    what:
      "Changes of a room that another one overtook, and that were tried again",
  },
  "cowatch.epochs": {
    kind: "count",
    unit: "{epoch}",
    what:
      "Rooms whose past was lost, by why: restored from a copy, or recovered",
  },
  "cowatch.evictions": {
    kind: "count",
    unit: "{socket}",
    what: "Sockets that the server closed, by why",
  },
  "cowatch.event_loop.lag": {
    kind: "spread",
    unit: "ms",
    what: "Lateness of a timer: how long everything else had to wait",
    bounds: LAG_MS,
  },
  "cowatch.skew.p50": {
    kind: "spread",
    unit: "ms",
    what: "Half of a room's screens are within it, each second, by engine",
    bounds: SKEW_MS,
  },
  "cowatch.skew.p95": {
    kind: "spread",
    unit: "ms",
    what: "95 % of a room's screens are within it, each second, by engine",
    bounds: SKEW_MS,
  },
  "cowatch.first_frame": {
    kind: "spread",
    unit: "ms",
    what: "Time from a video's load to its first picture, by engine",
    bounds: START_MS,
  },
  "cowatch.stalls": {
    kind: "count",
    unit: "{stall}",
    what: "Pictures that stood still for want of data, by engine",
  },
  "cowatch.command.duration": {
    kind: "spread",
    unit: "ms",
    what: "A person's command until the store has it, by command and outcome",
    bounds: CALL_MS,
  },
  "cowatch.upstream.duration": {
    kind: "spread",
    unit: "ms",
    what: "A call to another server, by host and outcome",
    bounds: CALL_MS,
  },
  "cowatch.catalogue.faults": {
    kind: "count",
    unit: "{fault}",
    what: "Calls that the gateway, or Kaltura, refused or failed, by code",
  },
  "cowatch.refusals": {
    kind: "count",
    unit: "{refusal}",
    what: "Requests and commands that were refused, by code",
  },
  "cowatch.client.faults": {
    kind: "count",
    unit: "{fault}",
    what: "Faults that pages told of, by kind",
  },
} as const satisfies Record<string, Metric>;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Names of metrics of some kinds. */
export type MetricOf<Kind extends Metric["kind"]> = {
  [Name in MetricName]: (typeof METRICS)[Name]["kind"] extends Kind ? Name
    : never;
}[MetricName];

/** What tells apart what one metric or span is of. Few different values each, and nothing of a person. */
export type Attributes = Readonly<Record<string, string | number>>;

/** What takes a while and is reported whole, as spans: every name in one table. */
export const SPANS = {
  command: "room command",
  catalogue: "catalogue call",
  upstream: "upstream call",
} as const;

/** See the module. */
export interface Telemetry {
  /** Whether somebody collects; what costs something to find out is left where nobody does. */
  readonly isOn: boolean;
  /** Whether Deno adds spans of its own, which hold whole addresses. */
  readonly isTraced: boolean;
  count(metric: MetricOf<"count">, attributes?: Attributes): void;
  record(
    metric: MetricOf<"spread">,
    value: number,
    attributes?: Attributes,
  ): void;
  /** @returns The disposer. */
  observe(metric: MetricOf<"size" | "total">, read: () => number): () => void;
  /**
   * Runs something as a span. `note` adds attributes to it; what it throws
   * marks it as failed and is thrown on.
   */
  span<T>(
    name: keyof typeof SPANS,
    run: (note: (attributes: Attributes) => void) => Promise<T>,
  ): Promise<T>;
}

const nothing = () => {};

/** Nobody collects. */
export const NO_TELEMETRY: Telemetry = {
  isOn: false,
  isTraced: false,
  count: nothing,
  record: nothing,
  observe: () => nothing,
  span: (_name, run) => run(nothing),
};
