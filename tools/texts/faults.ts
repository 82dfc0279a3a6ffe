/**
 * What is wrong with the texts as a whole: missing, left over, used nowhere, or
 * filled in with something else than in English.
 * @module
 */
import { type Source, valuesOf } from "./source.ts";

/** How a text is asked for: `t().section.key`; `t().section[…]` may be any of the section. */
const USE = /\bt\(\)\s*\.\s*(\w+)\s*(?:\.\s*(\w+)|(\[))/g;

/** Where a language differs from English. @returns One sentence a fault. */
export function differences(
  language: string,
  { source, english }: { source: Source; english: Source },
): string[] {
  const faults: string[] = [];
  for (const [name, text] of english) {
    const translated = source.get(name);
    if (translated === undefined) {
      faults.push(`${language}: ${name} is missing ("${text}")`);
    } else if (listed(translated) !== listed(text)) {
      faults.push(
        `${language}: ${name} takes ${listed(translated) || "no values"}, ` +
          `in English ${listed(text) || "none"}`,
      );
    }
  }
  for (const name of source.keys()) {
    if (!english.has(name)) {
      faults.push(`${language}: ${name} is not in English`);
    }
  }
  return faults;
}

/** A count alone may lack its number (“one person”), so types are not compared. */
function listed(text: string): string {
  return [...valuesOf(text).keys()].sort().join(", ");
}

/** Texts that no source asks for. @param sources Texts of the modules that may. */
export function unused(english: Source, sources: Iterable<string>): string[] {
  const asked = new Set<string>();
  for (const source of sources) {
    for (const [, section, key, any] of source.matchAll(USE)) {
      asked.add(any ? `${section}.*` : `${section}.${key}`);
    }
  }
  return [...english.keys()].filter((name) =>
    !asked.has(name) && !asked.has(`${name.split(".", 1)[0]}.*`)
  ).map((name) => `${name} is used nowhere`);
}
