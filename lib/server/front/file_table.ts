/**
 * How many files this process may have open. Deno does not say, and the
 * system's own word (`/proc/self/limits`) needs all rights.
 * @module
 */

/** Files that are tried at most. Chosen: more than a server of one process can use. */
const MOST = 16_384;

/**
 * Opens one file again and again until it is refused, and closes them all.
 * Blocks for some ten milliseconds; for the start.
 * @param path A file that may be read.
 * @returns How many could be opened, `MOST` at most.
 */
export function countFiles(path: string | URL): number {
  const open: Deno.FsFile[] = [];
  try {
    while (open.length < MOST) open.push(Deno.openSync(path));
  } catch (error) {
    if (!isOutOfFiles(error)) throw error;
  } finally {
    for (const file of open) file.close();
  }
  return open.length;
}

/** The file table is full, of the process (EMFILE) or the machine (ENFILE). */
export function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error &&
    /\(os error 2[34]\)|too many open files/i.test(error.message);
}
