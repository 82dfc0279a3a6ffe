/**
 * Telemetry by Deno's own OpenTelemetry, which sends it by OTLP from outside of
 * JavaScript: it needs no permission. Loaded only where `OTEL_DENO` is on.
 * @module
 */
import {
  type Counter,
  type Histogram,
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { DomainError } from "../../shared/errors.ts";
import {
  type MetricName,
  type MetricOf,
  METRICS,
  SPANS,
  type Telemetry,
} from "./metrics.ts";

/** Scope of all that Cowatch measures itself. */
const SCOPE = "cowatch";

/** Makes telemetry. `version`: of the app. `isTraced`: Deno writes spans. */
export function createOpenTelemetry(
  { version, isTraced }: { version: string; isTraced: boolean },
): Telemetry {
  const meter = metrics.getMeter(SCOPE, version);
  const tracer = trace.getTracer(SCOPE, version);
  const counters = new Map<MetricName, Counter>();
  const histograms = new Map<MetricName, Histogram>();
  for (const [key, metric] of Object.entries(METRICS)) {
    const name = key as MetricName;
    const told = { description: metric.what, unit: metric.unit };
    if (metric.kind === "count") {
      counters.set(name, meter.createCounter(name, told));
    } else if (metric.kind === "spread") {
      const advice = { explicitBucketBoundaries: [...metric.bounds] };
      histograms.set(name, meter.createHistogram(name, { ...told, advice }));
    }
  }

  return {
    isOn: true,
    isTraced,
    count: (name, attributes) => counters.get(name)?.add(1, attributes),
    record: (name, value, attributes) =>
      histograms.get(name)?.record(value, attributes),
    observe(name: MetricOf<"size" | "total">, read) {
      const { kind, unit, what } = METRICS[name];
      const told = { description: what, unit };
      const instrument = kind === "size"
        ? meter.createObservableGauge(name, told)
        : meter.createObservableCounter(name, told);
      const look = (result: { observe(value: number): void }) =>
        result.observe(read());
      instrument.addCallback(look);
      return () => instrument.removeCallback(look);
    },
    span(name, run) {
      const kind = name === "upstream" ? SpanKind.CLIENT : SpanKind.INTERNAL;
      return tracer.startActiveSpan(SPANS[name], { kind }, async (span) => {
        try {
          return await run((attributes) => void span.setAttributes(attributes));
        } catch (error) {
          // The code only: a message may hold what a person asked for.
          const code = error instanceof DomainError ? error.code : "internal";
          span.setAttribute("error.type", code);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  };
}
