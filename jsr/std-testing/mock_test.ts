import {
  assert,
  assertEquals,
  AssertionError,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  assertSpyCall,
  assertSpyCalls,
  MockError,
  resolvesNext,
  returnsNext,
  spy,
  stub,
} from "@std/testing/mock";

class Point {
  constructor(public x: number) {}
  plus(n: number): number {
    if (n < 0) throw new RangeError("negative");
    return this.x + n;
  }
}

Deno.test("spy() remembers arguments, results and errors", () => {
  const func = spy((a: number) => {
    if (a > 1) throw new RangeError("too big");
    return a * 2;
  });
  assertSpyCalls(func, 0);
  assertEquals(func(1), 2);
  assertThrows(() => func(2), RangeError, "too big");
  assertSpyCalls(func, 2);
  assertSpyCall(func, 0, { args: [1], returned: 2 });
  assertSpyCall(func, 1, {
    args: [2],
    error: { Class: RangeError, msgIncludes: "big" },
  });
  assertThrows(() => func.restore(), MockError);
});

Deno.test("spy() without a function returns undefined", () => {
  const func = spy();
  assertEquals(func("a"), undefined);
  assertSpyCall(func, 0, { args: ["a"], returned: undefined });
});

Deno.test("spy(object, method) calls the original until restored", () => {
  const point = new Point(1);
  {
    using plus = spy(point, "plus");
    assertEquals(point.plus(2), 3);
    assertSpyCall(plus, 0, { self: point, args: [2], returned: 3 });
    assertThrows(() => spy(point, "plus"), MockError);
    assertEquals(plus.restored, false);
  }
  assertEquals(point.plus, Point.prototype.plus);
  assertEquals(Object.hasOwn(point, "plus"), false);
  assertThrows(() => spy(point, "x" as never), MockError);
});

Deno.test("stub() replaces a method until restored, once", () => {
  const point = new Point(1);
  const plus = stub(point, "plus", () => 9);
  assertEquals(point.plus(1), 9);
  assertEquals(plus.original, Point.prototype.plus);
  plus.restore();
  assert(plus.restored);
  assertEquals(point.plus(1), 2);
  assertThrows(() => plus.restore(), MockError);

  using silent = stub(point, "plus");
  assertEquals(point.plus(1), undefined);
  assertSpyCalls(silent, 1);
});

Deno.test("assertSpyCalls() and assertSpyCall() fail on other calls", () => {
  const func = spy((a: number) => a);
  func(1);
  const failing = [
    () => assertSpyCalls(func, 0),
    () => assertSpyCalls(func, 2),
    () => assertSpyCall(func, 1),
    () => assertSpyCall(func, 0, { args: [2] }),
    () => assertSpyCall(func, 0, { returned: 2 }),
    () => assertSpyCall(func, 0, { self: {} }),
    () => assertSpyCall(func, 0, { error: {} }),
  ];
  for (const fails of failing) assertThrows(fails, AssertionError);
});

Deno.test("returnsNext() gives values in turn, throws errors, then refuses", () => {
  const next = returnsNext([1, new TypeError("no"), 2]);
  assertEquals(next(), 1);
  assertThrows(() => next(), TypeError, "no");
  assertEquals(next(), 2);
  assertThrows(() => next(), MockError, "more than 3");
});

Deno.test("resolvesNext() does so with promises", async () => {
  const next = resolvesNext([1, new TypeError("no"), Promise.resolve(2)]);
  assertEquals(await next(), 1);
  await assertRejects(() => next(), TypeError, "no");
  assertEquals(await next(), 2);
  await assertRejects(() => next(), MockError);
});
