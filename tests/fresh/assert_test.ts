import {
  assert,
  assertAlmostEquals,
  assertEquals,
  AssertionError,
  assertObjectMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";

Deno.test("assertEquals() compares deeply and shows both values", () => {
  assertEquals({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] });
  const error = assertThrows(
    () => assertEquals({ a: 1 }, { a: 2 }),
    AssertionError,
    "Values are not equal",
  );
  assert(error.message.includes("1") && error.message.includes("2"));
});

Deno.test("assertAlmostEquals() takes an absolute tolerance", () => {
  assertAlmostEquals(1.05, 1, 0.1);
  assertThrows(() => assertAlmostEquals(1.2, 1, 0.1), AssertionError);
});

Deno.test("assertObjectMatch() ignores what is not expected", () => {
  assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } });
  assertThrows(() => assertObjectMatch({ a: 1 }, { a: 2 }), AssertionError);
});

Deno.test("assertThrows() wants the class and the words", () => {
  const error = assertThrows(
    () => {
      throw new RangeError("too far");
    },
    RangeError,
    "far",
  );
  assertEquals(error.message, "too far");
  assertThrows(() => assertThrows(() => {}), AssertionError, "to throw");
});

Deno.test("assertRejects() returns the reason", async () => {
  const error = await assertRejects(
    () => Promise.reject(new TypeError("no")),
    TypeError,
  );
  assertEquals(error.message, "no");
  await assertRejects(
    () => assertRejects(() => Promise.resolve(1)),
    AssertionError,
    "to reject",
  );
});
