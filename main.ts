/**
 * The app: the server wired from its environment, middlewares, file routes.
 * @module
 */
import { App, staticFiles } from "fresh";
import { VERSION } from "./lib/server/config/config.ts";
import { loadConfigOrExit } from "./lib/server/config/exit.ts";
import type { State } from "./lib/server/define.ts";
import { guardEntry } from "./lib/server/process/entry.ts";
import { answerErrors } from "./lib/server/http/error_handler.ts";
import { hideDevelopmentFiles } from "./lib/server/http/development_only.ts";
import { requireHost } from "./lib/server/http/host.ts";
import { stripProxyPrefix } from "./lib/server/http/proxy_prefix.ts";
import { secure } from "./lib/server/http/security_headers.ts";
import { startTelemetry } from "./lib/server/telemetry/start.ts";
import { createServices } from "./lib/server/wiring.ts";
import { handler as room } from "./routes/api/room/index.ts";

/** Everything the server is made of. */
export const services = createServices(loadConfigOrExit(), {
  telemetry: await startTelemetry(Deno.env.toObject(), { version: VERSION }),
});

/** The app; `dev.ts` and the build serve it. */
export const app = new App<State>();

const ownHandler = guardEntry(app, services);

app
  .use(secure(services.config))
  .use(answerErrors(services.log))
  .use(requireHost(services.config))
  .use((ctx) => {
    ctx.state.services = services;
    return ctx.next();
  })
  .get("/.proxy/api/room", room.GET)
  .use(stripProxyPrefix(ownHandler))
  .use(hideDevelopmentFiles(services.config))
  .use(staticFiles())
  .fsRoutes();
