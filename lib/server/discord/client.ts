/**
 * Discord's HTTP API, as far as signing in needs it.
 * @module
 */
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
} from "../http_client.ts";
import { createInvalidBudget, retryAfterMs } from "./limits.ts";

/** Discord's answer to a code. */
export const TokenAnswer = v.object({
  access_token: v.string(),
  token_type: v.string(),
  expires_in: v.number(),
  scope: v.string(),
});
/** See the schema of the same name. */
export type TokenAnswer = v.InferOutput<typeof TokenAnswer>;

const Snowflake = v.pipe(v.string(), v.regex(/^\d{1,20}$/));
const User = v.object({
  id: Snowflake,
  username: v.string(),
  global_name: v.nullish(v.string()),
  avatar: v.nullish(v.string()),
});
/** Somebody on Discord. */
export type DiscordUser = v.InferOutput<typeof User>;

const GuildMember = v.object({
  roles: v.array(v.string()),
  nick: v.nullish(v.string()),
});
/** Somebody on one server. */
export type GuildMember = v.InferOutput<typeof GuildMember>;

const Instance = v.object({
  location: v.object({
    channel_id: v.nullish(v.string()),
    guild_id: v.nullish(v.string()),
  }),
  users: v.array(v.string()),
});
/** A running Activity and who is in it. */
export type DiscordInstance = v.InferOutput<typeof Instance>;

/** See the module. All throw {@linkcode DomainError}. */
export interface Discord {
  /** Whether {@linkcode instance} can be asked. */
  readonly checksInstances: boolean;
  exchange(code: string): Promise<TokenAnswer>;
  user(accessToken: string): Promise<DiscordUser>;
  /** @returns `null` where the person gave no permission, or is not on the server. */
  member(accessToken: string, guildId: string): Promise<GuildMember | null>;
  /** Asks as the bot. @returns `null` when there is no such instance. */
  instance(instanceId: string): Promise<DiscordInstance | null>;
}

/** Options of {@linkcode createDiscord}. */
export interface DiscordOptions {
  clientId: string;
  clientSecret: string;
  botToken: string | undefined;
  apiUrl: string;
  http: HttpClient;
  /** Deadline of one call, ms. @default {TIMEOUT_MS} */
  timeoutMs?: number;
  /** First wait before a call is tried again, ms. @default {BACKOFF_MS} */
  backoffMs?: number;
  /** @default {Date.now} */
  now?: () => number;
}

/** Deadline of one call, ms. Chosen: with retries below the browser's own 25 s. */
const TIMEOUT_MS = 6000;
/** First wait before a call is tried again, ms; doubled and jittered. Chosen. */
const BACKOFF_MS = 250;
/** Tries of one call. Source: DESIGN §4 (2 retries). */
const TRIES = 3;
/** Longest wait that `Retry-After` may ask for, ms. Chosen: a person waits for the answer. */
const MAX_RETRY_AFTER_MS = 5000;

/** Makes a client. */
export function createDiscord(options: DiscordOptions): Discord {
  const { apiUrl, http, botToken } = options;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const backoffMs = options.backoffMs ?? BACKOFF_MS;
  const budget = createInvalidBudget(options.now ?? Date.now);

  /** `isRepeatable`: a code works once, so its exchange is not repeated after it may have arrived. */
  async function call(
    path: string,
    init: {
      headers?: Record<string, string>;
      body?: URLSearchParams;
      isRepeatable: boolean;
    },
  ): Promise<HttpAnswer> {
    for (let attempt = 1;; attempt++) {
      budget.check();
      const isLast = attempt === TRIES;
      let waitMs = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random());
      try {
        const answer = await http.send({
          url: apiUrl + path,
          timeoutMs,
          ...(init.headers ? { headers: init.headers } : {}),
          ...(init.body ? { body: init.body } : {}),
        });
        budget.note(answer.status);
        if (answer.status === 429) {
          waitMs = retryAfterMs(answer) ?? waitMs;
          if (isLast || waitMs > MAX_RETRY_AFTER_MS) throw busy();
        } else if (answer.status < 500) return answer;
        else if (isLast || !init.isRepeatable) throw down(answer.status);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        // What was never delivered can be sent again, even a code.
        const mayRepeat = init.isRepeatable || error.fault === "unreachable";
        if (isLast || !mayRepeat || error.fault === "too_large") {
          throw down(error);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  function read<T>(answer: HttpAnswer, schema: v.GenericSchema<unknown, T>): T {
    if (answer.status !== 200) throw refused(answer);
    const result = v.safeParse(schema, answer.json);
    if (result.success) return result.output;
    throw down(
      new Error(`Discord's answer does not fit: ${result.issues[0].message}`),
    );
  }

  return {
    checksInstances: botToken !== undefined,
    async exchange(code) {
      const body = new URLSearchParams({
        client_id: options.clientId,
        client_secret: options.clientSecret,
        grant_type: "authorization_code",
        code,
      });
      return read(
        await call("/oauth2/token", { body, isRepeatable: false }),
        TokenAnswer,
      );
    },
    async user(accessToken) {
      return read(
        await call("/users/@me", {
          headers: { authorization: `Bearer ${accessToken}` },
          isRepeatable: true,
        }),
        User,
      );
    },
    async member(accessToken, guildId) {
      const answer = await call(
        `/users/@me/guilds/${encodeURIComponent(guildId)}/member`,
        {
          headers: { authorization: `Bearer ${accessToken}` },
          isRepeatable: true,
        },
      );
      // 401 and 403 without the scope, 404 for who is not on the server.
      const isUnknown = [401, 403, 404].includes(answer.status);
      return isUnknown ? null : read(answer, GuildMember);
    },
    async instance(instanceId) {
      if (botToken === undefined) {
        throw new TypeError("Cannot ask for an instance without a bot token");
      }
      const answer = await call(
        `/applications/${options.clientId}/activity-instances/${
          encodeURIComponent(instanceId)
        }`,
        {
          headers: { authorization: `Bot ${botToken}` },
          isRepeatable: true,
        },
      );
      return answer.status === 404 ? null : read(answer, Instance);
    },
  };
}

const PublicError = v.object({
  error: v.optional(v.string()),
  error_description: v.optional(v.string()),
  message: v.optional(v.string()),
  code: v.optional(v.number()),
});

/** Discord's own refusal, with its status (DESIGN §4). Only its known words go on, nothing that we sent. */
function refused(answer: HttpAnswer): DomainError {
  const told = v.safeParse(PublicError, answer.json);
  const isClientError = answer.status >= 400 && answer.status < 500;
  return new DomainError(
    "discord_refused",
    "Discord did not accept this sign-in. Close Cowatch and open it again.",
    {
      details: told.success ? told.output : {},
      status: isClientError ? answer.status : 502,
    },
  );
}

function busy(): DomainError {
  return new DomainError(
    "discord_unavailable",
    "Discord is busy. Try again in a minute.",
    { status: 429 },
  );
}

function down(cause: unknown): DomainError {
  return new DomainError(
    "discord_unavailable",
    "Discord does not answer. Try again in a moment.",
    {
      cause: cause instanceof Error
        ? cause
        : new Error(`Discord: status ${cause}`),
    },
  );
}
