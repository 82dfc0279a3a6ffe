/**
 * Whether somebody collects telemetry, as the environment says to Deno itself.
 * @module
 */
import type { Environment } from "../config/reader.ts";
import { NO_TELEMETRY, type Telemetry } from "./metrics.ts";

/** What Deno takes for yes. Source: Deno's documentation of `OTEL_DENO`. */
const YES = new Set(["true", "1"]);

/** Whether Deno sends anything at all. */
export function isCollected(env: Environment): boolean {
  return YES.has(env.OTEL_DENO ?? "") && !YES.has(env.OTEL_SDK_DISABLED ?? "");
}

/** Whether Deno writes spans of its own, which hold whole addresses. @see SPEC O32 */
export function isTraced(env: Environment): boolean {
  return isCollected(env) &&
    !["false", "0"].includes(env.OTEL_DENO_TRACING ?? "");
}

/** Starts what the environment asks for; without it nothing is loaded. @see SPEC O30 */
export async function startTelemetry(
  env: Environment,
  options: { version: string },
): Promise<Telemetry> {
  if (!isCollected(env)) return NO_TELEMETRY;
  const { createOpenTelemetry } = await import("./open_telemetry.ts");
  return createOpenTelemetry({ ...options, isTraced: isTraced(env) });
}
