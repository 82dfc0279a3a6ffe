import type { Plugin } from "esbuild";
import { fileURLToPath } from "node:url";

interface DenoConfig {
  name?: string;
  imports?: Record<string, string>;
  exports?: string | Record<string, string>;
  links?: string[];
}

/** Lets the bundler resolve what the app's `deno.json` maps: folders, npm and linked packages. */
export function resolver(root: string): Plugin {
  return {
    name: "deno-json",
    async setup(build) {
      const { folder: base, config } = await nearestConfig(root);
      const linked = new Map<string, string>();
      for (const link of config.links ?? []) {
        const folder = `${base}/${link.replace(/^\.\//, "")}`;
        const { name, exports = {} } = await readConfig(folder);
        const entries = typeof exports === "string"
          ? { ".": exports }
          : exports;
        for (const [key, file] of Object.entries(entries)) {
          linked.set(
            `${name}${key.slice(1)}`,
            `${folder}/${file.replace(/^\.\//, "")}`,
          );
        }
      }

      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        const isPackages = args.importer.includes("/node_modules/");
        if (isPackages || args.pluginData === HANDLED) return undefined;
        const specifier = mapped(args.path, config.imports ?? {});
        if (specifier.startsWith("./")) {
          return { path: `${base}/${specifier.slice(2)}` };
        }
        const name = packageName(specifier);
        const file = linked.get(name);
        if (file) return { path: file };
        const found = await build.resolve(name, {
          kind: args.kind,
          resolveDir: root,
          pluginData: HANDLED,
        });
        if (found.errors.length === 0) return found;
        // A library of this package, which the app's own folder need not have.
        return { path: fileURLToPath(import.meta.resolve(name)) };
      });
    },
  };
}

const HANDLED = Symbol();

/** The app's `deno.json`: in its root, or in a folder above as Deno itself looks for it. */
async function nearestConfig(
  root: string,
): Promise<{ folder: string; config: DenoConfig }> {
  for (let folder = root; folder !== ""; folder = parentOf(folder)) {
    try {
      return { folder, config: await readConfig(folder) };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Deno.errors.NotFound(`Cannot find a deno.json above ${root}`);
}

function parentOf(folder: string): string {
  return folder.slice(0, folder.lastIndexOf("/"));
}

async function readConfig(folder: string): Promise<DenoConfig> {
  return JSON.parse(await Deno.readTextFile(`${folder}/deno.json`));
}

function mapped(specifier: string, imports: Record<string, string>): string {
  const exact = imports[specifier];
  if (exact) return exact;
  for (const [key, value] of Object.entries(imports)) {
    if (key.endsWith("/") && specifier.startsWith(key)) {
      return value + specifier.slice(key.length);
    }
    if (specifier.startsWith(`${key}/`)) {
      return value + specifier.slice(key.length);
    }
  }
  return specifier;
}

/** `npm:@a/b@^1.2/c` → `@a/b/c`. */
function packageName(specifier: string): string {
  return specifier
    .replace(/^(npm|jsr):\/?/, "")
    .replace(/^((?:@[^/@]+\/)?[^/@]+)@[^/]+/, "$1");
}
