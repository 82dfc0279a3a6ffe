/**
 * What a wrong configuration does to the process.
 * @module
 */
import { type Config, ConfigError, loadConfig } from "./config.ts";

/** Reads the environment; prints every problem at once and exits 1 when it will not do (docs/design.md, "Configuration"). */
export function loadConfigOrExit(): Config {
  try {
    return loadConfig(Deno.env.toObject());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    Deno.stderr.writeSync(new TextEncoder().encode(`${error.message}\n`));
    Deno.exit(1);
  }
}
