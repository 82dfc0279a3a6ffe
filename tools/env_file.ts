/**
 * Prints the flag that makes Deno read `.env`, where there is one: without one
 * the flag itself warns at every start.
 *
 * Run: `deno run -R tools/env_file.ts`
 * @module
 */

/** The flag for `deno run`; empty where there is no file. @param folder With `/` at its end. @see SPEC O22 */
export async function envFileFlag(folder: URL): Promise<string> {
  try {
    const { isFile } = await Deno.stat(new URL(".env", folder));
    return isFile ? "--env-file" : "";
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return "";
  }
}

if (import.meta.main) {
  // deno-lint-ignore no-console -- the answer
  console.log(await envFileFlag(new URL("../", import.meta.url)));
}
