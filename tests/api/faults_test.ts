/** Faults that pages report. */
import { assert, assertEquals } from "@std/assert";
import { ADDRESS_FAULTS } from "@/lib/server/limits/limits.ts";
import { createApi } from "./api_server.ts";

const FAULT = {
  kind: "error",
  name: "TypeError",
  steps: ["island-1.js:1:2345"],
};

Deno.test("[O35] a fault is logged once of its kind; what is none is refused, and logged by nobody", async () => {
  const api = createApi({});
  try {
    const send = async (body: unknown) =>
      (await api.call("/api/faults", { body })).status;
    assertEquals(await send(FAULT), 204);
    assertEquals(await send(FAULT), 204);
    assertEquals(
      await send({ ...FAULT, steps: [...FAULT.steps, "b.js:1:1"] }),
      204,
    );
    assertEquals(
      await send({ kind: "media", name: "drm", engine: "hls" }),
      204,
    );
    for (
      const odd of [
        { ...FAULT, message: "canary" },
        { ...FAULT, name: "canary" },
        { kind: "canary" },
        "canary",
        null,
      ]
    ) assertEquals(await send(odd), 400, JSON.stringify(odd));
    assertEquals(await send({ ...FAULT, more: "canary".repeat(500) }), 413);
    const lines = api.log().trim().split("\n").map((line) => JSON.parse(line))
      .filter(({ event }) => event === "client_fault");
    assertEquals(
      lines.map(({ time: _time, ...line }) => line),
      [
        { level: "warn", event: "client_fault", ...FAULT },
        {
          level: "warn",
          event: "client_fault",
          kind: "media",
          name: "drm",
          engine: "hls",
        },
      ],
    );
    assert(!api.log().includes("canary"));
  } finally {
    await api.close();
  }
});

Deno.test("[O35] an address that floods is refused with a wait; with CLIENT_FAULTS=off nothing is taken", async () => {
  const api = createApi({});
  const off = createApi({ CLIENT_FAULTS: "off" });
  try {
    const statuses: number[] = [];
    for (let n = 0; n < ADDRESS_FAULTS.burst + 5; n++) {
      const response = await api.call("/api/faults", { body: FAULT });
      statuses.push(response.status);
      if (response.status === 429) assert(response.headers.has("retry-after"));
      await response.body?.cancel();
    }
    assertEquals(
      statuses.filter((one) => one === 204).length,
      ADDRESS_FAULTS.burst,
    );
    assertEquals(statuses.at(-1), 429);
    const refused = await off.call("/api/faults", { body: FAULT });
    assertEquals(refused.status, 404);
    assert(!off.log().includes("client_fault"));
  } finally {
    await api.close();
    await off.close();
  }
});
