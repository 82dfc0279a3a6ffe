/**
 * When the gateway is asked again, and when it is left alone. The work is
 * cockatiel's; the numbers are DESIGN §4.
 * @module
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  retry,
} from "cockatiel";
import { GatewayFault, isFailure } from "./faults.ts";

/** Retries of a call that may be repeated. Source: DESIGN §4. */
const RETRIES = 2;
/** Failures in a row that open the breaker. Source: DESIGN §4. */
const BREAK_AFTER = 5;
/** First wait before a retry, ms; doubled and jittered. Chosen. */
const BACKOFF_MS = 120;
/** Longest wait that `Retry-After` may ask for, ms. Chosen: a person waits for the answer. */
const MAX_RETRY_AFTER_MS = 3000;
/** Time that an open breaker waits before it lets a call through, ms; doubled up to the maximum. Chosen. */
const HALF_OPEN_MS = 5000;
/** See {@linkcode HALF_OPEN_MS}. */
const MAX_HALF_OPEN_MS = 30_000;

/** Options of {@linkcode createResilience}. */
export interface ResilienceOptions {
  /** Deadline of a call with its retries, ms. */
  timeoutMs: number;
  /** After one call that failed with all its retries nobody waits for the gateway any more: it is tried unseen until it is back. */
  remembersOutage: boolean;
  /** @default {HALF_OPEN_MS} */
  halfOpenMs?: number;
}

/** Runs calls to the gateway. */
export interface Resilience {
  /**
   * @param attempt Sends the call, within `timeoutMs`.
   * @param options `isRepeatable`: the call changes nothing, so it may be sent again.
   * @see SPEC V4
   */
  run<T>(
    attempt: (timeoutMs: number) => Promise<T>,
    options: { isRepeatable: boolean },
  ): Promise<T>;
}

type Outcome<T> = { value: T } | { refusal: unknown };

/** Makes closed breakers. */
export function createResilience(options: ResilienceOptions): Resilience {
  const { timeoutMs, remembersOutage } = options;
  const halfOpenMs = options.halfOpenMs ?? HALF_OPEN_MS;
  const breaks = (failures: number) =>
    circuitBreaker(handleWhen(isFailure), {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: halfOpenMs,
        maxDelay: MAX_HALF_OPEN_MS,
      }),
      breaker: new ConsecutiveBreaker(failures),
    });
  const inner = guarded(breaks(BREAK_AFTER));
  const outer = remembersOutage
    ? unseen(breaks(1))
    : <T>(call: () => Promise<T>) => call();

  return {
    run(attempt, { isRepeatable }) {
      const deadlineMs = performance.now() + timeoutMs;
      const leftMs = () => Math.ceil(deadlineMs - performance.now());
      const waitMs = (error: unknown, count: number) =>
        Math.max(retryInMs(error) ?? 0, jittered(count));
      const once = () => inner(() => attempt(Math.max(1, leftMs())));
      if (!isRepeatable) return outer(once);
      let count = 1;
      const again = retry(
        handleWhen((error) => {
          const askedMs = retryInMs(error);
          return askedMs !== null && askedMs <= MAX_RETRY_AFTER_MS &&
            Math.max(askedMs, 2 * BACKOFF_MS * count++) < leftMs();
        }),
        {
          maxAttempts: RETRIES,
          backoff: new DelegateBackoff(({ attempt, result }) =>
            waitMs("error" in result ? result.error : null, attempt)
          ),
        },
      );
      return outer(() => again.execute(once));
    },
  };
}

function retryInMs(error: unknown): number | null {
  return error instanceof GatewayFault ? error.retryInMs : null;
}

function jittered(attempt: number): number {
  return BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}

/** A breaker that takes a refusal for what it is: a sign of life, which ends a row of failures. */
function guarded(breaker: ReturnType<typeof circuitBreaker>) {
  return async <T>(call: () => Promise<T>): Promise<T> => {
    let outcome: Outcome<T>;
    try {
      outcome = await breaker.execute(async () => {
        try {
          return { value: await call() };
        } catch (error) {
          if (isFailure(error)) throw error;
          return { refusal: error };
        }
      });
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw leftAlone();
    }
    if ("value" in outcome) return outcome.value;
    throw outcome.refusal;
  };
}

/** A breaker that lets nobody wait for its trials: who makes one is refused like everyone else. @see SPEC V9 */
function unseen(breaker: ReturnType<typeof circuitBreaker>) {
  const run = guarded(breaker);
  return async <T>(call: () => Promise<T>): Promise<T> => {
    if (breaker.state === CircuitState.Closed) return await run(call);
    if (breaker.state === CircuitState.Open) {
      run(call).catch(() => {
        // What comes of a trial moves the breaker, and is told to nobody.
      });
    }
    throw leftAlone();
  };
}

function leftAlone(): GatewayFault {
  return new GatewayFault("gateway_unavailable", {
    cause: "left alone after failures",
  });
}
