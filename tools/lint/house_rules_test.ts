import { assertEquals } from "@std/assert";
import plugin from "./house_rules.ts";

function rulesBroken(file: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, file, source).map(({ id }) => id);
}

const CASES: readonly [name: string, source: string, isRefused: boolean][] = [
  ["words between tags", "<p>Nothing on</p>", true],
  ["words in what is read out", '<i aria-label="Play" />', true],
  ["the product's name", "<h1>Cowatch</h1>", false],
  ["signs", "<p>· {a} / {b}</p>", false],
  ["names of classes", '<p class="hint">{text}</p>', false],
];

for (const [name, source, isRefused] of CASES) {
  Deno.test(`[U40] ${name}: ${isRefused ? "refused" : "allowed"} in what is drawn`, () => {
    assertEquals(
      rulesBroken("/home/views/player/Bar.tsx", `const a = ${source};`),
      isRefused ? ["house/text-in-source"] : [],
    );
    assertEquals(
      rulesBroken("/home/islands/Simulator.tsx", `const a = ${source};`),
      [],
    );
  });
}

Deno.test("[L8] a function of 81 lines of its own is refused, one of 80 is not", () => {
  const lines = (count: number) =>
    `function long() {\n${"f();\n".repeat(count - 2)}}`;
  assertEquals(rulesBroken("/home/lib/long.ts", lines(80)), []);
  assertEquals(rulesBroken("/home/lib/long.ts", lines(81)), [
    "house/long-function",
  ]);
});

Deno.test("[L8] a figure that was chosen says why", () => {
  const of = (comment: string) =>
    rulesBroken("/home/lib/limits.ts", `/** ${comment} */\nconst A_MS = 5;`);
  assertEquals(of("Patience, ms. Chosen."), ["house/chosen-says-why"]);
  assertEquals(of("Patience, ms. Chosen: a breath."), []);
});
