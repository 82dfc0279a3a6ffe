/**
 * Takes OTLP over HTTP, as JSON, like any collector, and remembers what came.
 * @module
 */
import * as v from "valibot";

/** A metric as it came last. */
export interface CollectedMetric {
  name: string;
  unit: string;
  kind: "gauge" | "counter" | "histogram";
  /** Attributes of each of its series. */
  series: Record<string, string>[];
}

/** A span as it came. */
interface CollectedSpan {
  scope: string;
  name: string;
  attributes: Record<string, string>;
}

/** See the module. */
export interface Collector {
  /** What `OTEL_…` tells a process to send here, often. */
  env: Record<string, string>;
  metrics: ReadonlyMap<string, CollectedMetric>;
  spans: readonly CollectedSpan[];
  /** All that came, as it came. */
  text(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Time between two exports, ms. */
const EXPORT_MS = 500;

const Attributes = v.array(v.object({
  key: v.string(),
  value: v.record(v.string(), v.unknown()),
}));
const Points = v.object({
  dataPoints: v.array(v.object({ attributes: Attributes })),
});
const Scope = v.object({ name: v.string() });
const MetricsBody = v.object({
  resourceMetrics: v.array(v.object({
    scopeMetrics: v.array(v.object({
      scope: Scope,
      metrics: v.array(v.object({
        name: v.string(),
        unit: v.string(),
        gauge: v.optional(Points),
        sum: v.optional(
          v.object({ ...Points.entries, isMonotonic: v.boolean() }),
        ),
        histogram: v.optional(Points),
      })),
    })),
  })),
});
const SpansBody = v.object({
  resourceSpans: v.array(v.object({
    scopeSpans: v.array(v.object({
      scope: Scope,
      spans: v.array(v.object({ name: v.string(), attributes: Attributes })),
    })),
  })),
});

/** Starts one on a free port. */
export function startCollector(): Collector {
  const metrics = new Map<string, CollectedMetric>();
  const spans: CollectedSpan[] = [];
  let text = "";

  function takeMetrics(body: unknown) {
    const { resourceMetrics } = v.parse(MetricsBody, body);
    for (const { scopeMetrics } of resourceMetrics) {
      for (const metric of scopeMetrics.flatMap(({ metrics }) => metrics)) {
        const { name, unit, gauge, sum, histogram } = metric;
        const points = gauge ?? sum ?? histogram;
        const series = points?.dataPoints.map(({ attributes }) =>
          plain(attributes)
        ) ?? [];
        const known = metrics.get(name)?.series ?? [];
        const kind = histogram
          ? "histogram"
          : sum?.isMonotonic
          ? "counter"
          : "gauge";
        metrics.set(name, { name, unit, kind, series: [...known, ...series] });
      }
    }
  }

  function takeSpans(body: unknown) {
    for (const { scopeSpans } of v.parse(SpansBody, body).resourceSpans) {
      for (const { scope, spans: told } of scopeSpans) {
        spans.push(...told.map(({ name, attributes }) => ({
          scope: scope.name,
          name,
          attributes: plain(attributes),
        })));
      }
    }
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const told = await request.text();
      text += told;
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/metrics") takeMetrics(JSON.parse(told));
      if (pathname === "/v1/traces") takeSpans(JSON.parse(told));
      return Response.json({});
    },
  );
  return {
    env: {
      OTEL_DENO: "true",
      OTEL_DENO_CONSOLE: "ignore",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
      OTEL_METRIC_EXPORT_INTERVAL: String(EXPORT_MS),
      OTEL_BSP_SCHEDULE_DELAY: String(EXPORT_MS),
      OTEL_SERVICE_NAME: "cowatch",
    },
    metrics,
    spans,
    text: () => text,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function plain(
  attributes: v.InferOutput<typeof Attributes>,
): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]),
  );
}
