// deno-lint-ignore-file no-explicit-any -- any function can be spied on
/**
 * Stand-in for `jsr:@std/testing/mock`: functions that remember how they were
 * called, and replacements of methods (docs/decisions/001).
 * @module
 */
import { assertEquals, AssertionError, assertIsError } from "@std/assert";

type Func<Args extends any[] = any[], Return = any> = (
  this: any,
  ...args: Args
) => Return;

/** Thrown when a spy is misused. */
export class MockError extends Error {
  override name = "MockError";
}

/** One call of a spy. */
export interface SpyCall<Self = any, Args extends any[] = any[], Return = any> {
  /** What it was called with. */
  args: Args;
  /** What it returned. */
  returned?: Return;
  /** What it threw. */
  error?: Error;
  /** What it was called on. */
  self?: Self;
}

/** A function that remembers its calls. */
export interface Spy<Self = any, Args extends any[] = any[], Return = any> {
  (this: Self, ...args: Args): Return;
  /** The function behind it. */
  original: Func<Args, Return>;
  /** The calls so far. */
  calls: SpyCall<Self, Args, Return>[];
  /** Whether the method is itself again. */
  restored: boolean;
  /** Gives the method back. @throws {MockError} When it is no method, or was given back. */
  restore(): void;
}

/** A spy on a method; disposing of it gives the method back. */
export type MethodSpy<Self = any, Args extends any[] = any[], Return = any> =
  & Spy<Self, Args, Return>
  & Disposable;

/** A method replaced by another function, its `fake`. */
export type Stub<Self = any, Args extends any[] = any[], Return = any> =
  & MethodSpy<Self, Args, Return>
  & { fake: Func<Args, Return> };

type ArgsOf<T> = T extends Func<infer Args> ? Args : never;
type ReturnOf<T> = T extends Func<any[], infer Return> ? Return : never;

function record(original: Func, fake: Func, restore: () => void): any {
  function spied(this: unknown, ...args: unknown[]) {
    const call: SpyCall = { args };
    if (this) call.self = this;
    spied.calls.push(call);
    try {
      return call.returned = fake.apply(this, args);
    } catch (error) {
      call.error = error as Error;
      throw error;
    }
  }
  spied.original = original;
  spied.fake = fake;
  spied.calls = [] as SpyCall[];
  spied.restored = false;
  spied.restore = () => {
    if (spied.restored) throw new MockError("Cannot restore: already restored");
    restore();
    spied.restored = true;
  };
  const dispose = () => spied.restored || spied.restore();
  return Object.assign(spied, { [Symbol.dispose]: dispose });
}

function replace(self: any, property: PropertyKey, fake?: Func): any {
  const original = self[property];
  if (typeof original !== "function") {
    throw new MockError(`Cannot spy: no method "${String(property)}"`);
  }
  if ("restored" in original) {
    throw new MockError("Cannot spy: already spying on instance method");
  }
  const own = Object.getOwnPropertyDescriptor(self, property);
  const value = record(original, fake ?? original, () => {
    if (own) Object.defineProperty(self, property, own);
    else delete self[property];
  });
  const flags = { configurable: true, enumerable: !!own?.enumerable };
  Object.defineProperty(self, property, { value, writable: true, ...flags });
  return value;
}

/** Makes a function that does nothing but remember its calls. */
export function spy(): Spy<any, any[], undefined>;
/** Wraps a function, remembering its calls. */
export function spy<Self, Args extends any[], Return>(
  func: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return>;
/** Wraps a method until restored. @throws {MockError} When it is no method, or spied on already. */
export function spy<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
): MethodSpy<Self, ArgsOf<Self[Prop]>, ReturnOf<Self[Prop]>>;
export function spy(first: any = () => {}, property?: PropertyKey): any {
  if (property !== undefined) return replace(first, property);
  return record(first, first, () => {
    throw new MockError("Cannot restore: function cannot be restored");
  });
}

/** Replaces a method until restored, with `func` or a function that does nothing. @throws {MockError} As `spy()`. */
export function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
  func: Func<ArgsOf<Self[Prop]>, ReturnOf<Self[Prop]>> = (() => {}) as never,
): Stub<Self, ArgsOf<Self[Prop]>, ReturnOf<Self[Prop]>> {
  return replace(self, property, func);
}

/** Asserts how often a spy was called. @throws {AssertionError} */
export function assertSpyCalls(spy: Spy, expectedCalls: number): void {
  const { length } = spy.calls;
  if (length === expectedCalls) return;
  throw new AssertionError(`Expected ${expectedCalls} calls, not ${length}`, {
    cause: spy.calls.at(-1)?.error,
  });
}

/** What a call is expected to have been; what is left out may be anything. */
export interface ExpectedSpyCall<
  Self = any,
  Args extends any[] = any[],
  Return = any,
> {
  args?: [...Args, ...unknown[]];
  self?: Self;
  returned?: Return;
  error?: { Class?: new (...args: any[]) => any; msgIncludes?: string };
}

/** Asserts what a call was like. @throws {AssertionError} */
export function assertSpyCall<Self, Args extends any[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  expected: ExpectedSpyCall<Self, Args, Return> = {},
): void {
  const call = spy.calls[callIndex];
  if (!call) throw new AssertionError(`There is no call ${callIndex}`);
  const { args, error } = expected;
  if (args) assertEquals<unknown>(call.args, args, "args");
  if ("self" in expected) assertEquals(call.self, expected.self, "self");
  if ("returned" in expected) {
    assertEquals(call.error, undefined, "error instead of a value");
    assertEquals(call.returned, expected.returned, "returned");
  }
  if (error) assertIsError(call.error, error.Class, error.msgIncludes);
}

/** Makes a function that returns one value after the other, and throws those that are errors. @throws {MockError} The function, when they are used up. */
export function returnsNext<Return>(
  values: Iterable<Return | Error>,
): Func<any[], Return> {
  const iterator = values[Symbol.iterator]();
  let calls = 0;
  return () => {
    const { value, done } = iterator.next();
    if (done) throw new MockError(`Not expected more than ${calls} time(s)`);
    calls++;
    if (value instanceof Error) throw value;
    return value;
  };
}

/** As {@linkcode returnsNext}, for promises of the values. */
export function resolvesNext<Return>(
  values: Iterable<Return | Error | Promise<Return | Error>>,
): Func<any[], Promise<Return>> {
  const next = returnsNext<Return | Promise<Return | Error>>(values);
  return async () => {
    const value = await next();
    if (value instanceof Error) throw value;
    return value;
  };
}
