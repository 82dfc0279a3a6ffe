import { assert, assertEquals } from "@std/assert";
import { METRICS, NO_TELEMETRY } from "./metrics.ts";
import { isCollected, isTraced, startTelemetry } from "./start.ts";

Deno.test("[O30] telemetry is off until Deno's own switch is on, and what is off is nothing", async () => {
  for (
    const env of [{}, { OTEL_DENO: "false" }, { OTEL_DENO: "" }, {
      OTEL_DENO: "true",
      OTEL_SDK_DISABLED: "true",
    }]
  ) {
    assert(!isCollected(env) && !isTraced(env), JSON.stringify(env));
    assertEquals(await startTelemetry(env, { version: "1" }), NO_TELEMETRY);
  }
  assert(isCollected({ OTEL_DENO: "true" }));
  assert(isTraced({ OTEL_DENO: "1" }));
  assert(!isTraced({ OTEL_DENO: "1", OTEL_DENO_TRACING: "false" }));
  assertEquals(await NO_TELEMETRY.span("command", () => Promise.resolve(7)), 7);
});

Deno.test("[O31] names and units are as OpenTelemetry wants them, and each says what it is", () => {
  for (const [name, { unit, what }] of Object.entries(METRICS)) {
    assert(/^cowatch(\.[a-z][a-z0-9_]*)+$/.test(name), name);
    assert(/^(ms|By|\{[a-z]+\})$/.test(unit), unit);
    assert(what.length > 10, name);
  }
});
