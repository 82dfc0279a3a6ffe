/**
 * Wires the server from its configuration: the one place that knows which
 * implementation stands behind each part.
 * @module
 */
import { buildId } from "./http/build_id.ts";
import { createBackend } from "./backend.ts";
import type { Config } from "./config/config.ts";
import { monotonicClock } from "../shared/timers.ts";
import { createClientFaults } from "./telemetry/client_faults.ts";
import { watchEventLoop } from "./telemetry/event_loop.ts";
import {
  createHostNames,
  measuredCatalogue,
  measuredFetch,
  measuredHttp,
} from "./telemetry/measured.ts";
import { NO_TELEMETRY, type Telemetry } from "./telemetry/metrics.ts";
import { createTrailFields } from "./log/trail.ts";
import { createAvatars } from "./discord/avatars.ts";
import { createDiscord } from "./discord/client.ts";
import { createFakeDiscord } from "./discord/fake_discord.ts";
import { withCrowdLimit } from "./upstream/crowd_limit.ts";
import { createCatalogue } from "./catalogues.ts";
import { createHttpClient } from "./upstream/http_client.ts";
import { createHub } from "./hub/hub.ts";
import { MAX_PICTURES_AT_ONCE } from "./limits/limits.ts";
import { type Log, stderrLog } from "./log/log.ts";
import { createPlayAnalytics } from "./kaltura/analytics.ts";
import { createCaptions } from "./media/captions.ts";
import { createMediaLinks } from "./media/links.ts";
import { createMedia } from "./media/media.ts";
import { createThumbnails } from "./media/thumbnails.ts";
import { createQuotas } from "./limits/quotas.ts";
import type { Services } from "./services.ts";
import { createSessions } from "./auth/sessions.ts";
import { createSignIn } from "./auth/sign_in.ts";
import { createSnapshots } from "./hub/room/snapshot.ts";
import { createMemoryVault } from "./store/ticket_vault.ts";
import { createSealedVault, createTickets, type Pass } from "./auth/tickets.ts";
import { createVideoExtras } from "./videos/extras.ts";
import { createPlayReports } from "./videos/play_reports.ts";
import { createVideos } from "./videos/service.ts";
import { createCommands } from "./watch_command/commands.ts";
import { createWhereabouts } from "./discord/whereabouts.ts";

/** The server's log, which holds none of its secrets. */
export function createServerLog(config: Config): Log {
  return stderrLog({
    secrets: secretsOf(config),
    trail: createTrailFields(config.sessionSecrets[0] ?? ""),
  });
}

