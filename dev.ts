/**
 * `deno task dev`: serves with live reload. `deno task build`: writes `_fresh/`.
 * @module
 */
import { Builder } from "fresh/dev";
import { builderOptions } from "./fresh.config.ts";

const builder = new Builder(builderOptions);

if (Deno.args.includes("build")) {
  await builder.build();
} else {
  const port = Number(Deno.env.get("PORT") || 8000);
  await builder.listen(() => import("./main.ts"), { port });
}
