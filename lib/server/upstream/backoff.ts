/**
 * How long to wait before an upstream is asked again. The retries are
 * cockatiel's.
 * @module
 */
import { DelegateBackoff, type IRetryBackoffContext } from "cockatiel";

/**
 * Makes waits that double and are jittered, and are never shorter than the
 * upstream asks for.
 * @param options `firstMs`: the first one. `askedMs`: what an error asks for, `null` for nothing.
 */
export function createBackoff(
  { firstMs, askedMs }: {
    firstMs: number;
    askedMs: (error: unknown) => number | null;
  },
): DelegateBackoff<IRetryBackoffContext<unknown>> {
  return new DelegateBackoff(({ attempt, result }) => {
    const ownMs = firstMs * 2 ** (attempt - 1) * (0.5 + Math.random());
    const minMs = "error" in result ? askedMs(result.error) : null;
    return Math.max(ownMs, minMs ?? 0);
  });
}
