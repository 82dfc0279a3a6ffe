/**
 * Staying within what Discord allows.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import type { HttpAnswer } from "../http_client.ts";

const RateLimited = v.object({
  retry_after: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

/**
 * The wait that a 429 asks for, ms: in the header or in the body.
 * @returns `null` when it asks for none.
 */
export function retryAfterMs(
  answer: Pick<HttpAnswer, "headers" | "json">,
): number | null {
  const header = Number(answer.headers.get("retry-after") ?? NaN);
  if (Number.isFinite(header) && header >= 0) return header * 1000;
  const body = v.safeParse(RateLimited, answer.json);
  return body.success ? body.output.retry_after * 1000 : null;
}

/** Invalid requests in a window that we allow ourselves. Source: Discord bans at 10,000. */
export const MAX_INVALID = 5000;
/** That window, ms. Source: Discord's documentation of rate limits. */
export const INVALID_WINDOW_MS = 600_000;

/** Counts answers that Discord holds against us, and stops before it bans us. */
export interface InvalidBudget {
  /** @throws {DomainError} `discord_unavailable` when the budget is spent. */
  check(): void;
  note(status: number): void;
}

/** Makes a full budget. @param now ms. */
export function createInvalidBudget(now: () => number): InvalidBudget {
  let windowStart = now();
  let count = 0;
  const roll = () => {
    if (now() - windowStart < INVALID_WINDOW_MS) return;
    windowStart = now();
    count = 0;
  };
  return {
    check() {
      roll();
      if (count < MAX_INVALID) return;
      throw new DomainError(
        "discord_unavailable",
        "Too many sign-ins failed lately. Try again in ten minutes.",
        { status: 429 },
      );
    },
    note(status) {
      roll();
      if (status === 401 || status === 403 || status === 429) count++;
    },
  };
}
