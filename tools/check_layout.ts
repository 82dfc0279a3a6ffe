/**
 * Fails when the sources do not explain themselves: a folder too full to look
 * through, files or folders that lean on each other in a circle, a path in the
 * docs that leads nowhere, a walk that visits a file twice, a long function that
 * nobody has explained.
 *
 * Run: `deno run -A tools/check_layout.ts`
 * @module
 */
import { importsIn } from "./imports.ts";
import { failOn, filesBelow, FOLDERS, readBelow } from "./sources.ts";

/** Files of one folder of `lib`. Chosen: what a person takes in at a look. */
export const MAX_FILES = 22;

/** The lint's name for them. */
const LONG_FUNCTION = "house/long-function";
/** A path in backticks, or the target of a link. */
const PATH =
  /`((?:lib|routes|islands|views|components|static|tests|bench|tools|docs|deploy|jsr)\/[\w.[\]/-]+)`/g;

/** What each file imports of ours, by path. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** The same between folders: what is imported within one is its own affair. */
export function foldersOf(imports: Imports): Imports {
  const found = new Map<string, Set<string>>();
  for (const [path, targets] of imports) {
    const from = folderOf(path);
    const others = found.get(from) ?? new Set<string>();
    for (const target of targets) {
      if (folderOf(target) !== from) others.add(folderOf(target));
    }
    found.set(from, others);
  }
  return new Map([...found].map(([from, to]) => [from, [...to]]));
}

/**
 * Finds circles (Tarjan's strongly connected components).
 * @returns Of each its members, sorted.
 */
export function circlesOf(imports: Imports): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): number => {
    const own = index.size;
    index.set(node, own);
    low.set(node, own);
    stack.push(node);
    for (const next of imports.get(node) ?? []) {
      if (!imports.has(next)) continue;
      const reached = index.has(next)
        ? (stack.includes(next) ? index.get(next)! : Infinity)
        : visit(next);
      low.set(node, Math.min(low.get(node)!, reached));
    }
    if (low.get(node) === own) {
      const circle = stack.splice(stack.indexOf(node));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low.get(node)!;
  };
  for (const node of imports.keys()) if (!index.has(node)) visit(node);
  return circles;
}

/** Folders with too many files, a sentence each. */
export function fullFolders(paths: Iterable<string>): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > MAX_FILES)
    .map(([folder, count]) =>
      `${folder} has ${count} files; ${MAX_FILES} are the most`
    );
}

/** Steps of the walks that a file is visited by a second time, a sentence each. */
export function repeatedSteps(text: string): string[] {
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const [, path = ""] of text.matchAll(/^\d+\. `([^`]+)`/gm)) {
    if (seen.has(path)) faults.push(`Two steps of the walks visit ${path}`);
    seen.add(path);
  }
  return faults;
}

/**
 * Compares the list of long functions with the exceptions in the sources.
 * @param sources By path.
 * @returns One sentence for each that only one of them has.
 */
export function unlistedFunctions(
  text: string,
  sources: ReadonlyMap<string, string>,
): string[] {
  const [, list = ""] = /^## Long functions$(.*?)(?=^## |$(?![^]))/ms
    .exec(text) ?? [];
  const listed = new Set(
    [...list.matchAll(/^\| `([^`]+)`/gm)].map(([, path = ""]) => path),
  );
  const excepted = [...sources]
    .filter(([path, source]) =>
      !path.startsWith("tests/") &&
      source.includes(`lint-ignore ${LONG_FUNCTION}`)
    )
    .map(([path]) => path);
  return [
    ...excepted.filter((path) => !listed.delete(path))
      .map((path) => `docs/architecture.md does not list ${path}`),
    ...[...listed].map((path) => `${path} has no long function any more`),
  ];
}

/** Paths that a text names. */
export function namedPaths(text: string): string[] {
  return [...text.matchAll(PATH)].map(([, path = ""]) => path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

async function deadPaths(): Promise<string[]> {
  const texts = ["README.md", "CONTRIBUTING.md", "SECURITY.md"];
  for await (const path of filesBelow("docs")) {
    if (path.endsWith(".md")) texts.push(path);
  }
  const dead: string[] = [];
  for (const text of texts) {
    const source = await Deno.readTextFile(text).catch(() => "");
    for (const path of namedPaths(source)) {
      const isThere = await Deno.stat(path).then(() => true, () => false);
      if (!isThere) dead.push(`${text} names ${path}, which is not there`);
    }
  }
  return dead;
}

if (import.meta.main) {
  const paths: string[] = [];
  for (const folder of FOLDERS) {
    paths.push(...await Array.fromAsync(filesBelow(folder)));
  }
  const imports = new Map<string, string[]>();
  const sources = await readBelow(FOLDERS);
  for (const [path, source] of sources) {
    imports.set(path, importsIn(path, source).map(({ path }) => path));
  }
  const architecture = await Deno.readTextFile("docs/architecture.md");
  const faults = [
    ...fullFolders(paths.filter((path) => path.startsWith("lib/"))),
    ...circlesOf(imports).map((all) => `A circle of files: ${all.join(", ")}`),
    ...circlesOf(foldersOf(imports))
      .map((all) => `A circle of folders: ${all.join(", ")}`),
    ...await deadPaths(),
    ...repeatedSteps(architecture),
    ...unlistedFunctions(architecture, sources),
  ];
  failOn(faults);
}
