/**
 * The media routes on a real server of their own, in front of a fake Kaltura.
 * @module
 */
import { App } from "fresh";
import type { Config } from "../../lib/server/config/config.ts";
import type { State } from "../../lib/server/define.ts";
import { createHttpClient } from "../../lib/server/upstream/http_client.ts";
import { createLog } from "../../lib/server/log/log.ts";
import { createMediaLinks } from "../../lib/server/media/links.ts";
import { createMedia, type Media } from "../../lib/server/media/media.ts";
import { answerErrors } from "../../lib/server/http/error_handler.ts";
import type { Services } from "../../lib/server/services.ts";
import type { Session } from "../../lib/server/auth/sessions.ts";
import { handler as manifest } from "../../routes/api/videos/[id]/manifest.m3u8.ts";
import { handler as resource } from "../../routes/api/videos/[id]/media.ts";

/** Options of {@linkcode startMediaServer}. */
interface MediaServerOptions {
  cdnUrl: string;
  hosts?: string[];
  mode?: Config["mode"];
  timeoutMs?: number;
  /** ms since epoch. */
  now?: () => number;
  /** Answers what the media routes do not. */
  other?: (request: Request) => Response | Promise<Response>;
}

/** See the module. */
export interface MediaServer extends AsyncDisposable {
  origin: string;
  media: Media;
  /** Every line that was logged. */
  lines: string[];
  /** @returns The address of a video's master playlist for a person. */
  manifestUrl(
    videoId: string,
    options: { ks: string; userId?: string },
  ): Promise<string>;
}

/** Starts one. */
export function startMediaServer(options: MediaServerOptions): MediaServer {
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line));
  const media = createMedia({
    kaltura: {
      cdnUrl: options.cdnUrl,
      hosts: options.hosts ?? ["127.0.0.1"],
      partnerId: "123",
    },
    mode: options.mode ?? "development",
    timeoutMs: options.timeoutMs ?? 2000,
    log,
    http: createHttpClient(),
    links: createMediaLinks({
      secrets: ["a secret of thirty-two bytes, at least"],
      now: options.now ?? Date.now,
    }),
  });
  const { other } = options;
  const app = new App<State>()
    .use(answerErrors(log))
    .use((ctx) => {
      ctx.state.services = { media } as Services;
      return ctx.next();
    })
    .get("/api/videos/:id/manifest.m3u8", (ctx) => manifest.GET(ctx))
    .get("/api/videos/:id/media", (ctx) => resource.GET(ctx));
  if (other) app.all("*", (ctx) => other(ctx.req));
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    app.handler(),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  return {
    origin,
    media,
    lines,
    async manifestUrl(videoId, { ks, userId = "ann" }) {
      const session = { user: { id: userId } } as Session;
      return origin +
        await media.manifestUrl({ id: videoId }, { ks, session });
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
