import { assert, assertEquals } from "@std/assert";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import { MAX_RETRY_MS } from "./backoff.ts";
import {
  type Hope,
  hopeOfCall,
  hopeOfMedia,
  nextTry,
  NO_TRIES,
} from "./retry.ts";

const error = (code: ErrorCode, status?: number) =>
  new DomainError(code, "No.", status === undefined ? {} : { status });

Deno.test("[U25] what is away may come back, what was answered stays, and what is doubtful is between", () => {
  const cases: [unknown, Hope][] = [
    [error("gateway_unavailable", 502), "passing"],
    [error("gateway_timeout", 504), "passing"],
    [error("gateway_busy", 503), "passing"],
    [error("shutting_down", 503), "passing"],
    [error("too_many_messages", 429), "passing"],
    // Nothing was reached.
    [error("store_unavailable"), "passing"],
    [error("internal", 500), "doubtful"],
    [error("bad_gateway_answer", 502), "doubtful"],
    [error("gateway_auth_failed", 502), "doubtful"],
    [error("gateway_misconfigured", 502), "doubtful"],
    [error("unknown_video", 404), "final"],
    [error("session_expired", 401), "final"],
    [error("media_forbidden", 403), "final"],
    [error("internal"), "final"],
    [new TypeError("x"), "final"],
  ];
  for (const [one, hope] of cases) {
    assertEquals(hopeOfCall(one), hope, String(one));
  }
  assertEquals(hopeOfMedia("network"), "passing");
  assertEquals(hopeOfMedia("expired"), "doubtful");
  for (const kind of ["not_found", "not_allowed", "drm"] as const) {
    assertEquals(hopeOfMedia(kind), "final");
  }
});

Deno.test("[U25] what passes is tried for ever, ever later; what is doubtful three times a minute", () => {
  let tries = NO_TRIES;
  const fail = (hope: Hope, nowMs: number) => {
    const next = nextTry(tries, hope, { nowMs, random: 0.999 });
    tries = next.tries;
    return next.waitMs;
  };
  const waits = Array.from({ length: 9 }, (_, n) => fail("passing", n * 9000));
  assert(waits.every((ms, n) => ms !== null && ms >= (waits[n - 1] ?? 0)));
  assertEquals(waits.at(-1), Math.round(0.999 * MAX_RETRY_MS));

  tries = NO_TRIES;
  const doubtful = [0, 1, 2, 3].map((ms) => fail("doubtful", ms));
  assertEquals(doubtful.map((ms) => ms === null), [false, false, false, true]);
  assert(
    fail("doubtful", 60_004) !== null,
    "after a calm minute it is the first",
  );
  assertEquals(
    nextTry(NO_TRIES, "final", { nowMs: 0, random: 0 }).waitMs,
    null,
  );
});
