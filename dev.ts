/**
 * `deno task dev`: serves with live reload. `deno task build`: writes `_fresh/`.
 * @module
 */
import { Builder } from "fresh/dev";
import { builderOptions } from "./fresh.config.ts";

const builder = new Builder(builderOptions);
const { outDir } = builderOptions;

if (Deno.args.includes("build")) {
  // What an earlier build left would be served beside this one's.
  await Deno.remove(outDir, { recursive: true }).catch(ignoreMissing);
  await builder.build();
} else {
  const port = Number(Deno.env.get("PORT") || 8000);
  // A development server believes anybody, so it is for this machine.
  const hostname = Deno.env.get("HOST") || "127.0.0.1";
  await builder.listen(() => import("./main.ts"), { port, hostname });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
