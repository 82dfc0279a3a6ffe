/**
 * Serves for the life of the process.
 * @module
 */
import { countFiles } from "../front/file_table.ts";
import { type Front, startFront } from "../front/front.ts";
import { endDeaf } from "./lifetime.ts";
import { isOutOfFiles } from "../front/file_table.ts";
import type { Services } from "../services.ts";
import { lookAtCatalogue } from "../videos/look.ts";
import { WHICH_FRESH } from "./which_fresh.ts";

/** Wait before the server tries again to listen, ms. Chosen: the front ends silent connections meanwhile. */
const LISTEN_AGAIN_MS = 100;

/** Files that are left for everything but connections: calls to others, the store, what is sent from disk. Chosen: a page of pictures for ten people. */
const OTHER_FILES = 160;
/** Files that connections have in any case. Chosen: a room of a dozen. */
const MIN_FILES = 64;

/** What serving needs. */
interface Serving {
  services: Pick<Services, "config" | "log" | "telemetry">;
  fetch: Deno.ServeHandler<Deno.NetAddr>;
}

/**
 * Listens on the configured address until the process ends. Behind proxies of
 * the operator's own, which bound what strangers may open, the server listens
 * itself; else a front does (docs/decisions/004).
 * @see SPEC X1
 */
export async function runServer(
  services: Serving["services"] & Pick<Services, "catalogue">,
  { fetch }: { fetch: Deno.ServeHandler<Deno.NetAddr> },
): Promise<void> {
  const { config: { host, port, trustedProxies }, log } = services;
  const tell = () => {
    log.info("listening", {
      url: `http://${shownHost(host)}:${port}`,
      fresh: WHICH_FRESH,
    });
    void lookAtCatalogue(services);
  };
  try {
    if (trustedProxies === 0) {
      return await serveBehindFront({ services, fetch }, tell);
    }
    await Deno.serve({
      hostname: host,
      port,
      automaticCompression: true,
      onListen: tell,
    }, fetch).finished;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) endDeaf(log, error);
    log.error("port_in_use", {
      message: `Cannot listen on port ${port}: another program does. ` +
        "Stop it, or set PORT to a free one.",
    });
    Deno.exit(1);
  }
}

async function serveBehindFront(
  { services: { config, log, telemetry }, fetch }: Serving,
  tell: () => void,
): Promise<void> {
  const listener = Deno.listen({ hostname: config.host, port: config.port });
  let inner = listen();
  const front = startFront(listener, {
    port: () => inner.addr.port,
    log,
    maxFiles: Math.max(
      MIN_FILES,
      countFiles(new URL("../../../serve.ts", import.meta.url)) - OTHER_FILES,
    ),
  });

  telemetry.observe("cowatch.connections", () => front.stats().open);

  function listen(): Deno.HttpServer<Deno.NetAddr> {
    return Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      automaticCompression: true,
      onListen() {},
    }, (request, info) => fetch(request, seenThrough(front, info)));
  }

  /** A full file table ends a server's listener for good, so another takes its place. */
  async function keepListening(): Promise<void> {
    for (;;) {
      try {
        return await inner.finished;
      } catch (error) {
        if (!isOutOfFiles(error)) throw error;
        front.shed();
      }
      inner = await listenAgain();
    }
  }

  async function listenAgain(): Promise<typeof inner> {
    for (;;) {
      try {
        return listen();
      } catch (error) {
        if (!isOutOfFiles(error)) throw error;
        front.shed();
      }
      await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN_MS));
    }
  }

  tell();
  await Promise.race([front.finished, keepListening()]);
}

function shownHost(host: string): string {
  if (host === "0.0.0.0" || host === "127.0.0.1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** The connection as the front has it. */
function seenThrough(
  front: Front,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
): Deno.ServeHandlerInfo<Deno.NetAddr> {
  const hostname = front.peerOf(info.remoteAddr.port);
  if (hostname === undefined) return info;
  return {
    // Who looks at it must see it fail; nobody does.
    get completed() {
      return info.completed;
    },
    remoteAddr: { ...info.remoteAddr, hostname },
  };
}
