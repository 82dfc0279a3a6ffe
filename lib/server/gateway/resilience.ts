/**
 * When the gateway is asked again, and when it is left alone. The work is
 * cockatiel's; the numbers are DESIGN §4.
 * @module
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
} from "cockatiel";
import { DomainError, type ErrorCode } from "../../shared/errors.ts";

/** What says that the gateway itself is ill, not that it refused. */
const OUTAGES: readonly ErrorCode[] = [
  "gateway_unavailable",
  "gateway_timeout",
];
/** Retries of a call that may be repeated. Source: DESIGN §4. */
const RETRIES = 2;
/** First wait before a retry, ms; doubled and jittered. Chosen. */
const BACKOFF_MS = 120;
/** Time that an open breaker waits before it lets a call through, ms. Chosen. */
const HALF_OPEN_MS = 10_000;

/** Runs calls to the gateway. */
export interface Resilience {
  /** @param options `isRepeatable`: the call changes nothing, so it may be sent again. */
  run<T>(
    call: () => Promise<T>,
    options: { isRepeatable: boolean },
  ): Promise<T>;
}

/** @param options `failures` in a row that open the breaker. */
export function createResilience(options: { failures: number }): Resilience {
  const isOutage = handleWhen((error) =>
    error instanceof DomainError && OUTAGES.includes(error.code)
  );
  const breaker = circuitBreaker(isOutage, {
    halfOpenAfter: HALF_OPEN_MS,
    breaker: new ConsecutiveBreaker(options.failures),
  });
  const again = retry(
    // A timeout has cost the person the whole deadline already.
    handleWhen((error) =>
      error instanceof DomainError && error.code === "gateway_unavailable"
    ),
    {
      maxAttempts: RETRIES,
      backoff: new DelegateBackoff(({ attempt }) =>
        BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random())
      ),
    },
  );
  const repeatable = wrap(again, breaker);
  return {
    async run(call, { isRepeatable }) {
      try {
        return await (isRepeatable ? repeatable : breaker).execute(call);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new DomainError(
          "gateway_unavailable",
          "The video library does not answer. Try again in a moment.",
          { cause: error },
        );
      }
    },
  };
}

/** Whether an error means that the gateway failed, rather than refused a wish. */
export function isOutage(error: unknown): boolean {
  return error instanceof DomainError &&
    (OUTAGES.includes(error.code) || error.code === "gateway_auth_failed");
}
