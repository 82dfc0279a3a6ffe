import { assertEquals } from "@std/assert";
import { builderOptions } from "../fresh.config.ts";
import { unsupportedInScripts, unsupportedInStyles } from "./check_browsers.ts";

const floor = builderOptions.target;

Deno.test("[C14] what an old browser lacks is found in a script, and nothing else", () => {
  const cases: [script: string, found: string | null][] = [
    ["let a=Promise.withResolvers()", ".withResolvers()"],
    ["let b=URL.parse(c)", "URL.parse"],
    ["let b=JSON.parse(c)", null],
    ["x.toSorted()", null],
    ["x.findLastIndex(y)", null],
    ["a.isDisjointFrom(b)", ".isDisjointFrom()"],
    ["Array.fromAsync(x)", ".fromAsync()"],
    ["new Map().get(1).has(2)", null],
  ];
  for (const [script, found] of cases) {
    const problems = unsupportedInScripts(new Map([["a.js", script]]), {
      floor,
    });
    assertEquals(
      problems.map((problem) => problem.split(",")[0]),
      found === null ? [] : [`a.js uses ${found}`],
      script,
    );
  }
  const old = unsupportedInScripts(new Map([["a.js", "x.toSorted()"]]), {
    floor: ["safari15", "chrome111"],
  });
  assertEquals(old, ["a.js uses .toSorted(), which safari 15 does not have"]);
});

Deno.test("[C14] what an old browser lacks is found in a style, and nothing else", async () => {
  const featuresOf = async (css: string, allowed = {}) =>
    (await unsupportedInStyles(css, { floor, allowed }))
      .map((problem) => problem.split(" ")[0]);
  assertEquals(await featuresOf("a { b { color: red } }"), ["css-nesting"]);
  assertEquals(
    await featuresOf("a { b { color: red } }", { "css-nesting": "why not" }),
    [],
  );
  assertEquals(
    await featuresOf("a:has(b) { container: c / inline-size; color: red }"),
    [],
  );
});
