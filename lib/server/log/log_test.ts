import { assert, assertEquals } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import { createLog } from "./log.ts";

function logged(fields: Record<string, unknown>, secrets: string[] = []) {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), {
    now: () => "2026-01-01T00:00:00Z",
    secrets,
  });
  log.warn("event", fields);
  assertEquals(lines.length, 1);
  const [line = ""] = lines;
  assertEquals(line.indexOf("\n"), line.length - 1);
  return line;
}

Deno.test("[A9] [X12] no secret is written, wherever it stands", () => {
  const secret = "hush hush";
  const cases: Record<string, unknown>[] = [
    { token: secret, "x-Authorization": secret, session_secret: [secret] },
    { message: `it was ${secret} and ${encodeURIComponent(secret)}` },
    { deep: { error: new Error(secret, { cause: new Error(secret) }) } },
    { error: new DomainError("internal", "No.", { cause: secret }) },
  ];
  for (const fields of cases) {
    const line = logged(fields, [secret]);
    assert(!line.includes("hush"), line);
  }
  for (
    const text of [
      'invalid header value: "Bearer canary\nx"',
      "Authorization: Bot canary.x",
      "error for url (https://cdn.test/a(b)?ks=canary)x)",
      "/api/room?ticket=canary",
      "redis://user:canary@host:6379",
    ]
  ) {
    const line = logged({ error: new TypeError(text) });
    assert(!line.includes("canary"), line);
  }
});

Deno.test("[X12] a line is bounded and one line, whatever is logged", () => {
  const many = Object.fromEntries(
    Array.from(
      { length: 5000 },
      (_, n) => [`field ${n}`, "\u0000".repeat(999)],
    ),
  );
  const loop: Record<string, unknown> = {};
  loop.again = loop;
  for (
    const fields of [
      many,
      { list: Array.from({ length: 9999 }, () => many) },
      { text: "\n".repeat(100_000) },
      { ["x".repeat(100_000)]: 1 },
      { n: 1n, loop, undefined },
      { error: Object.assign(new Error("a\nb"), { stack: "x".repeat(1e6) }) },
    ]
  ) {
    const line = logged(fields);
    assert(line.length < 8300, String(line.length));
    assertEquals(JSON.parse(line).event, "event");
  }
});

Deno.test("[X12] a fault says where it was thrown, without its words a second time", () => {
  const { error } = JSON.parse(logged({ error: new Error("oops") }));
  assertEquals([error.name, error.message], ["Error", "oops"]);
  assert(error.steps.length > 0 && error.steps.length <= 6);
  assert(error.steps.some((step: string) => step.includes("log_test.ts")));
});
