/**
 * Staying within what Discord allows.
 * @module
 */
import * as v from "valibot";
import type { HttpAnswer } from "../upstream/http_client.ts";
import { retryAfterMs } from "../upstream/retry_after.ts";
import { busy } from "./faults.ts";

/** Invalid requests in a window that we allow ourselves. Source: Discord bans an address at 10,000; chosen so that five processes may share one. */
export const MAX_INVALID = 2000;
/** That window, ms. Source: Discord's documentation of rate limits. */
export const INVALID_WINDOW_MS = 600_000;

/** What one process may ask. */
export interface Limits {
  /**
   * Resolves when a request may be sent.
   * @throws {DomainError} `discord_unavailable` when that would take long.
   */
  enter(): Promise<void>;
  /** Learns of an answer. @returns The wait that a 429 asks for, ms; `null` for none. */
  note(answer: Pick<HttpAnswer, "status" | "headers" | "json">): number | null;
}

const Global = v.object({ global: v.literal(true) });

/**
 * Makes limits that nothing has reached.
 * @param options `now`: ms since epoch. `maxWaitMs`: longest wait that a person is asked for.
 */
export function createLimits(
  { now, maxWaitMs }: { now: () => number; maxWaitMs: number },
): Limits {
  let windowStart = now();
  let invalid = 0;
  /** A global 429 stops every call until then, ms since epoch. */
  let closedUntil = 0;

  function roll() {
    if (now() - windowStart < INVALID_WINDOW_MS) return;
    windowStart = now();
    invalid = 0;
  }

  return {
    async enter() {
      roll();
      if (invalid >= MAX_INVALID) {
        throw busy(windowStart + INVALID_WINDOW_MS - now());
      }
      const waitMs = closedUntil - now();
      if (waitMs <= 0) return;
      if (waitMs > maxWaitMs) throw busy(waitMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
    note(answer) {
      roll();
      const { status, headers, json } = answer;
      if (status === 401 || status === 403 || status === 429) invalid++;
      if (status !== 429) return null;
      const waitMs = retryAfterMs(answer, now());
      const isGlobal = headers.get("x-ratelimit-global") === "true" ||
        v.is(Global, json);
      if (isGlobal && waitMs !== null) {
        closedUntil = Math.max(closedUntil, now() + waitMs);
      }
      return waitMs;
    },
  };
}
