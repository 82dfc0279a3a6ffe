/**
 * When an upstream is asked again, and when it is left alone. The work is
 * cockatiel's.
 * @module
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ExponentialBackoff,
  handleWhen,
  type IBreaker,
  retry,
} from "cockatiel";
import { createBackoff } from "../upstream/backoff.ts";
import { CatalogueFault, isFailure } from "./faults.ts";
import { createWitnesses, type Witness } from "./witnesses.ts";

/** Retries of a call that may be repeated. Chosen: what a person still waits for. */
const RETRIES = 2;
/** First wait before a retry, ms; doubled and jittered. Chosen: both retries come within about half a second. */
const BACKOFF_MS = 120;
/** Longest wait that `Retry-After` may ask for, ms. Chosen: a person waits for the answer. */
const MAX_RETRY_AFTER_MS = 3000;
/** Time that an open breaker waits before it lets a call through, ms; doubled up to the maximum. Chosen: a server that restarts takes a few seconds. */
const HALF_OPEN_MS = 5000;
/** See {@linkcode HALF_OPEN_MS}. */
const MAX_HALF_OPEN_MS = 30_000;

interface ResilienceOptions {
  /** Deadline of a call with its retries, ms. */
  timeoutMs: number;
  /** After one call that failed with all its retries nobody waits for the upstream any more: it is tried unseen until it is back. */
  remembersOutage: boolean;
  /** @default {HALF_OPEN_MS} */
  halfOpenMs?: number;
}

/** What a call is about, for those who judge the upstream by it. */
export interface CallOptions extends Witness {
  /** Names the calls that stand and fall together; each has a breaker. */
  route: string;
  /** The call is harmless to repeat. */
  isRepeatable: boolean;
}

/** Runs calls to one upstream. */
export interface Resilience {
  /**
   * @param attempt Sends the call, within `timeoutMs`.
   * @see SPEC V4, V20
   */
  run<T>(
    attempt: (timeoutMs: number) => Promise<T>,
    options: CallOptions,
  ): Promise<T>;
}

type Run = <T>(call: () => Promise<T>, witness: Witness) => Promise<T>;
type Outcome<T> = { value: T } | { refusal: unknown };

/** Makes closed breakers. */
export function createResilience(options: ResilienceOptions): Resilience {
  const { timeoutMs, remembersOutage } = options;
  const halfOpenMs = options.halfOpenMs ?? HALF_OPEN_MS;
  const guards = new Map<string, Run>();

  function circuit(breaker: IBreaker) {
    return circuitBreaker(handleWhen(isFailure), {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: halfOpenMs,
        maxDelay: MAX_HALF_OPEN_MS,
      }),
      breaker,
    });
  }

  function guardOf(route: string): Run {
    const known = guards.get(route);
    if (known) return known;
    const witnesses = createWitnesses();
    const guard = guarded(circuit(witnesses.breaker), {
      isCounted: isFailure,
      note: witnesses.note,
    });
    guards.set(route, guard);
    return guard;
  }

  const outer: Run = remembersOutage
    ? unseen(circuit(firstFailure()))
    : (call) => call();

  return {
    run(attempt, { route, isRepeatable, ...witness }) {
      const deadlineMs = performance.now() + timeoutMs;
      const leftMs = () => Math.ceil(deadlineMs - performance.now());
      const once = () =>
        guardOf(route)(() => attempt(Math.max(1, leftMs())), witness);
      if (!isRepeatable) return outer(once, witness);
      let count = 1;
      const again = retry(
        handleWhen((error) => {
          const askedMs = retryInMs(error);
          return askedMs !== null && askedMs <= MAX_RETRY_AFTER_MS &&
            Math.max(askedMs, 2 * BACKOFF_MS * count++) < leftMs();
        }),
        {
          maxAttempts: RETRIES,
          backoff: createBackoff({ firstMs: BACKOFF_MS, askedMs: retryInMs }),
        },
      );
      return outer(() => again.execute(once), witness);
    },
  };
}

function retryInMs(error: unknown): number | null {
  return error instanceof CatalogueFault ? error.retryInMs : null;
}

/** Opens at the first failure. */
function firstFailure(): IBreaker {
  return { state: null, success() {}, failure: () => true };
}

/**
 * A breaker that takes a refusal for what it is: a sign of life, which ends a
 * row of failures.
 * @param options `isCounted`: which failures are the upstream's; any other is passed on as a refusal. `note`: called for each, before the breaker hears of it.
 */
function guarded(
  breaker: ReturnType<typeof circuitBreaker>,
  { isCounted, note = () => {} }: {
    isCounted(error: unknown, witness: Witness): boolean;
    note?(witness: Witness): void;
  },
): Run {
  return async <T>(call: () => Promise<T>, witness: Witness): Promise<T> => {
    let outcome: Outcome<T>;
    try {
      outcome = await breaker.execute(async () => {
        try {
          return { value: await call() };
        } catch (error) {
          if (!isCounted(error, witness)) return { refusal: error };
          note(witness);
          throw error;
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

/** A breaker that lets nobody wait for its trials: the person whose call is one is refused like everyone else. @see SPEC V9 */
function unseen(breaker: ReturnType<typeof circuitBreaker>): Run {
  const run = guarded(breaker, {
    // A broken item is the item's fault; that of a trial says nothing good.
    isCounted: (error, { item }) =>
      isFailure(error) &&
      (item === undefined || breaker.state !== CircuitState.Closed),
  });
  return async <T>(call: () => Promise<T>, witness: Witness): Promise<T> => {
    if (breaker.state === CircuitState.Closed) return await run(call, witness);
    if (breaker.state === CircuitState.Open) {
      run(call, witness).catch(() => {
        // What comes of a trial moves the breaker, and is shown to nobody.
      });
    }
    throw leftAlone();
  };
}

function leftAlone(): CatalogueFault {
  return new CatalogueFault("gateway_unavailable", {
    cause: "left alone after failures",
  });
}
