/**
 * The one place that talks to Discord's SDK: imported on demand, every call
 * under a deadline, every rejection a {@linkcode DomainError}.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { DomainError } from "../../shared/errors.ts";
import { withDeadline } from "../../shared/deadline.ts";
import { t } from "../../shared/texts.ts";

/** Wait for the client's READY, ms. Chosen: `ready()` itself never gives up (SDK #41). */
const READY_MS = 10_000;
/** Wait for a person to read and accept the consent dialog, ms. Chosen: a careful reader has done so; who comes later tries again. */
const CONSENT_MS = 180_000;
/** Wait for any other command, ms. Chosen: a dropped reply never settles. */
const COMMAND_MS = 8000;

/** The client is too old for a command: its feature is hidden. Source: Discord's RPC error codes. */
const UNKNOWN_COMMAND = 4002;
/** Something about OAuth2; the message says what. Source: Discord's RPC error codes. */
const OAUTH_ERROR = 5000;

/**
 * Permissions asked for, from all to fewest: consent cannot be widened later
 * (SDK #366), and an app without approval may not ask for `rpc.*`.
 */
const SCOPES = [
  [
    "identify",
    "guilds",
    "guilds.members.read",
    "rpc.activities.write",
    "rpc.voice.read",
  ],
  ["identify", "guilds.members.read"],
  ["identify"],
] as const;

/** A connected Discord client. */
export interface Discord {
  /** The SDK itself; call its commands through {@linkcode ask}. */
  readonly sdk: DiscordSDK;
  /** Asks the person for permission. @returns A code for `POST /api/token`. */
  authorize(): Promise<string>;
  /** Tells the client who we act for. @returns Scopes that were granted. */
  authenticate(accessToken: string): Promise<readonly string[]>;
}

interface ConnectOptions {
  clientId: string;
  /** @default {READY_MS} */
  readyMs?: number;
}

/**
 * Loads the SDK and waits until the client answers. Browser only.
 * @throws {DomainError} `discord_unavailable`
 * @see SPEC D2
 */
export async function connectDiscord(
  { clientId, readyMs = READY_MS }: ConnectOptions,
): Promise<Discord> {
  const { DiscordSDK } = await import("@discord/embedded-app-sdk").catch(
    (cause) => {
      throw new DomainError(
        "discord_unavailable",
        t().discord.partMissing,
        { cause },
      );
    },
  );
  // Without the option each line of the console is posted to Discord.
  const sdk = new DiscordSDK(clientId, { disableConsoleLogOverride: true });
  await ask(sdk.ready(), {
    ms: readyMs,
    late: t().discord.silent,
  });

  return {
    sdk,
    async authorize() {
      for (const [index, scope] of SCOPES.entries()) {
        try {
          const { code } = await ask(
            sdk.commands.authorize({
              client_id: clientId,
              response_type: "code",
              prompt: "none",
              scope: [...scope],
            }),
            {
              ms: CONSENT_MS,
              late: t().discord.waitsForYou,
            },
          );
          return code;
        } catch (error) {
          const isLast = index === SCOPES.length - 1;
          if (isLast || !isScopeError(error)) throw explained(error);
        }
      }
      throw new TypeError("Cannot authorize as no scopes are listed");
    },
    async authenticate(accessToken) {
      const { scopes } = await ask(
        sdk.commands.authenticate({ access_token: accessToken }),
      );
      return scopes.map(String);
    },
  };
}

/**
 * Waits for a command of the SDK, whose rejections are plain `{ code, message }`.
 * @throws {DomainError} `discord_refused`, with Discord's number in `details.discordCode`; `discord_unavailable`
 * @see SPEC D3
 */
export async function ask<T>(
  command: Promise<T>,
  options: { ms?: number; late?: string } = {},
): Promise<T> {
  const {
    ms = COMMAND_MS,
    late = t().discord.slow,
  } = options;
  try {
    return await withDeadline(command, {
      ms,
      late: () => new DomainError("discord_unavailable", late),
    });
  } catch (error) {
    if (error instanceof Error) throw error;
    const { code, message } = rejection(error);
    throw new DomainError(
      "discord_refused",
      t().discord.refused,
      {
        details: { discordCode: code },
        cause: new Error(message),
      },
    );
  }
}

/** Whether a command failed only because this client does not know it (SPEC D4). */
export function isUnsupported(error: unknown): boolean {
  return discordCode(error) === UNKNOWN_COMMAND;
}

function rejection(value: unknown): { code: number | null; message: string } {
  const { code, message } = typeof value === "object" && value !== null
    ? value as { code?: unknown; message?: unknown }
    : {};
  return {
    code: typeof code === "number" ? code : null,
    message: typeof message === "string" ? message : "no message",
  };
}

function discordCode(error: unknown): number | null {
  if (!(error instanceof DomainError) || error.code !== "discord_refused") {
    return null;
  }
  return (error.details as { discordCode: number | null }).discordCode;
}

function messageOf(error: unknown): string {
  const { cause } = error as DomainError;
  return cause instanceof Error ? cause.message : "";
}

function isScopeError(error: unknown): boolean {
  return discordCode(error) === OAUTH_ERROR && /scope/i.test(messageOf(error));
}

/** A refusal of consent in words. */
function explained(error: unknown): unknown {
  if (discordCode(error) !== OAUTH_ERROR) return error;
  return new DomainError("discord_refused", sentenceFor(messageOf(error)), {
    cause: error,
  });
}

function sentenceFor(message: string): string {
  if (/denied|cancel|closed/i.test(message)) {
    return t().discord.needsYou;
  }
  // It gives one permission in the life of a frame (SDK #366).
  return /already/i.test(message) ? t().discord.expired : t().discord.noSignIn;
}
