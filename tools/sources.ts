/**
 * What the checks have in common: our own files, and an answer that fails.
 * @module
 */

/** Folders of our own sources. */
export const FOLDERS = [
  "bench",
  "components",
  "islands",
  "lib",
  "routes",
  "tests",
  "tools",
  "views",
] as const;

const SOURCE = /\.tsx?$/;
const TEST = /_test\.tsx?$/;

/** Paths of all files below a folder, with `/`. */
export async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* filesBelow(path);
    else yield path;
  }
}

/** Whether a path is a module of ours, tests left out. */
function isSource(path: string): boolean {
  return SOURCE.test(path) && !TEST.test(path);
}

/**
 * Reads all files below some folders.
 * @param keeps Which of them. @default {isSource}
 * @returns Their texts by path.
 */
export async function readBelow(
  folders: readonly string[],
  keeps: (path: string) => boolean = isSource,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const folder of folders) {
    for await (const path of filesBelow(folder)) {
      if (keeps(path)) texts.set(path, await Deno.readTextFile(path));
    }
  }
  return texts;
}

/** Prints each fault in a line; ends the process with 1 where there is one. */
export function failOn(faults: readonly string[]): void {
  const text = faults.map((fault) => `${fault}\n`).join("");
  Deno.stderr.writeSync(new TextEncoder().encode(text));
  if (faults.length > 0) Deno.exit(1);
}
