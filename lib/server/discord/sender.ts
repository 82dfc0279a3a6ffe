/**
 * One call to Discord's API, with its retries.
 * @module
 */
import { handleType, retry } from "cockatiel";
import type { DomainError } from "../../shared/errors.ts";
import { createBackoff } from "../upstream/backoff.ts";
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
} from "../upstream/http_client.ts";
import { busy, down } from "./faults.ts";
import { createLimits, type Lane } from "./limits.ts";

/** One call. */
interface DiscordCall {
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
/** First wait before a call is tried again, ms; doubled and jittered. Chosen: both retries come within about a second. */
const BACKOFF_MS = 250;
/** Retries of one call. Source: docs/design.md, "HTTP". */
const RETRIES = 2;
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
  const limits = createLimits({
    now: options.now ?? Date.now,
    maxWaitMs: MAX_RETRY_AFTER_MS,
  });

  const again = retry(handleType(FailedTry), {
    maxAttempts: RETRIES,
    backoff: createBackoff({
      firstMs: options.backoffMs ?? BACKOFF_MS,
      askedMs: (error) => (error as FailedTry).askedMs,
    }),
  });

  async function attempt(
    { path, authorization, body, lane = "person" }: DiscordCall,
  ): Promise<HttpAnswer> {
    const told = await limits.enter(lane);
    const answer = await http.send({
      url: apiUrl + path,
      timeoutMs,
      maxBytes: MAX_BYTES,
      ...(authorization ? { headers: { authorization } } : {}),
      ...(body ? { body } : {}),
    }).catch((error) => {
      told(null);
      throw withoutAnswer(error);
    });
    const askedMs = told(answer);
    const { status } = answer;
    if (status === 429) {
      if ((askedMs ?? 0) > MAX_RETRY_AFTER_MS) throw busy(askedMs);
      throw new FailedTry(busy(askedMs), askedMs);
    }
    if (status < 500) return answer;
    throw new FailedTry(down(`Discord: status ${status}`, status));
  }

  return async (call) => {
    try {
      return await again.execute(() => attempt(call));
    } catch (error) {
      throw error instanceof FailedTry ? error.meaning : error;
    }
  };
}

/** A try that failed, and may be made again. */
class FailedTry extends Error {
  /** What it means when it was the last one. */
  readonly meaning: DomainError;
  /** Wait that Discord asks for, ms; `null` for none. */
  readonly askedMs: number | null;

  constructor(meaning: DomainError, askedMs: number | null = null) {
    super(meaning.message);
    this.meaning = meaning;
    this.askedMs = askedMs;
  }
}

/** A silent Discord stays silent, and an answer that is too large stays so: nobody waits for another. */
function withoutAnswer(error: unknown): unknown {
  if (!(error instanceof UpstreamError)) return error;
  switch (error.fault) {
    case "timeout":
      return down(error, 504);
    case "too_large":
      return down(error);
    case "unreachable":
      return new FailedTry(down(error));
  }
}
