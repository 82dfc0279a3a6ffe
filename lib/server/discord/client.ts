/**
 * Discord's HTTP API, as far as signing in needs it.
 * @module
 */
import * as v from "valibot";
import type { HttpAnswer } from "../upstream/http_client.ts";
import { botRefused, down, refused } from "./faults.ts";
import type { Lane } from "./limits.ts";
import { createSender, type SenderOptions } from "./sender.ts";

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
  avatar: v.nullish(v.string()),
});
/** Somebody on one server. */
type GuildMember = v.InferOutput<typeof GuildMember>;

const Instance = v.object({
  location: v.object({
    channel_id: v.nullish(v.string()),
    guild_id: v.nullish(v.string()),
  }),
  users: v.array(v.string()),
});
/** A running Activity and who is in it. */
export type DiscordInstance = v.InferOutput<typeof Instance>;

const Authorization = v.object({
  application: v.object({ id: Snowflake }),
  scopes: v.array(v.string()),
  // Without the scope `identify` there is nobody in it.
  user: v.optional(User),
});
/** Whom an access token acts for, and in whose application. */
type Authorization = v.InferOutput<typeof Authorization>;

/** See the module. All throw {@linkcode DomainError}. */
export interface Discord {
  /** Whether {@linkcode instance} can be asked. */
  readonly checksInstances: boolean;
  exchange(code: string): Promise<TokenAnswer>;
  user(accessToken: string): Promise<DiscordUser>;
  /** What a token was given for. @returns `null` for one that has run out, or was given to another application. */
  authorization(
    accessToken: string,
    options: { lane: Lane },
  ): Promise<Authorization | null>;
  /** @returns `null` where the person gave no permission, or is not on the server. */
  member(accessToken: string, guildId: string): Promise<GuildMember | null>;
  /** Asks as the bot. @returns `null` when there is no such instance. */
  instance(instanceId: string): Promise<DiscordInstance | null>;
}

/** Options of {@linkcode createDiscord}. */
interface DiscordOptions extends SenderOptions {
  clientId: string;
  clientSecret: string;
  botToken: string | undefined;
}

/** Makes a client. */
export function createDiscord(options: DiscordOptions): Discord {
  const { clientId, clientSecret, botToken } = options;
  const send = createSender(options);

  /** @throws {DomainError} Discord's refusal, or `discord_unavailable` for what does not fit. */
  function read<T>(
    answer: HttpAnswer,
    { schema, secrets }: {
      schema: v.GenericSchema<unknown, T>;
      secrets: readonly string[];
    },
  ): T {
    const { status } = answer;
    if (status >= 400) {
      throw refused(answer, [clientSecret, botToken, ...secrets]);
    }
    const result = v.safeParse(schema, answer.json);
    if (status === 200 && result.success) return result.output;
    throw down(`Discord's answer does not fit: status ${status}`);
  }

  return {
    checksInstances: botToken !== undefined,
    async exchange(code) {
      const answer = await send({
        path: "/oauth2/token",
        // Without `redirect_uri`: an Activity has none (docs/design.md, "HTTP").
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          grant_type: "authorization_code",
          code,
        }),
      });
      return read(answer, { schema: TokenAnswer, secrets: [code] });
    },
    async user(accessToken) {
      const answer = await send({
        path: "/users/@me",
        authorization: `Bearer ${accessToken}`,
      });
      return read(answer, { schema: User, secrets: [accessToken] });
    },
    async authorization(accessToken, { lane }) {
      const answer = await send({
        lane,
        path: "/oauth2/@me",
        authorization: `Bearer ${accessToken}`,
      });
      if (answer.status === 401) return null;
      const told = read(answer, {
        schema: Authorization,
        secrets: [accessToken],
      });
      // Else any application that somebody uses could be them here.
      return told.application.id === clientId ? told : null;
    },
    async member(accessToken, guildId) {
      const answer = await send({
        path: `/users/@me/guilds/${encodeURIComponent(guildId)}/member`,
        authorization: `Bearer ${accessToken}`,
      });
      // 401 and 403 without the scope, 404 for who is not on the server.
      if ([401, 403, 404].includes(answer.status)) return null;
      return read(answer, { schema: GuildMember, secrets: [accessToken] });
    },
    async instance(instanceId) {
      if (botToken === undefined) {
        throw new TypeError("Cannot ask for an instance without a bot token");
      }
      const id = encodeURIComponent(instanceId);
      const answer = await send({
        path: `/applications/${clientId}/activity-instances/${id}`,
        authorization: `Bot ${botToken}`,
      });
      const { status } = answer;
      if (status === 404) return null;
      if (status === 401 || status === 403) throw botRefused(status);
      // The bot is ours, and no fault of the person's.
      if (status >= 400) {
        throw down(`Discord refuses the bot: status ${status}`);
      }
      return read(answer, { schema: Instance, secrets: [] });
    },
  };
}
