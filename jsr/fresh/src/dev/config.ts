import { dirname, join } from "node:path";

/** What the stand-in reads of a Deno configuration. */
export interface DenoConfig {
  name?: string;
  imports?: Record<string, string>;
  exports?: string | Record<string, string>;
  workspace?: string[];
  compilerOptions?: {
    jsx?: string;
    jsxImportSource?: string;
    jsxPrecompileSkipElements?: string[];
  };
}

/** Elements that a precompiled template would hide from the renderer. Source: Fresh's documentation, "Configuration". */
const NOT_PRECOMPILED = "a img source body html head title meta script link " +
  "style base noscript template";

/** Reads a folder's configuration; `deno.json` goes before `deno.jsonc`, as in Deno. Comments are not understood, but for a first line. */
export async function readConfig(folder: string): Promise<DenoConfig | null> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      const text = await Deno.readTextFile(join(folder, name));
      return JSON.parse(text.replace(/^\/\/.*/, ""));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

/**
 * Refuses compiler options with which pages would lack what Fresh puts into them.
 * @throws {TypeError} Naming the option.
 */
export async function checkCompilerOptions(root: string): Promise<void> {
  let options: DenoConfig["compilerOptions"];
  for (let folder = root; !options; folder = dirname(folder)) {
    options = (await readConfig(folder))?.compilerOptions;
    if (folder === dirname(folder)) break;
  }
  const option = "compilerOptions > jsx";
  if (!options?.jsxImportSource) {
    throw new TypeError(`Cannot build: ${option}ImportSource is not set`);
  }
  const { jsx, jsxPrecompileSkipElements: skipped = [] } = options;
  const missing = NOT_PRECOMPILED.split(" ")
    .filter((name) => !skipped.includes(name));
  if (jsx === "precompile" && missing.length > 0) {
    throw new TypeError(
      `Cannot build: ${option}PrecompileSkipElements lacks ${missing}`,
    );
  }
}
