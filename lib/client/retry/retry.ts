/**
 * What is tried again without a press: which failures may pass, and when.
 * @module
 */
import { DomainError, type ErrorCode } from "../../shared/errors.ts";
import { retryDelayMs } from "./backoff.ts";
import type { PlayerErrorKind } from "../player/player.ts";

/**
 * Whether the same may succeed later.
 * - `passing`: something is away for a while; tried for as long as it is wanted.
 * - `doubtful`: a chance, or a fault of ours or the set-up that stays; tried a few times.
 * - `final`: the answer will be the same.
 */
export type Hope = "passing" | "doubtful" | "final";

/** How often it was tried of late. */
interface Tries {
  count: number;
  /** When it last failed, monotonic ms. */
  atMs: number;
}

/** Nothing has failed. */
export const NO_TRIES: Tries = { count: 0, atMs: -Infinity };

/** Tries of what is doubtful. Chosen: a new permission is one; beyond that somebody should look. */
const DOUBTFUL_TRIES = 3;
/** Time without a failure after which it is the first one again, ms. Chosen: several times the longest wait. */
const CALM_MS = 60_000;

/** Answers that stay, though their status reads as if they passed. */
const DOUBTFUL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "internal",
  "bad_gateway_answer",
  "discord_misconfigured",
  "gateway_auth_failed",
  "gateway_misconfigured",
  "no_catalogue",
]);

/** What a failed call gives to hope. */
export function hopeOfCall(error: unknown): Hope {
  if (!(error instanceof DomainError)) return "final";
  const { code, status } = error;
  // Without a status nothing was reached.
  const isAway = code === "store_unavailable" ||
    (status !== undefined && (status >= 500 || status === 429));
  if (!isAway) return "final";
  return DOUBTFUL.has(code) ? "doubtful" : "passing";
}

/** What a player's error gives to hope. */
export function hopeOfMedia(kind: PlayerErrorKind): Hope {
  switch (kind) {
    case "network":
    case "offline":
      return "passing";
    case "expired":
    case "unknown":
      return "doubtful";
    default:
      return "final";
  }
}

/**
 * When to try again after a failure.
 * @param random Within [0, 1).
 * @returns `waitMs`: `null` when it is no use.
 * @see SPEC U25
 */
export function nextTry(
  tries: Tries,
  hope: Hope,
  { nowMs, random }: { nowMs: number; random: number },
): { tries: Tries; waitMs: number | null } {
  const count = nowMs - tries.atMs > CALM_MS ? 0 : tries.count;
  const next = { count: count + 1, atMs: nowMs };
  const isNoUse = hope === "final" ||
    (hope === "doubtful" && count >= DOUBTFUL_TRIES);
  return {
    tries: next,
    waitMs: isNoUse ? null : retryDelayMs(count, random),
  };
}

/** Tries again, one thing at a time. */
interface Retry {
  /** @returns Whether it will be tried again. */
  after(hope: Hope, again: () => void): boolean;
  /** Calls off what waits. */
  cancel(): void;
}

/** Makes one that nothing has failed for. */
export function createRetry(): Retry {
  let tries = NO_TRIES;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    after(hope, again) {
      clearTimeout(timer);
      const next = nextTry(tries, hope, {
        nowMs: performance.now(),
        random: Math.random(),
      });
      tries = next.tries;
      if (next.waitMs === null) return false;
      timer = setTimeout(again, next.waitMs);
      return true;
    },
    cancel: () => clearTimeout(timer),
  };
}
