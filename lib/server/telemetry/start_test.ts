import { assert, assertEquals } from "@std/assert";
import { METRICS, NO_TELEMETRY } from "./metrics.ts";
import { startTelemetry } from "./start.ts";

Deno.test("[O30] telemetry is nothing until Deno collects it", async () => {
  const off = await startTelemetry({ version: "1" });
  assertEquals(off, NO_TELEMETRY);
  assertEquals(await off.span("command", () => Promise.resolve(7)), 7);
  const start = (registry: { metrics?: unknown; trace?: unknown }) =>
    startTelemetry({ version: "1", registry });
  assertEquals(await start({}), NO_TELEMETRY);
  const counted = await start({ metrics: {} });
  assertEquals([counted.isOn, counted.isTraced], [true, false]);
  const traced = await start({ metrics: {}, trace: {} });
  assertEquals([traced.isOn, traced.isTraced], [true, true]);
});

Deno.test("[O31] names and units are as OpenTelemetry wants them, and each says what it is", () => {
  for (const [name, { unit, what }] of Object.entries(METRICS)) {
    assert(/^cowatch(\.[a-z][a-z0-9_]*)+$/.test(name), name);
    assert(/^(ms|By|\{[a-z]+\})$/.test(unit), unit);
    assert(what.length > 10, name);
  }
});
