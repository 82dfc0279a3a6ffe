/**
 * `--help` of a script: what its own first comment says.
 * @module
 */

/**
 * Prints it and ends the process, where it was asked for. To be called before
 * a script does anything.
 * @param meta The script's `import.meta`.
 * @see SPEC O24
 */
export function helpIfAsked({ url, main }: ImportMeta): void {
  if (!main || !Deno.args.includes("--help")) return;
  const text = helpOf(Deno.readTextFileSync(new URL(url)));
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  Deno.exit(0);
}

/** The words of a source's first comment, without its marks. */
export function helpOf(source: string): string {
  const [, comment = ""] = /^\/\*\*\n([^]*?)\n \*\//.exec(source) ?? [];
  return comment.split("\n")
    .map((line) => line.replace(/^ \* ?/, ""))
    .filter((line) => !line.startsWith("@"))
    .join("\n") + "\n";
}
