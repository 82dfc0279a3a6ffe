/**
 * Makes one script of a module and all it imports, for pages of tests and
 * benchmarks.
 * @module
 */
import * as esbuild from "esbuild";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Bundles a module for the browser. @throws {Error} When it cannot be read. */
export async function bundle(entry: URL): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry.pathname],
    bundle: true,
    // As deno.jsonc has it.
    alias: { "@": ROOT },
    jsx: "automatic",
    jsxImportSource: "preact",
    format: "iife",
    target: "chrome109",
    minify: true,
    write: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  // Else its process would outlive the test.
  await esbuild.stop();
  const [file] = outputFiles;
  if (!file) throw new Error(`Nothing came of ${entry.pathname}`);
  return file.text;
}
