import { assertEquals, assertRejects } from "@std/assert";
import { UpstreamError } from "../upstream/http_client.ts";
import { createHostNames, measuredHttp } from "./measured.ts";
import { NO_TELEMETRY, type Telemetry } from "./metrics.ts";

Deno.test("[O31] [O32] a call is recorded by host and outcome, and by nothing else of its address", async () => {
  const told: unknown[] = [];
  const telemetry: Telemetry = {
    ...NO_TELEMETRY,
    isOn: true,
    record: (metric, _value, attributes) => told.push([metric, attributes]),
    span: (_name, run) => run((attributes) => told.push(attributes)),
  };
  const http = measuredHttp({
    send({ url }) {
      if (String(url).includes("late")) throw new UpstreamError("timeout");
      const status = String(url).includes("missing") ? 404 : 200;
      return Promise.resolve({
        status,
        headers: new Headers(),
        json: null,
        bytes: new Uint8Array(),
      });
    },
  }, { telemetry, nameHost: createHostNames() });
  const send = (path: string) =>
    http.send({ url: `https://a.test/canary/${path}?ks=canary`, timeoutMs: 1 });
  await send("ok");
  await send("missing");
  await assertRejects(() => send("late"), UpstreamError);
  const metrics = told.filter((one) => Array.isArray(one));
  assertEquals(
    metrics,
    ["2xx", "4xx", "timeout"].map((outcome) => [
      "cowatch.upstream.duration",
      { host: "a.test", outcome },
    ]),
  );
  assertEquals(JSON.stringify(told).includes("canary"), false);
});

Deno.test("[O31] hosts that are invented do not make a series each", () => {
  const nameHost = createHostNames();
  const names = Array.from(
    { length: 500 },
    (_, n) => nameHost(`https://x${n}.kaltura.com/`),
  );
  assertEquals(new Set(names).size, 51);
  assertEquals(nameHost("https://x0.kaltura.com/a"), "x0.kaltura.com");
});
