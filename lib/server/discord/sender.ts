/**
 * One call to Discord's API, with its retries.
 * @module
 */
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
} from "../upstream/http_client.ts";
import { busy, down } from "./faults.ts";
import { createLimits, type Lane } from "./limits.ts";

/** One call. */
export interface DiscordCall {
  /** After the API's address. */
  path: string;
  /** Value of `Authorization`. */
  authorization?: string;
  body?: URLSearchParams;
  /** @default {"person"} */
  lane?: Lane;
}

/** Options of {@linkcode createSender}. */
export interface SenderOptions {
  apiUrl: string;
  http: HttpClient;
  /** Deadline of one try, ms. @default {TIMEOUT_MS} */
  timeoutMs?: number;
  /** First wait before a call is tried again, ms. @default {BACKOFF_MS} */
  backoffMs?: number;
  /** ms since epoch. @default {Date.now} */
  now?: () => number;
}

/** Deadline of one try, ms. Chosen: with retries below the browser's own 25 s. */
const TIMEOUT_MS = 6000;
/** First wait before a call is tried again, ms; doubled and jittered. Chosen. */
const BACKOFF_MS = 250;
/** Tries of one call. Source: docs/design.md, "HTTP" (2 retries). */
const TRIES = 3;
/** Longest wait that `Retry-After` may ask for, ms. Chosen: a person waits for the answer. */
const MAX_RETRY_AFTER_MS = 5000;
/** Largest answer, bytes. Chosen: an instance of thousands. */
const MAX_BYTES = 256 * 1024;

/**
 * Makes a sender. Its calls give any answer below 500 but a 429, and throw
 * `discord_unavailable` for the rest. A 429 is tried again after what it asks
 * for; failures after a jittered wait. That holds for a code's exchange too:
 * should the first try have used the code up, the second is merely refused.
 */
export function createSender(
  options: SenderOptions,
): (call: DiscordCall) => Promise<HttpAnswer> {
  const { apiUrl, http } = options;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const backoffMs = options.backoffMs ?? BACKOFF_MS;
  const limits = createLimits({
    now: options.now ?? Date.now,
    maxWaitMs: MAX_RETRY_AFTER_MS,
  });

  return async ({ path, authorization, body, lane = "person" }) => {
    for (let attempt = 1;; attempt++) {
      const told = await limits.enter(lane);
      const isLast = attempt === TRIES;
      let waitMs = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random());
      try {
        const answer = await http.send({
          url: apiUrl + path,
          timeoutMs,
          maxBytes: MAX_BYTES,
          ...(authorization ? { headers: { authorization } } : {}),
          ...(body ? { body } : {}),
        }).catch((error) => {
          told(null);
          throw error;
        });
        const { status } = answer;
        const askedMs = told(answer);
        if (status === 429) {
          waitMs = Math.max(waitMs, askedMs ?? 0);
          if (isLast || waitMs > MAX_RETRY_AFTER_MS) throw busy(askedMs);
        } else if (status < 500) return answer;
        else if (isLast) {
          throw down(`Discord: status ${status}`, status);
        }
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        if (error.fault === "timeout") throw down(error, 504);
        if (isLast || error.fault === "too_large") throw down(error);
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  };
}
