/**
 * Discord's side of commands: signs what it sends with the application's key,
 * and takes only answers that fit. Source: Discord's documentation, "Overview
 * of Interactions" and "Receiving and Responding": PING and PONG, the headers,
 * what an interaction and an answer hold, and their bounds.
 * @module
 */
import { Buffer } from "node:buffer";
import * as v from "valibot";

/** Somebody who uses a command in a server. */
interface CommandUser {
  id: string;
  username: string;
  nick?: string | null;
  roles?: readonly string[];
}

/** See the module. */
export interface InteractionSender {
  /** What `DISCORD_PUBLIC_KEY` must be. */
  publicKey: string;
  /** Headers by which a body is Discord's. @param atS Seconds since epoch. */
  sign(body: string, atS?: number): Promise<Record<string, string>>;
  /** A command (2), or what is typed into one (4). @param value `undefined`: the field is left empty. */
  used(options: {
    type: 2 | 4;
    by: CommandUser;
    value?: string;
    channelId?: string;
    name?: string;
    /** 4: the command that opens the Activity, where an application wants to be asked. @default {1} */
    commandType?: 1 | 4;
    /** In a conversation there is no server, and nobody has roles. @default {false} */
    isPrivate?: boolean;
  }): string;
}

/** A channel of a server. */
const CHANNEL_ID = "400000000000000001";

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
/** What Discord takes: anything else shows as "The application did not respond". */
export const AcceptedAnswer = v.variant("type", [
  v.strictObject({ type: v.literal(1) }),
  v.strictObject({
    type: v.literal(4),
    data: v.strictObject({
      content: v.pipe(v.string(), v.minLength(1), v.maxLength(2000)),
      flags: v.literal(64),
    }),
  }),
  v.strictObject({
    type: v.literal(8),
    data: v.strictObject({
      choices: v.pipe(
        v.array(v.strictObject({ name: Text, value: Text })),
        v.maxLength(25),
      ),
    }),
  }),
  v.strictObject({ type: v.literal(12) }),
]);

/** Makes one with a key of its own. */
export async function createInteractionSender(
  { clientId }: { clientId: string },
): Promise<InteractionSender> {
  const keys = await crypto.subtle.generateKey("Ed25519", true, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey("raw", keys.publicKey);
  return {
    publicKey: Buffer.from(raw).toString("hex"),
    async sign(body, atS = Math.floor(Date.now() / 1000)) {
      const signature = await crypto.subtle.sign(
        "Ed25519",
        keys.privateKey,
        new TextEncoder().encode(`${atS}${body}`),
      );
      return {
        "content-type": "application/json",
        "x-signature-ed25519": Buffer.from(signature).toString("hex"),
        "x-signature-timestamp": String(atS),
      };
    },
    used(
      {
        type,
        by,
        value,
        channelId = CHANNEL_ID,
        name = "watch",
        commandType = 1,
        isPrivate = false,
      },
    ) {
      const option = { name: "video", type: 3, value };
      const user = {
        id: by.id,
        username: by.username,
        global_name: null,
        avatar: null,
        discriminator: "0",
        public_flags: 0,
      };
      const guildId = "300000000000000001";
      const place = isPrivate
        ? { context: 2, channel: { id: channelId, type: 3 }, user }
        : {
          context: 0,
          guild_locale: "en-US",
          guild_id: guildId,
          guild: { id: guildId, locale: "en-US", features: [] },
          channel: { id: channelId, type: 2, name: "Film night" },
          member: {
            user,
            nick: by.nick ?? null,
            roles: by.roles ?? [],
            joined_at: "2024-01-01T00:00:00.000000+00:00",
            permissions: "0",
            deaf: false,
            mute: false,
          },
        };
      return JSON.stringify({
        id: "1500000000000000001",
        application_id: clientId,
        type,
        token: "continuation-token",
        version: 1,
        locale: "de",
        channel_id: channelId,
        entitlements: [],
        authorizing_integration_owners: isPrivate
          ? { "1": by.id }
          : { "0": guildId },
        attachment_size_limit: 10_485_760,
        app_permissions: "0",
        ...place,
        data: {
          id: "1400000000000000002",
          type: commandType,
          name,
          options: value === undefined
            ? []
            : [type === 4 ? { ...option, focused: true } : option],
        },
      });
    },
  };
}
