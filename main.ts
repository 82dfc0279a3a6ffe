/**
 * The app: the server wired from its environment, middlewares, file routes.
 * Importing it opens nothing: stores, timers and sockets are opened by whoever
 * asks for the app's handler, which is how the build, `deno serve` and Deno
 * Deploy begin to serve.
 * @module
 */
import { staticFiles } from "fresh";
import { createApp } from "./lib/server/app.ts";
import { appVersion } from "./lib/server/config/version.ts";
import { loadConfigOrExit } from "./lib/server/config/exit.ts";
import { stripProxyPrefix } from "./lib/server/http/proxy_prefix.ts";
import { guardEntry } from "./lib/server/process/entry.ts";
import { startTelemetry } from "./lib/server/telemetry/start.ts";
import { once } from "./lib/shared/once.ts";
import { createServerLog, createServices } from "./lib/server/wiring.ts";
import { handler as room } from "./routes/api/room/index.ts";

const config = loadConfigOrExit();
const log = createServerLog(config);
const telemetry = await startTelemetry({ version: appVersion() });

/** Everything the server is made of; the first call opens it. */
export const services = once(() => createServices(config, { log, telemetry }));

/** The app; `dev.ts` and the build serve it. */
export const app = createApp({ config, log, services });

app
  .get("/.proxy/api/room", room.GET)
  .use(stripProxyPrefix(guardEntry(app, services)))
  .use(staticFiles())
  .fsRoutes();
