/**
 * Says what the oldest browsers that we promise do not understand, in what
 * they get: scripts by MDN's compatibility data, styles by caniuse's. Syntax is
 * esbuild's part, which lowers it.
 * @module
 */
import type {
  CompatData,
  CompatStatement,
  Identifier,
} from "@mdn/browser-compat-data";
import legacy from "@mdn/browser-compat-data/forLegacyNode";
import doiuse from "doiuse";
import postcss from "postcss";

const data = legacy as CompatData;

/** Browsers by esbuild's names and their oldest version: `"safari16.4"`. */
type Floor = readonly string[];

/** Browsers that run on the same engine as one of esbuild's. */
const ENGINES = {
  chrome: ["chrome", "chrome_android"],
  firefox: ["firefox"],
  safari: ["safari", "safari_ios"],
} as const;
type Engine = keyof typeof ENGINES;

interface Oldest {
  engine: Engine;
  version: number;
}

function oldest(floor: Floor): Oldest[] {
  return floor.map((told) => {
    const [, engine = "", version = ""] = /^([a-z]+)([\d.]+)$/.exec(told) ?? [];
    if (!Object.hasOwn(ENGINES, engine)) {
      throw new TypeError(`Cannot look browsers up: what is "${told}"?`);
    }
    return { engine: engine as Engine, version: Number(version) };
  });
}

/** The first browser that lacks it; `null` for none. */
function lacking(
  { support }: CompatStatement,
  floor: readonly Oldest[],
): string | null {
  for (const { engine, version } of floor) {
    for (const browser of ENGINES[engine]) {
      const told = support[browser];
      const has = [told ?? []].flat().some(({ version_added, flags, prefix }) =>
        !flags && !prefix && typeof version_added === "string" &&
        Number(version_added.replace(/^≤/, "")) <= version
      );
      if (told && !has) return `${browser} ${version}`;
    }
  }
  return null;
}

/** What can be found in a script, and who lacks it. */
interface Finding {
  pattern: RegExp;
  lacks: string;
}

/**
 * What to look for: interfaces that are made, static methods with their
 * object, and methods of the language's own objects whose name nothing bears
 * that the floor has, since a minified script does not show types. Methods of
 * elements are left to the code, which asks for most of them before it uses them.
 */
function findings(floor: readonly Oldest[]): Map<string, Finding> {
  const found = new Map<string, Finding>();
  const had = new Set<string>();
  const methods = new Map<string, string>();
  const builtins = data.javascript.builtins ?? {};
  const interfaces = [
    ...Object.entries(builtins),
    ...Object.entries(data.api),
  ] as [string, Identifier][];
  for (const [owner, members] of interfaces) {
    if (owner.startsWith("__")) continue;
    const own = members.__compat && lacking(members.__compat, floor);
    if (own) {
      found.set(owner, {
        pattern: new RegExp(`\\bnew ${owner}\\b`),
        lacks: own,
      });
    }
    for (const [key, member] of Object.entries(members)) {
      const { __compat: compat } = member as Identifier;
      if (!compat) continue;
      // A newer interface is found by its making, not by its members' names.
      if (own) continue;
      const lacks = lacking(compat, floor);
      const isBuiltin = owner in builtins;
      const isStatic = key.endsWith("_static");
      const name = key.replace(/_(static|event)$/, "");
      if (isStatic && lacks) {
        found.set(`${owner}.${name}`, {
          pattern: new RegExp(`\\b${owner}\\.${name}\\(`),
          lacks,
        });
      } else if (!isStatic && lacks === null) had.add(name);
      else if (!isStatic && isBuiltin && lacks) methods.set(name, lacks);
    }
  }
  for (const [name, lacks] of methods) {
    if (had.has(name) || !/^[a-zA-Z]{5,}$/.test(name)) continue;
    found.set(`.${name}()`, {
      pattern: new RegExp(`\\.${name}\\(`),
      lacks,
    });
  }
  return found;
}

/**
 * @param scripts Built ones, by name.
 * @param allowed Names as they are reported, each with the reason why it does no harm.
 * @returns One sentence for each thing that a browser lacks. @see SPEC C14
 */
export function unsupportedInScripts(
  scripts: ReadonlyMap<string, string>,
  { floor, allowed = {} }: {
    floor: Floor;
    allowed?: Readonly<Record<string, string>>;
  },
): string[] {
  const wanted = findings(oldest(floor));
  return [...scripts].flatMap(([path, script]) =>
    [...wanted].filter(([name, { pattern }]) =>
      !Object.hasOwn(allowed, name) && pattern.test(script)
    ).map(([name, { lacks }]) =>
      `${path} uses ${name}, which ${lacks} does not have`
    )
  );
}

/** @returns One sentence for each thing that a browser lacks. @see SPEC C14 */
export async function unsupportedInStyles(
  css: string,
  { floor, allowed = {} }: {
    floor: Floor;
    allowed?: Readonly<Record<string, string>>;
  },
): Promise<string[]> {
  const browsers = oldest(floor).flatMap(({ engine, version }) =>
    engine === "safari"
      ? [`safari >= ${version}`, `ios_saf >= ${version}`]
      : [`${engine} >= ${version}`]
  );
  const problems = new Set<string>();
  const plugin = doiuse({
    browsers,
    ignore: Object.keys(allowed) as never,
    onFeatureUsage: (
      { feature, message }: { feature: string; message: string },
    ) => {
      // Partial support is of the feature as a whole, not of what is used of it.
      const [, lacks] =
        /( not supported by: .*?)(?: and only|$)/.exec(message) ??
          [];
      if (lacks) problems.add(feature + lacks);
    },
  });
  await postcss([plugin]).process(css, { from: "styles.css" });
  return [...problems];
}
