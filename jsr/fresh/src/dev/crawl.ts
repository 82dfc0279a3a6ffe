/** Lists files below a folder, relative to it, sorted; a missing folder has none. */
export async function crawl(
  folder: string,
  ignore: RegExp[] = [],
): Promise<string[]> {
  const found: string[] = [];
  async function walk(prefix: string) {
    let entries: Deno.DirEntry[];
    try {
      entries = await Array.fromAsync(Deno.readDir(`${folder}/${prefix}`));
    } catch (error) {
      if (prefix === "" && error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (ignore.some((pattern) => pattern.test(path))) continue;
      if (entry.isDirectory) await walk(`${path}/`);
      else found.push(path);
    }
  }
  await walk("");
  return found.sort();
}

/** Source files that tests sit beside. */
export const TEST_FILE = /[._]test\.(?:[tj]sx?|mts)$/;
/** Files that may be routes or islands. */
export const SOURCE_FILE = /\.(?:[tj]sx?|mts)$/;
