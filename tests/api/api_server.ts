/**
 * The sign-in and video routes over the real services, in this process: no
 * port of ours, real ones for everybody whom the services ask.
 * @module
 */
import { App } from "fresh";
import { loadConfig } from "@/lib/server/config/config.ts";
import type { State } from "@/lib/server/define.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { answerErrors } from "@/lib/server/http/error_handler.ts";
import type { Session } from "@/lib/server/auth/sessions.ts";
import { createServices } from "@/lib/server/wiring.ts";
import { handler as faults } from "@/routes/api/faults.ts";
import { handler as ticket } from "@/routes/api/room/ticket.ts";
import { handler as resume } from "@/routes/api/resume.ts";
import { handler as renew } from "@/routes/api/session.ts";
import { handler as token } from "@/routes/api/token.ts";
import { handler as video } from "@/routes/api/videos/[id]/index.ts";
import { handler as captions } from "@/routes/api/videos/[id]/captions.ts";
import { handler as events } from "@/routes/api/videos/[id]/events.ts";
import { handler as extras } from "@/routes/api/videos/[id]/extras.ts";
import { handler as preview } from "@/routes/api/videos/[id]/preview.ts";
import { handler as collections } from "@/routes/api/collections.ts";
import { handler as play } from "@/routes/api/videos/[id]/play.ts";
import { handler as session } from "@/routes/api/videos/[id]/session.ts";
import { handler as thumbnail } from "@/routes/api/videos/[id]/thumbnail.ts";
import { handler as videos } from "@/routes/api/videos/index.ts";
import { handler as search } from "@/routes/api/videos/search.ts";

/** Secrets of the application under test; none may ever be seen. */
export const CANARIES = {
  DISCORD_CLIENT_SECRET: "canary-client-secret",
  DISCORD_BOT_TOKEN: "canary-bot-token",
  SESSION_SECRET: "canary-session-secret-of-32-bytes-",
} as const;

/** Discord's id of the application under test. */
export const CLIENT_ID = "123456789012345678";
/** The application as Discord knows it. */
export const DISCORD_APP = {
  clientId: CLIENT_ID,
  clientSecret: CANARIES.DISCORD_CLIENT_SECRET,
};

/** See the module. */
export interface ApiServer {
  /** Sends a request. */
  call(
    path: string,
    options?: {
      token?: string;
      body?: unknown;
      method?: string;
      headers?: Record<string, string>;
    },
  ): Promise<Response>;
  /** A session of somebody, as if they had signed in. */
  sessionOf(
    id: string,
    api?: Session["api"],
    instanceId?: string,
  ): Promise<string>;
  /** All that was logged. */
  log(): string;
  close(): Promise<void>;
}

/** Builds the API for an environment. */
export function createApi(env: Record<string, string>): ApiServer {
  const config = loadConfig({
    NODE_ENV: "production",
    DISCORD_CLIENT_ID: CLIENT_ID,
    DISCORD_CLIENT_SECRET: CANARIES.DISCORD_CLIENT_SECRET,
    SESSION_SECRET: CANARIES.SESSION_SECRET,
    API_GATEWAY_URL: "http://127.0.0.1:1",
    ROOM_ACCESS: env.DISCORD_BOT_TOKEN ? "verified" : "unverified",
    API_GATEWAY_TIMEOUT_MS: "400",
    ...env,
  });
  let logged = "";
  const log = createLog((line) => logged += line);
  const services = createServices(config, { log });
  const app = new App<State>();
  app
    .use(answerErrors(log))
    .use((ctx) => {
      ctx.state.services = services;
      return ctx.next();
    })
    .post("/api/faults", faults.POST)
    .post("/api/token", token.POST)
    .post("/api/session", renew.POST)
    .delete("/api/session", renew.DELETE)
    .post("/api/room/ticket", ticket.POST)
    .post("/api/resume", resume.POST)
    .get("/api/videos", videos.GET)
    .get("/api/videos/search", search.GET)
    .get("/api/videos/:id", video.GET)
    .get("/api/videos/:id/thumbnail", thumbnail.GET)
    .get("/api/videos/:id/captions", captions.GET)
    .get("/api/videos/:id/extras", extras.GET)
    .get("/api/videos/:id/preview", preview.GET)
    .post("/api/videos/:id/events", events.POST)
    .get("/api/collections", collections.GET)
    .post("/api/videos/:id/session", session.POST)
    .post("/api/videos/:id/play", play.POST);
  const handle = app.handler();
  return {
    async call(path, { token, body, method, headers } = {}) {
      return await handle(
        new Request(`http://cowatch.test${path}`, {
          method: method ?? (body === undefined ? "GET" : "POST"),
          headers: {
            ...headers,
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(body === undefined
              ? {}
              : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    },
    sessionOf: (id, api, instanceId = "i") =>
      services.sessions.seal({
        user: { id, username: `user ${id}`, avatarUrl: null },
        instanceId,
        roles: [],
        ...(api ? { api } : {}),
        signedInAtMs: Date.now(),
      }),
    log: () => logged,
    async close() {
      services.hub.dispose();
      await services.store.close();
    },
  };
}
