import * as esbuild from "esbuild";
import { relative } from "node:path";
import { aliasesFor } from "./aliases.ts";

/** What the browser gets. */
export interface Bundle {
  /** Content by file name, sorted by it. */
  outputs: Map<string, Uint8Array<ArrayBuffer>>;
  /** File names that each file imports at once, directly or not. */
  imports: Map<string, string[]>;
}

/** Options of {@linkcode bundle}. */
export interface BundleOptions {
  root: string;
  /** Source path by entry name. */
  entries: Record<string, string>;
  isDev: boolean;
  target: string | string[];
}

/** Bundles islands and the script that starts them; what they share is one chunk. */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { root, entries, isDev, target } = options;
  const outdir = `${root}/_bundle`;
  const mode = isDev ? "development" : "production";
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    alias: await aliasesFor(root),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target,
    minify: !isDev,
    sourcemap: isDev ? "inline" : false,
    legalComments: "none",
    chunkNames: "chunk-[hash]",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  // Its own process would keep this one from ending.
  await esbuild.stop();

  const files = result.outputFiles
    .map(({ path, contents }) => [relative(outdir, path), contents] as const);
  const outputs = new Map(
    files.toSorted(([a], [b]) => a < b ? -1 : 1),
  ) as Bundle["outputs"];
  const metafile = result.metafile.outputs;
  const closure = (name: string, seen = new Set<string>()): Set<string> => {
    for (const { path, kind } of metafile[`_bundle/${name}`]?.imports ?? []) {
      const next = relative("_bundle", path);
      if (kind === "import-statement" && !seen.has(next)) {
        closure(next, seen.add(next));
      }
    }
    return seen;
  };
  const imports = new Map(
    [...outputs.keys()].map((name) => [name, [...closure(name)]]),
  );
  return { outputs, imports };
}
