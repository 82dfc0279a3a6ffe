// deno-lint-ignore-file no-explicit-any -- any function can be spied on
/**
 * Stand-in for `jsr:@std/testing/mock`: functions that remember how they were
 * called, and replacements of methods (docs/decisions/001).
 * @module
 */
import { assertEquals, AssertionError, assertIsError } from "@std/assert";

/** Thrown when a spy is misused. */
export class MockError extends Error {
  override name = "MockError";
}

/** One call of a spy. */
export interface SpyCall<
  Self = any,
  Args extends unknown[] = any[],
  Return = any,
> {
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
export interface Spy<Self = any, Args extends unknown[] = any[], Return = any> {
  (this: Self, ...args: Args): Return;
  /** The function behind it. */
  original: (this: Self, ...args: Args) => Return;
  /** The calls so far. */
  calls: SpyCall<Self, Args, Return>[];
  /** Whether the method is itself again. */
  restored: boolean;
  /** Gives the method back. @throws {MockError} When it is no method, or was given back. */
  restore(): void;
}

/** A spy on a method; disposing of it gives the method back. */
export interface MethodSpy<
  Self = any,
  Args extends unknown[] = any[],
  Return = any,
> extends Spy<Self, Args, Return>, Disposable {}

/** A method replaced by another function. */
export interface Stub<Self = any, Args extends unknown[] = any[], Return = any>
  extends MethodSpy<Self, Args, Return> {
  /** The function used instead. */
  fake: (this: Self, ...args: Args) => Return;
}

type ArgsOf<Self, Prop extends keyof Self> = Self[Prop] extends
  (...args: infer Args) => unknown ? Args : never;
type ReturnOf<Self, Prop extends keyof Self> = Self[Prop] extends
  (...args: any[]) => infer Return ? Return : never;

const spies = new WeakSet<object>();

type AnyFunction = (...args: any[]) => any;

function record(
  original: AnyFunction,
  run: AnyFunction,
  restore: () => void,
): any {
  const calls: SpyCall[] = [];
  let restored = false;
  const spied = function (this: unknown, ...args: unknown[]) {
    const call: SpyCall = { args };
    if (this) call.self = this;
    calls.push(call);
    try {
      return call.returned = run.apply(this, args);
    } catch (error) {
      call.error = error as Error;
      throw error;
    }
  };
  spies.add(spied);
  const giveBack = () => {
    if (restored) {
      throw new MockError("Cannot restore: instance method already restored");
    }
    restore();
    restored = true;
  };
  Object.defineProperties(spied, {
    original: { value: original, enumerable: true },
    fake: { value: run, enumerable: true },
    calls: { value: calls, enumerable: true },
    restored: { get: () => restored, enumerable: true },
    restore: { value: giveBack },
    [Symbol.dispose]: { value: () => restored || giveBack() },
  });
  return spied;
}

function replace(self: any, property: PropertyKey, fake?: AnyFunction): any {
  const original = self[property];
  if (typeof original !== "function") {
    throw new MockError(
      `Cannot spy: property "${String(property)}" is not an instance method`,
    );
  }
  if (spies.has(original)) {
    throw new MockError("Cannot spy: already spying on instance method");
  }
  const own = Object.getOwnPropertyDescriptor(self, property);
  const spied = record(original, fake ?? original, () => {
    if (own) Object.defineProperty(self, property, own);
    else delete self[property];
  });
  Object.defineProperty(self, property, {
    value: spied,
    configurable: true,
    enumerable: own?.enumerable ?? false,
    writable: true,
  });
  return spied;
}

/** Makes a function that does nothing but remember its calls. */
export function spy<
  Self = any,
  Args extends unknown[] = any[],
  Return = undefined,
>(): Spy<Self, Args, Return>;
/** Wraps a function, remembering its calls. */
export function spy<Self, Args extends unknown[], Return>(
  func: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return>;
/** Wraps a method until restored. @throws {MockError} When it is no method, or spied on already. */
export function spy<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
): MethodSpy<Self, ArgsOf<Self, Prop>, ReturnOf<Self, Prop>>;
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
  func: (this: Self, ...args: ArgsOf<Self, Prop>) => ReturnOf<Self, Prop> =
    (() => {}) as never,
): Stub<Self, ArgsOf<Self, Prop>, ReturnOf<Self, Prop>> {
  return replace(self, property, func);
}

