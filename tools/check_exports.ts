/**
 * Fails when something is exported that no other file imports: a reader would
 * look for who uses it, and find nobody.
 *
 * Run: `deno run -A tools/check_exports.ts`
 * @module
 */
import { failOn, readBelow } from "./sources.ts";

/** Where exports are looked for, and who imports them. */
const SOURCES = [
  "bench",
  "components",
  "islands",
  "lib",
  "routes",
  "tests",
  "tools",
  "views",
];
/** Files that import as well. */
const ROOT_FILES = ["dev.ts", "fresh.config.ts", "main.ts", "serve.ts"];
/** What Fresh imports by where it lies. */
const BY_PLACE = /(?:^|\/)routes\//;

const EXPORT =
  /^export (?:default )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm;
const IMPORT =
  /(?:^|[\s;])(?:import|export)\b([^"';(]*?)["']((?:\.|@\/)[^"']+)["']/g;
const DYNAMIC_IMPORT = /\bimport\(\s*["']((?:\.|@\/)[^"']+)["']/g;
/** Sources that a source writes. */
const TEMPLATE = /`(?:[^`\\]|\\.)*`/gs;
/** All that a file exports. */
const ALL = "*";

/**
 * Finds what nobody imports.
 * @param sources By path, tests included.
 * @returns A sentence each.
 */
export function unusedExports(sources: ReadonlyMap<string, string>): string[] {
  const used = new Map<string, Set<string>>();
  const note = (from: string, { specifier, names }: {
    specifier: string;
    names: readonly string[];
  }) => {
    const { pathname } = new URL(
      specifier.replace(/^@/, ""),
      `file:///${from}`,
    );
    const path = decodeURIComponent(pathname.slice(1));
    const known = used.get(path) ?? new Set();
    used.set(path, known);
    for (const name of names) known.add(name);
  };
  for (const [path, source] of sources) {
    for (const [, clause = "", specifier = ""] of source.matchAll(IMPORT)) {
      note(path, { specifier, names: clause.match(/\w+|\*/g) ?? [] });
    }
    for (const [, specifier = ""] of source.matchAll(DYNAMIC_IMPORT)) {
      note(path, { specifier, names: [ALL] });
    }
  }
  return [...sources].flatMap(([path, source]) => {
    const known = used.get(path);
    if (known?.has(ALL) || BY_PLACE.test(path)) return [];
    return [...source.replaceAll(TEMPLATE, "").matchAll(EXPORT)]
      .map(([, name = ""]) => name)
      .filter((name) => !known?.has(name))
      .map((name) => `${path} exports ${name}, which no file imports`);
  });
}

if (import.meta.main) {
  const sources = await readBelow(SOURCES, (path) => /\.tsx?$/.test(path));
  for (const path of ROOT_FILES) {
    sources.set(path, await Deno.readTextFile(path));
  }
  failOn(unusedExports(sources));
}
