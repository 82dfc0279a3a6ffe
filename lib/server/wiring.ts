/**
 * Wires the server from its configuration: the one place that knows which
 * implementation stands behind each part.
 * @module
 */
import { monotonicClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createDiscord } from "./discord/client.ts";
import { createFakeDiscord } from "./fake_discord.ts";
import { createGateway } from "./gateway/client.ts";
import { createHttpClient } from "./http_client.ts";
import { createHub, type Guest } from "./hub.ts";
import { stderrLog } from "./log.ts";
import { createMemoryStore } from "./memory_store.ts";
import { createMediaLinks } from "./media/links.ts";
import { createMedia } from "./media/media.ts";
import { createThumbnails } from "./media/thumbnails.ts";
import type { Services } from "./services.ts";
import { createSessions } from "./session.ts";
import { createSignIn } from "./sign_in.ts";
import { createSnapshots } from "./snapshot.ts";
import { createTickets } from "./tickets.ts";
import { createVideos } from "./videos.ts";

/** Makes all services; the hub's timer starts. */
export function createServices(config: Config): Services {
  const log = stderrLog();
  const now = Date.now;
  const secrets = config.sessionSecrets;
  const store = createMemoryStore({ now: monotonicClock });
  const sessions = createSessions({ secrets, now });
  const http = createHttpClient();
  const isDevelopment = config.mode === "development";
  const gateway = createGateway({
    ...config.gateway,
    http,
    // A developer without a gateway should not wait for it at each click.
    ...(isDevelopment ? { breakAfter: 1 } : {}),
  });
  const discord = createDiscord({ ...config.discord, http });
  const media = createMedia({
    ...config,
    timeoutMs: config.gateway.timeoutMs,
    http,
    links: createMediaLinks({ secrets, now }),
  });
  return {
    config,
    log,
    sessions,
    store,
    gateway,
    media,
    signIn: createSignIn({ discord, gateway, sessions, log, now }),
    videos: createVideos({
      gateway,
      hasSamples: isDevelopment,
      engine: config.playerEngine,
      manifestUrl: media.manifestUrl,
    }),
    thumbnails: createThumbnails({ ...config, http }),
    tickets: createTickets<Guest>({ now: monotonicClock }),
    hub: createHub({
      store,
      log,
      maxMembers: config.roomMaxMembers,
      snapshots: createSnapshots({ secrets, now }),
    }),
    fakeDiscord: config.discord.isFake
      ? createFakeDiscord(config.discord)
      : null,
  };
}
