/**
 * The sign-in and video routes over the real services, in this process: no
 * port of ours, real ones for everybody whom the services ask.
 * @module
 */
import { createApp } from "@/lib/server/app.ts";
import { loadConfig } from "@/lib/server/config/config.ts";
import { createLog } from "@/lib/server/log/log.ts";
import type { Session } from "@/lib/server/auth/sessions.ts";
import type { RoomStore } from "@/lib/server/store/store.ts";
import { createServices } from "@/lib/server/wiring.ts";
import { addApiRoutes } from "../support/file_routes.ts";

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
  /** Where its rooms are kept. */
  store: RoomStore;
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
  const app = createApp({ config, log, services: () => services });
  const handle = addApiRoutes(app).then(() => app.handler());
  return {
    async call(path, { token, body, method, headers } = {}) {
      return await (await handle)(
        new Request(`http://localhost${path}`, {
          method: method ?? (body === undefined ? "GET" : "POST"),
          headers: {
            host: "localhost",
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
    store: services.store,
    log: () => logged,
    async close() {
      services.hub.dispose();
      await services.store.close();
    },
  };
}
