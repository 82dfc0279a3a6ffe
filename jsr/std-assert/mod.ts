/**
 * Stand-in for `jsr:@std/assert`: the part of its documented API that this
 * project uses, on Node's assertions (docs/decisions/001).
 * @module
 */
import nodeAssert from "node:assert";
import { inspect, isDeepStrictEqual } from "node:util";

/** Thrown by every assertion that does not hold. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

function show(value: unknown): string {
  return inspect(value, { depth: 8, breakLength: 76, sorted: true });
}

function check(holds: boolean, message: string, note?: string): void {
  if (!holds) throw new AssertionError(note ? `${message}: ${note}` : message);
}

/** Asserts that `expr` is truthy. @throws {AssertionError} */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Asserts deep equality. @throws {AssertionError} With a diff. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  try {
    nodeAssert.deepStrictEqual(actual, expected);
  } catch (error) {
    const diff = error instanceof Error ? error.message : String(error);
    throw new AssertionError(
      `Values are not equal${msg ? `: ${msg}` : "."}\n${diff}`,
    );
  }
}

/** Asserts that numbers differ by at most `tolerance` (default: 1e-7 of `expected`). @throws {AssertionError} */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Math.abs(expected) * 1e-7 || 1e-7,
  msg?: string,
): void {
  check(
    Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance,
    `Expected actual: ${actual} to be close to ${expected} (tolerance ${tolerance})`,
    msg,
  );
}

// deno-lint-ignore no-explicit-any -- any class, whatever its constructor takes
type Class<T> = abstract new (...args: any[]) => T;

/** Asserts that a pattern is found. @throws {AssertionError} */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  check(
    expected.test(actual),
    `Expected actual: "${actual}" to match: ${expected}`,
    msg,
  );
}

/** Asserts that a string contains another. @throws {AssertionError} */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  check(
    actual.includes(expected),
    `Expected actual: "${actual}" to contain: "${expected}"`,
    msg,
  );
}

/** Asserts that `actual` has all that `expected` has, deeply. @throws {AssertionError} */
export function assertObjectMatch(
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  check(
    contains(actual, expected),
    `Expected ${show(actual)} to match ${show(expected)}`,
    msg,
  );
}

function contains(actual: unknown, expected: unknown): boolean {
  if (
    typeof expected !== "object" || expected === null ||
    typeof actual !== "object" || actual === null
  ) return isDeepStrictEqual(actual, expected);
  return Reflect.ownKeys(expected).every((key) =>
    Reflect.has(actual, key) &&
    contains(Reflect.get(actual, key), Reflect.get(expected, key))
  );
}

/** Asserts `actual < expected`. @throws {AssertionError} */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  check(actual < expected, `Expect ${actual} < ${expected}`, msg);
}

/** Asserts that a value is an error of a class, with a message. @throws {AssertionError} */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: Class<E>,
  msgIncludes?: string,
): asserts error is E {
  const Wanted = ErrorClass ?? Error;
  check(
    error instanceof Wanted,
    `Expected ${show(error)} to be an instance of ${Wanted.name}`,
  );
  if (msgIncludes) assertStringIncludes((error as Error).message, msgIncludes);
}

/** Asserts that `fn` throws. @returns What it threw. @throws {AssertionError} */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass?: Class<E>,
  msgIncludes?: string,
): E {
  try {
    fn();
  } catch (error) {
    if (ErrorClass || msgIncludes) {
      assertIsError(error, ErrorClass, msgIncludes);
    }
    return error as E;
  }
  throw new AssertionError("Expected function to throw.");
}

/** Asserts that `fn` rejects. @returns What it rejected with. @throws {AssertionError} */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass?: Class<E>,
  msgIncludes?: string,
): Promise<E> {
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch {
    throw new AssertionError("Function throws when expected to reject.");
  }
  try {
    await promise;
  } catch (error) {
    if (ErrorClass || msgIncludes) {
      assertIsError(error, ErrorClass, msgIncludes);
    }
    return error as E;
  }
  throw new AssertionError("Expected function to reject.");
}
