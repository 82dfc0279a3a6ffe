/**
 * `deno task doctor` looks at everything that Cowatch needs and says what is
 * wrong with it, and what to do. It changes nothing but for one room in the
 * store, which goes by itself. Exits with 1 when people could not watch.
 * `--json` prints `{ well, findings }` for scripts.
 * @module
 */
import { countFiles } from "@/lib/server/front/file_table.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { examine } from "./doctor/examine.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { asText, isWell } from "./doctor/findings.ts";

helpIfAsked(import.meta);

if (import.meta.main) {
  const here = new URL("../", import.meta.url);
  const findings = await examine({
    env: Deno.env.toObject(),
    http: createHttpClient(),
    // What the server would log is said in the doctor's own words.
    log: createLog(() => {}),
    now: Date.now,
    files: countFiles(new URL("serve.ts", here)),
    hasBuild: await exists(new URL("_fresh/server.js", here)),
  });
  const well = isWell(findings);
  const text = Deno.args.includes("--json")
    ? `${JSON.stringify({ well, findings }, null, 2)}\n`
    : asText(findings);
  await Deno.stdout.write(new TextEncoder().encode(text));
  // Connections to a store may still be on their way.
  Deno.exit(well ? 0 : 1);
}

async function exists(path: URL): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
