/**
 * What files of ours import of each other, read from their text.
 * @module
 */

const IMPORT =
  /(?:^|[\s;])(?:import|export)\b([^"';(]*?)["']((?:\.|@\/)[^"']+)["']/g;
/** Words of an import that are no names. */
const GRAMMAR = /\b(?:type|as|from)\b/g;
const DYNAMIC_IMPORT =
  /\bimport\(\s*["']((?:\.|@\/)[^"']+)["']\s*\)(?:\)\.(\w+))?/g;

/** One import, or export, from another file. */
export interface Import {
  /** Of the file, from the root, with `/`. */
  path: string;
  /** What is taken of it, by its own name and the importer's; `null`: all that it exports. */
  names: readonly string[] | null;
}

/** Reads what a file imports by a relative path or from the root (`@/`), types and lazy parts too. @param from Its path, with `/`. */
export function importsIn(from: string, source: string): Import[] {
  const pathOf = (specifier: string) =>
    new URL(specifier.replace(/^@/, ""), `file:///${from}`).pathname.slice(1);
  return [
    ...[...source.matchAll(IMPORT)].map(([, clause = "", specifier = ""]) => ({
      path: pathOf(specifier),
      names: clause.includes("*")
        ? null
        : clause.replaceAll(GRAMMAR, "").match(/\w+/g) ?? [],
    })),
    ...[...source.matchAll(DYNAMIC_IMPORT)].map(([, specifier = "", name]) => ({
      path: pathOf(specifier),
      names: name ? [name] : null,
    })),
  ];
}
