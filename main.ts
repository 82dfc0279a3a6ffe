/**
 * The app: the server wired from its environment, middlewares, file routes.
 * @module
 */
import { staticFiles } from "fresh";
import { createApp } from "./lib/server/app.ts";
import { appVersion } from "./lib/server/config/version.ts";
import { loadConfigOrExit } from "./lib/server/config/exit.ts";
import { stripProxyPrefix } from "./lib/server/http/proxy_prefix.ts";
import { guardEntry } from "./lib/server/process/entry.ts";
import { startTelemetry } from "./lib/server/telemetry/start.ts";
import { createServices } from "./lib/server/wiring.ts";
import { handler as room } from "./routes/api/room/index.ts";

/** Everything the server is made of. */
export const services = createServices(loadConfigOrExit(), {
  telemetry: await startTelemetry({ version: appVersion() }),
});

/** The app; `dev.ts` and the build serve it. */
export const app = createApp(services);

app
  .get("/.proxy/api/room", room.GET)
  .use(stripProxyPrefix(guardEntry(app, services)))
  .use(staticFiles())
  .fsRoutes();
