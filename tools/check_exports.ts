/**
 * Fails when something is exported that no other file imports: a reader would
 * look for who uses it, and find nobody.
 *
 * Run: `deno run -A tools/check_exports.ts`
 * @module
 */
import { importsIn } from "./imports.ts";
import { failOn, FOLDERS, readBelow } from "./sources.ts";

/** Files that import as well. */
const ROOT_FILES = ["dev.ts", "fresh.config.ts", "main.ts", "serve.ts"];
/** What Fresh imports by where it lies. */
const BY_PLACE = /(?:^|\/)routes\//;

const EXPORT =
  /^export (?:default )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm;
/** Sources that a source writes. */
const TEMPLATE = /`(?:[^`\\]|\\.)*`/gs;

/**
 * Finds what nobody imports.
 * @param sources By path, tests included.
 * @returns A sentence each.
 */
export function unusedExports(sources: ReadonlyMap<string, string>): string[] {
  const used = new Map<string, Set<string>>();
  const usedWhole = new Set<string>();
  for (const [from, source] of sources) {
    for (const { path, names } of importsIn(from, source)) {
      if (names === null) usedWhole.add(path);
      const known = used.get(path) ?? new Set();
      used.set(path, known);
      for (const name of names ?? []) known.add(name);
    }
  }
  return [...sources].flatMap(([path, source]) => {
    if (usedWhole.has(path) || BY_PLACE.test(path)) return [];
    return [...source.replaceAll(TEMPLATE, "").matchAll(EXPORT)]
      .map(([, name = ""]) => name)
      .filter((name) => !used.get(path)?.has(name))
      .map((name) => `${path} exports ${name}, which no file imports`);
  });
}

if (import.meta.main) {
  const sources = await readBelow(FOLDERS, (path) => /\.tsx?$/.test(path));
  for (const path of ROOT_FILES) {
    sources.set(path, await Deno.readTextFile(path));
  }
  failOn(unusedExports(sources));
}
