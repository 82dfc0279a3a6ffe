/**
 * Whether somebody collects telemetry: where Deno does (`OTEL_DENO`, or a
 * platform of its own), it registers its providers as every implementation of
 * OpenTelemetry does.
 * @module
 */
import { NO_TELEMETRY, type Telemetry } from "./metrics.ts";

/** Where providers are registered. Source: `@opentelemetry/api`, whose first version it names. */
const REGISTRY = Symbol.for("opentelemetry.js.api.1");

/** What is registered of what. */
interface Registry {
  metrics?: unknown;
  /** Deno's own spans are on with it. */
  trace?: unknown;
}

/**
 * Starts what Deno collects; where it does not, nothing is loaded.
 * @param options `registry`: what is registered. @default {this process's}
 * @see SPEC O30
 */
export async function startTelemetry(
  { version, registry = registered() }: {
    version: string;
    registry?: Registry;
  },
): Promise<Telemetry> {
  const { metrics, trace } = registry;
  if (!metrics && !trace) return NO_TELEMETRY;
  const { createOpenTelemetry } = await import("./open_telemetry.ts");
  return createOpenTelemetry({ version, isTraced: Boolean(trace) });
}

function registered(): Registry {
  return (globalThis as { [REGISTRY]?: Registry })[REGISTRY] ?? {};
}
