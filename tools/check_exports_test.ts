import { assertEquals } from "@std/assert";
import { unusedExports } from "./check_exports.ts";

Deno.test("[L9] unusedExports() names what no file imports, whatever the form of the import", () => {
  const sources = new Map([
    [
      "lib/a/a.ts",
      [
        "export const ONE = 1;",
        "export function two() {}",
        "export async function three() {}",
        "export interface Four {}",
        "export type Five = Four;",
        "export class Six {}",
        "const seven = 7;",
      ].join("\n"),
    ],
    [
      "lib/a/b.ts",
      'import {\n  ONE,\n  type Four,\n} from "./a.ts";\nimport { two as other } from "@/lib/a/a.ts";',
    ],
    ["lib/a/a_test.ts", 'export { Six } from "./a.ts";'],
  ]);
  assertEquals(unusedExports(sources), [
    "lib/a/a.ts exports three, which no file imports",
    "lib/a/a.ts exports Five, which no file imports",
  ]);
});

Deno.test("[L9] unusedExports() lets pass what is imported as a whole, and routes", () => {
  const sources = new Map([
    ["lib/a.ts", "export const ONE = 1;"],
    ["lib/b.ts", "export const TWO = 2;"],
    ["lib/c.ts", 'import * as a from "./a.ts";\nawait import("./b.ts");'],
    ["routes/api/[name].ts", "export const handler = 1;"],
    ["lib/d.ts", "const text = `\nexport const THREE = 3;\n`;"],
  ]);
  assertEquals(unusedExports(sources), []);
});
