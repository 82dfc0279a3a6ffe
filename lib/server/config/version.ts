/**
 * The version of the app. It stands in `deno.jsonc` and nowhere else.
 * @module
 */
import * as v from "valibot";

const Settings = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+/)) }),
);

let read: string | undefined;

/**
 * Reads it, once.
 * @throws {Error} When the file is not beside the sources.
 * @see SPEC O20
 */
export function appVersion(): string {
  // `deno.json` is made from it, and not always there (decisions/001).
  return read ??= v.parse(
    Settings,
    Deno.readTextFileSync(new URL("../../../deno.jsonc", import.meta.url)),
  ).version;
}
