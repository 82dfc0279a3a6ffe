import * as esbuild from "esbuild";
import { dirname, relative } from "node:path";
import { resolver } from "./resolver.ts";

/** What the browser gets. */
export interface Bundle {
  /** Content by file name. */
  outputs: Map<string, Uint8Array<ArrayBuffer>>;
  /** File names that each file imports at once. */
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
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    conditions: ["browser", "import"],
    target,
    minify: !isDev,
    sourcemap: isDev ? "inline" : false,
    legalComments: "none",
    chunkNames: "chunk-[hash]",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: {
      "process.env.NODE_ENV": JSON.stringify(
        isDev ? "development" : "production",
      ),
    },
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [resolver(root)],
  });
  const outputs = new Map(result.outputFiles.map((file) => [
    relative(outdir, file.path),
    file.contents as Uint8Array<ArrayBuffer>,
  ]));
  const prefix = "_bundle/";
  const imports = new Map(
    Object.entries(result.metafile.outputs).map(([path, output]) => [
      path.slice(prefix.length),
      output.imports
        .filter(({ kind, external }) =>
          kind === "import-statement" && !external
        )
        .map((imported) => imported.path.slice(prefix.length)),
    ]),
  );
  return { outputs, imports };
}

/** Ends the bundler's own process. */
export async function stopBundler(): Promise<void> {
  await esbuild.stop();
}

/** Folder of this package's sources. */
export const SOURCE_DIR: string = dirname(import.meta.dirname ?? ".");
