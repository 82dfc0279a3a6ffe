import { assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { DomainError } from "../../shared/errors.ts";
import {
  createLimits,
  INVALID_WINDOW_MS,
  type Lane,
  type Limits,
  MAX_INVALID,
  MAX_INVALID_BY_STRANGERS,
} from "./limits.ts";

function answerOf(
  status: number,
  { headers = {}, json }: { headers?: HeadersInit; json?: unknown } = {},
) {
  return { status, headers: new Headers(headers), json };
}

async function ask(
  limits: Limits,
  { status, lane = "person" }: { status: number; lane?: Lane },
) {
  const told = await limits.enter(lane);
  return told(answerOf(status));
}

Deno.test("[A10] invalid requests end before Discord bans the address, for their window", async () => {
  let now = 0;
  const limits = createLimits({ now: () => now, maxWaitMs: 5000 });
  for (const status of [200, 400, 404, 500]) {
    for (let n = 0; n < MAX_INVALID; n++) await ask(limits, { status });
  }
  for (let n = 0; n < MAX_INVALID; n++) {
    await ask(limits, { status: [401, 403, 429][n % 3] ?? 401 });
  }
  now = 60_000;
  const error = await assertRejects(
    () => limits.enter("person"),
    DomainError,
    "in 9 minutes",
  );
  assertEquals([error.code, error.status, error.details], [
    "discord_unavailable",
    429,
    { retryAfterS: 540 },
  ]);
  now = INVALID_WINDOW_MS;
  await limits.enter("person");
});

Deno.test("[A13] strangers use up their own share, answered or not, and no person's", async () => {
  const limits = createLimits({ now: () => 0, maxWaitMs: 5000 });
  const learn = [];
  for (let n = 0; n < MAX_INVALID_BY_STRANGERS; n++) {
    learn.push(await limits.enter("stranger"));
  }
  await assertRejects(() => limits.enter("stranger"), DomainError);
  await ask(limits, { status: 200 });
  for (const told of learn.splice(0, 100)) told(answerOf(200));
  for (const told of learn.splice(0, 100)) told(null);
  for (const told of learn) told(answerOf(401));
  for (let n = 0; n < 200; n++) {
    await ask(limits, { status: 401, lane: "stranger" });
  }
  await assertRejects(() => limits.enter("stranger"), DomainError);
  await ask(limits, { status: 200 });
});

Deno.test("[A5] a global 429 stops every call for its time, another one only its own", async () => {
  using time = new FakeTime(0);
  const limits = createLimits({ now: () => time.now, maxWaitMs: 5000 });
  const own = await limits.enter("person");
  assertEquals(own(answerOf(429, { headers: { "retry-after": "3" } })), 3000);
  const global = await limits.enter("person");
  const global2 = await limits.enter("person");

  global(answerOf(429, { json: { retry_after: 2, global: true } }));
  let isIn = false;
  const entry = limits.enter("person").then(() => isIn = true);
  await time.tickAsync(1999);
  assertEquals(isIn, false);
  await time.tickAsync(1);
  await entry;

  global2(answerOf(429, {
    headers: { "retry-after": "60", "x-ratelimit-global": "true" },
  }));
  await assertRejects(() => limits.enter("person"), DomainError);
});
