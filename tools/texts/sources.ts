/**
 * Our own sources, to look for what they use.
 * @module
 */

/** Contents of all modules below some folders, tests left out. */
export async function sourcesBelow(
  root: URL,
  folders: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: URL) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await visit(new URL(`${name}/`, folder));
      else if (/(?<!_test)\.tsx?$/.test(name)) {
        found.push(await Deno.readTextFile(new URL(name, folder)));
      }
    }
  };
  for (const folder of folders) await visit(new URL(`${folder}/`, root));
  return found;
}
