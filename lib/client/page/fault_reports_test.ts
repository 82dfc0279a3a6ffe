import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import { ClientFault } from "../../shared/client_fault.ts";
import { startFaultReports } from "./fault_reports.ts";

const ORIGIN = "https://1.discordsays.com";

function start() {
  const target = new EventTarget();
  const sent: ClientFault[] = [];
  const reports = startFaultReports({
    target,
    origin: ORIGIN,
    send: (fault) => sent.push(fault),
  });
  const tell = (type: "error" | "unhandledrejection", thrown: unknown) =>
    target.dispatchEvent(
      Object.assign(new Event(type), { error: thrown, reason: thrown }),
    );
  return { reports, sent, tell };
}

/** An error as Chromium has it, with a secret wherever one can be. */
function thrown(name: string, place: string): Error {
  const error = new Error("Ada's “Secret film” at https://x.test/?ks=canary");
  error.name = name;
  error.stack = `${name}: ${error.message}\n` +
    `    at play (${ORIGIN}/_fresh/js/abc/${place}?canary=1:1:2345)\n` +
    `    at canary (chrome-extension://canary/x.js:1:1)\n` +
    `    at ${ORIGIN}/_fresh/js/abc/chunk-2.js:7:8`;
  return error;
}

Deno.test("[O36] a fault is told by its kind and its place in our scripts, and by nothing that anybody wrote", () => {
  const { sent, tell, reports } = start();
  tell("error", thrown("TypeError", "island-1.js"));
  tell("unhandledrejection", thrown("Ada Lovelace", "island-1.js"));
  reports.media({ name: "drm", engine: "hls" });
  assertEquals(sent, [
    {
      kind: "error",
      name: "TypeError",
      steps: ["island-1.js:1:2345", "chunk-2.js:7:8"],
    },
    {
      kind: "rejection",
      name: "Error",
      steps: ["island-1.js:1:2345", "chunk-2.js:7:8"],
    },
    { kind: "media", name: "drm", engine: "hls" },
  ]);
  for (const fault of sent) assert(v.is(ClientFault, fault));
  assert(!/canary|ada|secret/i.test(JSON.stringify(sent)));
});

Deno.test("[O36] a page tells each kind once, ten at most, and nothing that is not ours or after its end", () => {
  const { sent, tell, reports } = start();
  const foreign = new Error("of an extension");
  foreign.stack = "Error: x\n    at chrome-extension://abc/x.js:1:1";
  for (const odd of [foreign, null, undefined, "text", { stack: 7 }, 3]) {
    tell("error", odd);
    tell("unhandledrejection", odd);
  }
  assertEquals(sent, []);
  for (let n = 0; n < 30; n++) {
    tell("error", thrown("Error", `a-${n % 15}.js`));
  }
  assertEquals(sent.length, 10);
  assertEquals(new Set(sent.map((one) => JSON.stringify(one))).size, 10);
  reports.dispose();
  const other = start();
  other.reports.dispose();
  other.tell("error", thrown("Error", "a.js"));
  assertEquals(other.sent, []);
});

Deno.test("[O36] what another page sends is refused: free text, foreign fields, long stacks", () => {
  const good = { kind: "error", name: "Error", steps: ["a.js:1:1"] };
  assert(v.is(ClientFault, good));
  for (
    const bad of [
      { ...good, message: "Ada’s film" },
      { ...good, name: "Ada" },
      { ...good, steps: [] },
      { ...good, steps: ["https://x.test/a.js?ks=1:1:1"] },
      { ...good, steps: Array(6).fill("a.js:1:1") },
      { kind: "media", name: "Ada", engine: "hls" },
      { kind: "media", name: "drm", engine: "Ada" },
      null,
    ]
  ) assert(!v.is(ClientFault, bad), JSON.stringify(bad));
});
