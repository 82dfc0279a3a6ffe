import { assertEquals } from "@std/assert";
import { retryAfterMs } from "./retry_after.ts";

Deno.test("[A5] retryAfterMs() reads seconds, dates and bodies, and nothing else", () => {
  const nowMs = Date.parse("2026-11-23T12:00:00Z");
  const cases: [header: string | null, json: unknown, ms: number | null][] = [
    ["2", undefined, 2000],
    ["0.25", undefined, 250],
    ["0", undefined, 0],
    ["Mon, 23 Nov 2026 12:00:05 GMT", undefined, 5000],
    ["Mon, 23 Nov 2026 11:00:00 GMT", undefined, 0],
    [null, { retry_after: 1.5, global: true }, 1500],
    [null, { retryAfter: 3 }, 3000],
    ["", { retry_after: 1 }, 1000],
    ["soon", { retry_after: 1 }, 1000],
    ["3", { retry_after: 1 }, 3000],
    [null, { retry_after: -1 }, null],
    [null, { retry_after: "1" }, null],
    ["-5", undefined, null],
    [null, null, null],
    [null, undefined, null],
  ];
  for (const [header, json, ms] of cases) {
    const headers = new Headers(
      header === null ? {} : { "retry-after": header },
    );
    assertEquals(retryAfterMs({ headers, json }, nowMs), ms, `${header}`);
  }
});
