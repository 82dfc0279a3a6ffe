import { assertEquals } from "@std/assert";
import {
  circlesOf,
  foldersOf,
  fullFolders,
  MAX_FILES,
  namedPaths,
  repeatedSteps,
  unlistedFunctions,
} from "./check_layout.ts";

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

Deno.test("[L8] a walk that visits a file twice is named", () => {
  const walks = "1. `a.ts` asks.\n2. `b.ts` says `a.ts`.\n\n1. `b.ts` again.\n";
  assertEquals(repeatedSteps(walks), ["Two steps of the walks visit b.ts"]);
});

Deno.test("[L8] long functions are listed in the docs, and no others", () => {
  const ignore = "// deno-lint-ignore house/long-function -- one thing\n";
  const sources = new Map([["a.ts", ignore], ["b.ts", ignore], ["c.ts", ""]]);
  const list = (path: string) =>
    `## Long functions\n\n| \`a.ts\` | x |\n| \`${path}\` | y |\n`;
  const more = "\n## More\n\n| `d.ts` | z |\n";
  assertEquals(unlistedFunctions(list("b.ts"), sources), []);
  assertEquals(unlistedFunctions(list("b.ts") + more, sources), []);
  assertEquals(unlistedFunctions(list("c.ts") + more, sources), [
    "docs/architecture.md does not list b.ts",
    "c.ts has no long function any more",
  ]);
});
