import { dirname, join } from "node:path";

interface DenoConfig {
  name?: string;
  imports?: Record<string, string>;
  exports?: string | Record<string, string>;
  links?: string[];
}

/**
 * What the `deno.json` files in and above a folder map, as the bundler's
 * aliases: folders, linked packages, and npm packages under other names.
 */
export async function aliasesFor(
  root: string,
): Promise<Record<string, string>> {
  const imports: Record<string, string> = {};
  const linked: Record<string, Record<string, string>> = {};
  for (let folder = root;; folder = dirname(folder)) {
    const config = await readConfig(folder);
    for (const [name, target] of Object.entries(config?.imports ?? {})) {
      imports[name] ??= /^\.\.?\//.test(target) ? join(folder, target) : target;
    }
    for (const link of config?.links ?? []) {
      const path = join(folder, link);
      const { name = "", exports = {} } = await readConfig(path) ?? {};
      linked[name] = Object.fromEntries(
        Object.entries(typeof exports === "string" ? { ".": exports } : exports)
          .map(([key, file]) => [key.slice(1), join(path, file)]),
      );
    }
    if (folder === dirname(folder)) break;
  }
  const aliases: Record<string, string> = {};
  for (const [name, target] of Object.entries(imports)) {
    const source = packageName(target);
    for (const [key, file] of Object.entries(linked[source] ?? {})) {
      aliases[name + key] = file;
    }
    if (!linked[source] && source !== name && !target.startsWith("jsr:")) {
      aliases[name.replace(/\/$/, "")] = source.replace(/\/$/, "");
    }
  }
  return aliases;
}

async function readConfig(folder: string): Promise<DenoConfig | null> {
  try {
    return JSON.parse(await Deno.readTextFile(join(folder, "deno.json")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** `npm:@a/b@^1.2/c` → `@a/b/c`. */
function packageName(specifier: string): string {
  return specifier
    .replace(/^(npm|jsr):\/?/, "")
    .replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, "$1");
}
