/**
 * Programs that a test needs and a machine may lack.
 * @module
 */

/** The path that a variable names, else the first of the usual places that is there; `null` when none is. */
export function findProgram(
  variable: string,
  places: readonly string[],
): string | null {
  const given = Deno.env.get(variable);
  return (given ? [given] : places).find(isFile) ?? null;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
