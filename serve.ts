/**
 * Serves the production build on `PORT` and shuts down in order. On Deno
 * Deploy the platform serves `_fresh/server.js` itself.
 * @module
 */
import { runServer } from "./lib/server/process/run.ts";

// A name made at run time: the build is no part of the sources that are checked.
const built = new URL("./_fresh/server.js", import.meta.url).href;
const { default: build } = await import(built);
const { services } = await import("./main.ts");

await runServer(services(), { fetch: build.fetch });
