import { assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { DomainError } from "../../shared/errors.ts";
import { createLimits, INVALID_WINDOW_MS, MAX_INVALID } from "./limits.ts";

function answerOf(
  status: number,
  { headers = {}, json }: { headers?: HeadersInit; json?: unknown } = {},
) {
  return { status, headers: new Headers(headers), json };
}

Deno.test("[A10] invalid requests end before Discord bans the address, for their window", async () => {
  let now = 0;
  const limits = createLimits({ now: () => now, maxWaitMs: 5000 });
  for (const status of [200, 400, 404, 500]) {
    for (let n = 0; n < MAX_INVALID; n++) limits.note(answerOf(status));
  }
  await limits.enter();
  for (let n = 0; n < MAX_INVALID; n++) {
    await limits.enter();
    limits.note(answerOf([401, 403, 429][n % 3] ?? 401));
  }
  now = 60_000;
  const error = await assertRejects(() => limits.enter(), DomainError);
  assertEquals([error.code, error.status, error.details], [
    "discord_unavailable",
    429,
    { retryAfterS: 540 },
  ]);
  now = INVALID_WINDOW_MS;
  await limits.enter();
});

Deno.test("[A5] a global 429 stops every call for its time, another one only its own", async () => {
  using time = new FakeTime(0);
  const limits = createLimits({ now: () => time.now, maxWaitMs: 5000 });
  assertEquals(
    limits.note(answerOf(429, { headers: { "retry-after": "3" } })),
    3000,
  );
  await limits.enter();

  limits.note(answerOf(429, { json: { retry_after: 2, global: true } }));
  let isIn = false;
  const entry = limits.enter().then(() => isIn = true);
  await time.tickAsync(1999);
  assertEquals(isIn, false);
  await time.tickAsync(1);
  await entry;

  limits.note(answerOf(429, {
    headers: { "retry-after": "60", "x-ratelimit-global": "true" },
  }));
  await assertRejects(() => limits.enter(), DomainError);
});
