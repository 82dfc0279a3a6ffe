import { signal } from "@preact/signals";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse, stringify } from "./serialize.ts";

Deno.test("stringify() keeps the documented types", () => {
  const value = {
    plain: ["a", 1, true, null, undefined, NaN, Infinity, -0, 10n],
    date: new Date(5),
    url: new URL("https://example.com/x"),
    pattern: /a/gi,
    set: new Set([1, { a: 2 }]),
    map: new Map([["k", [1]]]),
    bytes: new Uint8Array([1, 2]),
  };
  assertEquals(parse(stringify(value)), value);
});

Deno.test("stringify() keeps one signal one", () => {
  const shared = signal(1);
  const [a, b] = parse(stringify([{ s: shared }, { s: shared }])) as {
    s: typeof shared;
  }[];
  assert(a && b && a.s === b.s);
  assertEquals(a.s.value, 1);
});

Deno.test("stringify() keeps circles", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const copy = parse(stringify(circle)) as { self: unknown };
  assert(copy.self === copy);
});

Deno.test("stringify() refuses functions", () => {
  assertThrows(() => stringify({ onClick: () => {} }));
});
