/**
 * Fails when a test cites a rule that `SPEC.md` does not have, or a rule has
 * no test.
 *
 * Run: `deno run -A tools/check_spec.ts`
 * @module
 */

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
  const cited = new Set<string>();
  for (const folder of ["lib", "tests", "tools", "jsr", "islands"]) {
    for await (const source of sources(folder)) {
      for (const rule of citedRules(source)) cited.add(rule);
    }
  }
  const unknown = [...cited].filter((rule) => !defined.has(rule)).sort();
  const untested = [...defined].filter((rule) => !cited.has(rule)).sort();
  const say = (text: string) =>
    Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
  if (unknown.length > 0) say(`Not in SPEC.md: ${unknown.join(", ")}`);
  if (untested.length > 0) say(`Without a test: ${untested.join(", ")}`);
  if (unknown.length + untested.length > 0) Deno.exit(1);
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield await Deno.readTextFile(path);
  }
}
