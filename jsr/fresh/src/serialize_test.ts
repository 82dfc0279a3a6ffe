import { computed, type Signal, signal } from "@preact/signals";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { toSource } from "./serialize.ts";

function copyOf<T>(props: T): T {
  const run = new Function("signal", "computed", `return ${toSource(props)}`);
  return run(signal, computed);
}

Deno.test("props keep the documented types", () => {
  const value = {
    plain: ["a", 1, true, null, undefined, NaN, Infinity, -0, 10n],
    // deno-lint-ignore no-sparse-arrays
    sparse: [1, , 3],
    date: new Date(5),
    url: new URL("https://example.com/x"),
    pattern: /a/gi,
    set: new Set([1, { a: 2 }]),
    map: new Map([["k", [1]]]),
    bytes: new Uint8Array([1, 2]),
  };
  assertEquals(copyOf(value), value);
});

Deno.test("a signal in two places stays one, and can be set", () => {
  const shared = signal({ deep: new Map([[1, new Date(7)]]) });
  const [a, b] = copyOf([{ s: shared }, { s: shared }]);
  assert(a && b && a.s === b.s);
  assertEquals(a.s.value, shared.value);
  a.s.value = { deep: new Map() };
  assertEquals(b.s.value.deep.size, 0);
});

Deno.test("computed signals keep their value, and stay read-only", () => {
  const { double } = copyOf({ double: computed(() => ({ is: 42 })) });
  assertEquals(double.value, { is: 42 });
  assertThrows(() => (double as Signal).value = 1, TypeError);
});

Deno.test("props keep circles, and what is shared within signals", () => {
  const circle: { self?: unknown; signal?: Signal<unknown> } = {};
  circle.self = circle;
  circle.signal = signal([circle]);
  const copy = copyOf(circle);
  assert(copy.self === copy);
  assert((copy.signal?.value as unknown[])[0] === copy);
});

Deno.test("props cannot leave the script that they stand in", () => {
  const nasty = "</script><!--<script>\u2028";
  const value = {
    [nasty]: nasty,
    map: new Map([[nasty, signal(nasty)]]),
    set: new Set([nasty]),
    pattern: new RegExp(nasty),
    url: new URL(`https://example.com/?${nasty}#${nasty}`),
    bare: Object.assign(Object.create(null), { [nasty]: 1 }),
  };
  const source = toSource(value);
  assertEquals(source.includes("<"), false);
  assertEquals(copyOf(value).map.get(nasty)?.value, nasty);
});

Deno.test("functions and class instances are refused", () => {
  class Own {}
  assertThrows(() => toSource({ onClick: () => {} }));
  assertThrows(() => toSource({ own: new Own() }));
});
