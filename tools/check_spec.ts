/**
 * Fails when a test cites a rule that `SPEC.md` does not have, or a rule has
 * no test.
 *
 * Run: `deno run -A tools/check_spec.ts`
 * @module
 */
import { failOn, readBelow } from "./sources.ts";

/** Rules that SPEC.md defines: `**A1**`, or a range `**B1–B10**`. */
export function definedRules(spec: string): Set<string> {
  const rules = new Set<string>();
  for (
    const [, kind = "", first, last] of spec.matchAll(
      /^- \*\*([A-Z])(\d+)(?:–[A-Z](\d+))?\*\*/gm,
    )
  ) {
    for (let n = Number(first); n <= Number(last ?? first); n++) {
      rules.add(`${kind}${n}`);
    }
  }
  return rules;
}

/** Rules that the names of tests cite: `"[A1] [A2] …"`. */
export function citedRules(source: string): Set<string> {
  const rules = new Set<string>();
  for (const [name] of source.matchAll(/["'`](?:\[[A-Z]\d+\] )+/g)) {
    for (const [, rule = ""] of name.matchAll(/\[([A-Z]\d+)\]/g)) {
      rules.add(rule);
    }
  }
  return rules;
}

if (import.meta.main) {
  const defined = definedRules(await Deno.readTextFile("SPEC.md"));
  const sources = await readBelow(
    ["lib", "tests", "tools", "jsr", "islands"],
    (path) => /\.tsx?$/.test(path),
  );
  const cited = new Set<string>();
  for (const source of sources.values()) {
    for (const rule of citedRules(source)) cited.add(rule);
  }
  const unknown = [...cited].filter((rule) => !defined.has(rule)).sort();
  const untested = [...defined].filter((rule) => !cited.has(rule)).sort();
  failOn([
    ...unknown.map((rule) => `SPEC.md has no ${rule}, which a test cites`),
    ...untested.map((rule) => `No test cites ${rule} of SPEC.md`),
  ]);
}
