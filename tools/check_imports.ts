/**
 * Fails when a folder imports what the layout does not allow it to
 * (docs/architecture.md, "Who may import whom"). Tests may import anything;
 * nothing but tests may import `tests/support`.
 *
 * Run: `deno run -A tools/check_imports.ts`
 * @module
 */
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

const IMPORT = /(?:^|[\s;])(?:import|export)\b[^"';(]*?["']([^"']+)["']/g;
const DYNAMIC_IMPORT = /\bimport\(\s*["']([^"']+)["']/g;

/**
 * Lists what a file imports against the rules.
 * @param path Of the file, relative to the root, with `/`.
 * @returns One sentence a fault.
 */
export function faultsOf(path: string, source: string): string[] {
  const from = folderOf(path);
  if (from === null || /_test\.tsx?$/.test(path)) return [];
  const specifiers = [
    ...source.matchAll(IMPORT),
    ...source.matchAll(DYNAMIC_IMPORT),
  ].map(([, specifier]) => specifier ?? "");
  return specifiers.flatMap((specifier) => {
    const target = resolve(specifier, path);
    if (target === null) return [];
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

/** @returns The path relative to the root, or `null` for a package. */
function resolve(specifier: string, path: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (!specifier.startsWith(".")) return null;
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}

if (import.meta.main) {
  const folders = ["routes", "islands", "views", "components", "lib"];
  const sources = await readBelow(folders);
  failOn([...sources].flatMap(([path, source]) => faultsOf(path, source)));
}