/** Asserts how often a spy was called. @throws {AssertionError} */
export function assertSpyCalls(spy: Spy, expectedCalls: number): void {
  const { length } = spy.calls;
  if (length === expectedCalls) return;
  const last = spy.calls.at(-1)?.error;
  throw new AssertionError(
    `Spy ${
      length > expectedCalls ? "called" : "not called"
    } as much as expected: ${length} instead of ${expectedCalls} calls${
      last ? `; the last one threw ${last}` : ""
    }`,
  );
}

/** What a call is expected to have been; what is left out may be anything. */
export interface ExpectedSpyCall<
  Self = any,
  Args extends unknown[] = any[],
  Return = any,
> {
  args?: [...Args, ...unknown[]];
  self?: Self;
  returned?: Return;
  error?: {
    /** Class of the error. */
    Class?: new (...args: any[]) => any;
    /** Part of its message. */
    msgIncludes?: string;
  };
}

function callAt<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  index: number,
): SpyCall<Self, Args, Return> {
  const call = spy.calls[index];
  if (!call) {
    throw new AssertionError(
      `Spy not called as much as expected: no call ${index}, only ${spy.calls.length}`,
    );
  }
  return call;
}

/** Asserts what a call was like. @throws {AssertionError} */
export function assertSpyCall<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  expected: ExpectedSpyCall<Self, Args, Return> = {},
): void {
  const call = callAt(spy, callIndex);
  if (expected.args) assertEquals<unknown>(call.args, expected.args, "args");
  if ("self" in expected) assertEquals(call.self, expected.self, "self");
  if ("returned" in expected) {
    if (call.error) {
      throw new AssertionError(
        `Spy call did not return expected value, an error was thrown: ${call.error}`,
      );
    }
    assertEquals(call.returned, expected.returned, "returned");
  }
  if (expected.error) {
    if (!call.error) {
      throw new AssertionError(
        "Spy call did not throw an error, a value was returned.",
      );
    }
    assertIsError(call.error, expected.error.Class, expected.error.msgIncludes);
  }
}

/** Asserts one argument of a call. @returns It. @throws {AssertionError} */
export function assertSpyCallArg<ExpectedArg>(
  spy: Spy,
  callIndex: number,
  argIndex: number,
  expected: ExpectedArg,
): ExpectedArg {
  const { args } = callAt(spy, callIndex);
  assertEquals(args[argIndex], expected);
  return args[argIndex];
}

/** Asserts the arguments of a call. @returns Them. @throws {AssertionError} */
export function assertSpyCallArgs<ExpectedArgs extends unknown[]>(
  spy: Spy,
  callIndex: number,
  expected: ExpectedArgs,
): ExpectedArgs {
  const { args } = callAt(spy, callIndex);
  assertEquals<unknown>(args, expected);
  return args as ExpectedArgs;
}

/** Makes a function that returns one value after the other, and throws those that are errors. @throws {MockError} The function, when they are used up. */
export function returnsNext<Return, Self = any, Args extends unknown[] = any[]>(
  values: Iterable<Return | Error>,
): (this: Self, ...args: Args) => Return {
  const iterator = values[Symbol.iterator]();
  let calls = 0;
  return () => {
    const { value, done } = iterator.next();
    if (done) {
      throw new MockError(
        `Not expected to be called more than ${calls} time(s)`,
      );
    }
    calls++;
    if (value instanceof Error) throw value;
    return value;
  };
}

/** As {@linkcode returnsNext}, for promises of the values. */
export function resolvesNext<
  Return,
  Self = any,
  Args extends unknown[] = any[],
>(
  values: Iterable<Return | Error | Promise<Return | Error>>,
): (this: Self, ...args: Args) => Promise<Return> {
  const next = returnsNext<Return | Error | Promise<Return | Error>>(
    values as Iterable<never>,
  );
  return async () => {
    const value = await next();
    if (value instanceof Error) throw value;
    return value;
  };
}
