import { assertEquals } from "@std/assert";
import {
  circlesOf,
  foldersOf,
  fullFolders,
  importsOf,
  MAX_FILES,
  namedPaths,
} from "./check_layout.ts";

Deno.test("[L8] importsOf() reads what a file imports of ours, types and lazy parts too", () => {
  const source = 'import type { A } from "../b/a.ts";\n' +
    'export * from "./c.ts";\nawait import("../d.ts");\nimport "npm:x";\n' +
    'import Y from "@/views/Y.tsx";\n';
  assertEquals(importsOf("lib/a/x.ts", source), [
    "lib/b/a.ts",
    "lib/a/c.ts",
    "views/Y.tsx",
    "lib/d.ts",
  ]);
});

Deno.test("[L8] circlesOf() finds circles of any length, and none in a tree", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["a", "d"]],
    ["d", ["e"]],
    ["e", []],
    ["f", ["g", "d"]],
    ["g", ["f"]],
  ]);
  assertEquals(circlesOf(imports), [["a", "b", "c"], ["f", "g"]]);
  assertEquals(circlesOf(new Map([["a", ["b"]], ["b", []]])), []);
});

Deno.test("[L8] foldersOf() makes circles of folders of files that have none", () => {
  const imports = new Map([
    ["a/one.ts", ["b/one.ts"]],
    ["b/one.ts", []],
    ["b/two.ts", ["a/two.ts", "b/one.ts"]],
    ["a/two.ts", []],
  ]);
  assertEquals(circlesOf(imports), []);
  assertEquals(circlesOf(foldersOf(imports)), [["a", "b"]]);
});

Deno.test("[L8] a folder that is too full is named", () => {
  const paths = Array.from({ length: MAX_FILES + 1 }, (_, n) => `a/b/${n}.ts`);
  assertEquals(fullFolders(paths.slice(1)), []);
  assertEquals(fullFolders(paths), ["a/b has 23 files; 22 are the most"]);
});

Deno.test("[L8] paths that docs name are found, and nothing else", () => {
  const text = "See `lib/room/reducer.ts`, `docs/`, `npm:x` and `a/lib/x`.";
  assertEquals(namedPaths(text), ["lib/room/reducer.ts"]);
});
