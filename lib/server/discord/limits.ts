/**
 * Staying within what Discord allows.
 * @module
 */
import * as v from "valibot";
import { delay, realTimers, type Timers } from "../../shared/timers.ts";
import type { HttpAnswer } from "../upstream/http_client.ts";
import { retryAfterMs } from "../upstream/retry_after.ts";
import { busy } from "./faults.ts";

/** Invalid requests in a window that we allow ourselves. Source: Discord bans an address at 10,000; chosen so that five processes may share one. */
export const MAX_INVALID = 2000;
/** Share of them that strangers may cause. Chosen: what is left lets 1,500 people sign in who are refused. */
export const MAX_INVALID_BY_STRANGERS = 500;
/** That window, ms. Source: Discord's documentation of rate limits. */
export const INVALID_WINDOW_MS = 600_000;

/**
 * For whom Discord is asked: `stranger` for a token that nothing but itself
 * vouches for, `person` for codes, for people whom this server has let in
 * before, and for what follows from either.
 */
export type Lane = "stranger" | "person";

/** What a limit reads of an answer. */
type Told = Pick<HttpAnswer, "status" | "headers" | "json">;

/** What one process may ask. */
export interface Limits {
  /**
   * Resolves when a request may be sent. Until its answer is told, it counts
   * as an invalid one: a flood must not be let out before the first comes back.
   * @returns Learns of the answer, `null` for none, and gives the wait that a 429 asks for, ms; `null` for none. To be called once.
   * @throws {DomainError} `discord_unavailable` when that would take long.
   * @see SPEC A10, A13
   */
  enter(lane: Lane): Promise<(answer: Told | null) => number | null>;
}

const Global = v.object({ global: v.literal(true) });

/**
 * Makes limits that nothing has reached.
 * @param options `now`: ms since epoch. `maxWaitMs`: longest wait that a person is asked for.
 */
export function createLimits(
  { now, maxWaitMs, timers = realTimers }: {
    now: () => number;
    maxWaitMs: number;
    timers?: Pick<Timers, "after">;
  },
): Limits {
  let windowStart = now();
  const invalid = { stranger: 0, person: 0 };
  const underWay = { stranger: 0, person: 0 };
  /** A global 429 stops every call until then, ms since epoch. */
  let closedUntil = 0;

  function roll() {
    if (now() - windowStart < INVALID_WINDOW_MS) return;
    windowStart = now();
    invalid.stranger = 0;
    invalid.person = 0;
  }

  function isSpent(lane: Lane): boolean {
    const strangers = invalid.stranger + underWay.stranger;
    if (lane === "stranger" && strangers >= MAX_INVALID_BY_STRANGERS) {
      return true;
    }
    return strangers + invalid.person + underWay.person >= MAX_INVALID;
  }

  /** A 429's wait, ms; a global one holds everybody up. */
  function heed(answer: Told): number | null {
    const waitMs = retryAfterMs(answer, now());
    const isGlobal = answer.headers.get("x-ratelimit-global") === "true" ||
      v.is(Global, answer.json);
    if (isGlobal && waitMs !== null) {
      closedUntil = Math.max(closedUntil, now() + waitMs);
    }
    return waitMs;
  }

  return {
    async enter(lane) {
      roll();
      if (isSpent(lane)) throw busy(windowStart + INVALID_WINDOW_MS - now());
      const waitMs = closedUntil - now();
      if (waitMs > maxWaitMs) throw busy(waitMs);
      underWay[lane]++;
      if (waitMs > 0) {
        await delay(timers, waitMs);
      }
      return (answer) => {
        roll();
        underWay[lane]--;
        if (answer === null) return null;
        const { status } = answer;
        if (status === 401 || status === 403 || status === 429) invalid[lane]++;
        return status === 429 ? heed(answer) : null;
      };
    },
  };
}