/** Makes all services: opens the store, and starts timers. */
// deno-lint-ignore house/long-function -- a list: each part once, in the order in which they need each other
export function createServices(
  config: Config,
  { log, telemetry = NO_TELEMETRY }: { log: Log; telemetry?: Telemetry },
): Services {
  const now = Date.now;
  const secrets = config.sessionSecrets;
  const passes = createMemoryVault<Pass>({ now: monotonicClock });
  // Apart from the tickets: the two must not crowd each other out.
  const picks = createMemoryVault({ now: monotonicClock });
  const { store, peers, vault } = createBackend(config, {
    log,
    onSweep() {
      passes.forget();
      picks.forget();
    },
    onRetry: () => telemetry.count("cowatch.store.retries"),
  });
  const sessions = createSessions({ secrets, now });
  const measuring = { telemetry, nameHost: createHostNames() };
  const http = measuredHttp(createHttpClient(), measuring);
  const pictures = withCrowdLimit(http, MAX_PICTURES_AT_ONCE);
  const isDevelopment = config.mode === "development";
  if (!isDevelopment && config.roomAccess === "unverified") {
    log.warn("rooms_unverified", {
      message: "ROOM_ACCESS=unverified: whoever has a Discord account and " +
        "knows a room's id may enter it.",
    });
  }
  const quotas = createQuotas({ now: monotonicClock });
  const catalogue = measuredCatalogue(
    createCatalogue(config, { http, log, now }),
    telemetry,
  );
  watchEventLoop(telemetry);
  telemetry.observe("cowatch.process.memory", () => Deno.memoryUsage().rss);
  if (telemetry.isTraced) {
    log.warn("traces_hold_addresses", {
      message: "Deno's own spans hold whole addresses, with tickets and what " +
        "people look for: send them through deploy/otel/collector.yaml, or set " +
        "OTEL_DENO_TRACING=false.",
    });
  }
  const discord = createDiscord({ ...config.discord, http });
  const { partnerId } = config.kaltura;
  const { timeoutMs } = config.gateway;
  const links = createMediaLinks({ secrets, now });
  const media = createMedia({
    ...config,
    timeoutMs,
    http,
    open: measuredFetch(measuring),
    links,
    quota: quotas.media,
    log,
  });
  const captions = createCaptions({
    ...config,
    timeoutMs,
    http,
    links,
    quota: quotas.media,
  });
  const videos = createVideos({
    catalogue,
    log,
    hasSamples: isDevelopment,
    engine: config.playerEngine,
    cdnUrl: config.kaltura.cdnUrl,
    manifestUrl: media.manifestUrl,
    offerCaptions: captions.offer,
  });
  return {
    config,
    log,
    telemetry,
    clientFaults: createClientFaults({
      isOn: config.takesFaults,
      ofAddress: quotas.addressFaults,
      ofAll: quotas.allFaults,
      log,
      telemetry,
    }),
    sessions,
    store,
    catalogue,
    media,
    captions,
    quotas,
    signIn: createSignIn({
      discord,
      catalogue,
      sessions,
      log,
      now,
      quotas,
      whereabouts: createWhereabouts({
        discord,
        isStrict: !isDevelopment,
        now: monotonicClock,
      }),
      trustsPlace: config.discord.isFake,
    }),
    videos,
    extras: createVideoExtras({
      catalogue,
      videos,
      hasSamples: isDevelopment,
      partnerId,
      // Kaltura's own player reports by itself.
      reportsPlays: config.analyticsUrl !== null &&
        config.playerEngine === "hls",
      log,
    }),
    playReports: createPlayReports({
      analytics: config.analyticsUrl === null ? null : createPlayAnalytics({
        url: config.analyticsUrl,
        referrer: `https://${config.discord.clientId}.discordsays.com/`,
        version: config.version,
        http,
        log,
      }),
      catalogue,
      partnerId,
    }),
    thumbnails: createThumbnails({ ...config, http: pictures }),
    avatars: createAvatars({ http: pictures }),
    tickets: createTickets({
      vault: vault ? createSealedVault({ vault, sessions }) : passes,
      sessions,
    }),
    hub: createHub({
      store,
      peers,
      log,
      maxMembers: config.roomMaxMembers,
      rssBytes: () => Deno.memoryUsage().rss,
      build: buildId,
      telemetry,
      // Elsewhere the store survives a restart.
      ...(config.store === "memory"
        ? { snapshots: createSnapshots({ secrets, now }) }
        : {}),
    }),
    commands: config.discord.publicKey === undefined ? null : createCommands({
      publicKey: config.discord.publicKey,
      clientId: config.discord.clientId,
      vault: vault ?? picks,
      catalogue,
      videos,
      quotas,
    }),
    fakeDiscord: config.discord.isFake
      ? createFakeDiscord(config.discord)
      : null,
  };
}

/** What no log line may hold, wherever an upstream or a fault puts it. */
function secretsOf(
  { sessionSecrets, discord, kalturaAccount }: Config,
): readonly string[] {
  const { clientSecret, botToken } = discord;
  const account = kalturaAccount?.kind === "app_token"
    ? kalturaAccount.token
    : kalturaAccount?.secret;
  return [
    ...sessionSecrets,
    clientSecret,
    ...[botToken, account].filter((secret) => secret !== undefined),
  ];
}
