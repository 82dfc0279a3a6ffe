/**
 * Fails when a folder imports what the layout does not allow it to
 * (docs/architecture.md, "Who may import whom"). Tests may import anything;
 * nothing but tests may import `tests/support`.
 *
 * Run: `deno run -A tools/check_imports.ts`
 * @module
 */
import { importsIn } from "./imports.ts";
import { failOn, readBelow } from "./sources.ts";

/** Which folders each folder may import, besides itself. */
const ALLOWED: Record<string, readonly string[]> = {
  "routes": ["lib/server", "lib/shared", "components", "islands"],
  "islands": ["views", "lib/client", "lib/shared", "components"],
  "views": ["lib/client", "lib/shared", "components"],
  "components": ["lib/shared"],
  "lib/server": ["lib/room", "lib/sync", "lib/shared", "static/texts"],
  "lib/client": ["lib/room", "lib/sync", "lib/shared"],
  "lib/room": ["lib/shared"],
  "lib/sync": ["lib/shared"],
  "lib/shared": [],
  "static/texts": [],
};

/**
 * Lists what a file imports against the rules.
 * @param path Of the file, relative to the root, with `/`.
 * @returns One sentence a fault.
 */
export function faultsOf(path: string, source: string): string[] {
  const from = folderOf(path);
  if (from === null || /_test\.tsx?$/.test(path)) return [];
  return importsIn(path, source).flatMap(({ path: target }) => {
    const to = folderOf(target);
    const isAllowed = to === from ||
      (to !== null && (ALLOWED[from]?.includes(to) ?? false));
    return isAllowed ? [] : [`${path} may not import ${target}`];
  });
}

function folderOf(path: string): string | null {
  const known = Object.keys(ALLOWED);
  return known.find((folder) => path.startsWith(`${folder}/`)) ?? null;
}

if (import.meta.main) {
  const folders = ["routes", "islands", "views", "components", "lib"];
  const sources = await readBelow(folders);
  failOn([...sources].flatMap(([path, source]) => faultsOf(path, source)));
}
