import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readConfig } from "./config.ts";

/**
 * What the configurations in and above a folder map, as the bundler's
 * aliases: folders, members of the workspace, npm packages under other names.
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
    for (const path of await membersOf(folder, config?.workspace)) {
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

/** Folders of a workspace; a pattern may end with an asterisk. */
async function membersOf(
  folder: string,
  workspace: string[] = [],
): Promise<string[]> {
  const found = await Promise.all(workspace.map(async (pattern) => {
    if (!pattern.endsWith("/*")) return [join(folder, pattern)];
    const parent = join(folder, pattern.slice(0, -2));
    const entries = await readdir(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name));
  }));
  return found.flat();
}

/** `npm:@a/b@^1.2/c` → `@a/b/c`. */
function packageName(specifier: string): string {
  return specifier
    .replace(/^(npm|jsr):\/?/, "")
    .replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, "$1");
}
