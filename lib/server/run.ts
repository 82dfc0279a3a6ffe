/**
 * Runs a server for the life of the process.
 * @module
 */
import type { Services } from "./services.ts";
import { lookAtCatalogue } from "./videos/look.ts";

/** Time after a signal at which the process ends in any case, ms. Source: DESIGN §5. */
const EXIT_AFTER_MS = 3500;

/**
 * Listens on the configured port; on SIGINT or SIGTERM sends viewers away and
 * ends the process.
 */
export async function runServer(
  services: Pick<
    Services,
    "catalogue" | "config" | "hub" | "log" | "store"
  >,
  { fetch }: { fetch: Deno.ServeHandler },
): Promise<void> {
  const { config, hub, log, store } = services;
  surviveStrayErrors(log);
  let server: Deno.HttpServer;
  try {
    server = Deno.serve({
      port: config.port,
      automaticCompression: true,
      onListen: ({ port }) =>
        log.info("listening", { url: `http://localhost:${port}` }),
    }, fetch);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    log.error("port_in_use", {
      message: `Cannot listen on port ${config.port}: another program does. ` +
        "Stop it, or set PORT to a free one.",
    });
    Deno.exit(1);
  }

  void lookAtCatalogue(services);

  const stop = async () => {
    // One peer that does not read would keep the process alive for ever.
    setTimeout(() => Deno.exit(0), EXIT_AFTER_MS);
    log.info("stopping");
    await hub.drain();
    await store.close();
    Deno.exit(0);
  };
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
  await server.finished;
}

/** One stray rejection must not end every room; each is logged. */
function surviveStrayErrors(log: Services["log"]): void {
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("unhandled_rejection", { error: event.reason });
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    log.error("unhandled_error", { error: event.error });
  });
}
