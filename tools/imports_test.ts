import { assertEquals } from "@std/assert";
import { importsIn } from "./imports.ts";

Deno.test("[L8] [L9] importsIn() reads what a file imports of ours, types and lazy parts too", () => {
  const source = [
    'import type { A, B as C } from "../b/a.ts";',
    'export * from "./c.ts";',
    'import "./side_effect.ts";',
    'await import("../d.ts");',
    'const E = (await import("../e.tsx")).E;',
    'import "npm:x";',
    'import Y from "@/views/Y.tsx";',
  ].join("\n");
  assertEquals(importsIn("lib/a/x.ts", source), [
    { path: "lib/b/a.ts", names: ["A", "B", "C"] },
    { path: "lib/a/c.ts", names: null },
    { path: "lib/a/side_effect.ts", names: [] },
    { path: "views/Y.tsx", names: ["Y"] },
    { path: "lib/d.ts", names: null },
    { path: "lib/e.tsx", names: ["E"] },
  ]);
});
