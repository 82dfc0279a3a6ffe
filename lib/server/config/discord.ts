/**
 * The part of the configuration that says which application of Discord's this
 * is, and whether Discord is asked who is in a room.
 * @module
 */
import type { ConfigReader } from "./reader.ts";

/** See the module. */
export interface DiscordConfig {
  readonly discord: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly botToken: string | undefined;
    /** Ed25519, 64 hex digits; `undefined`: Discord sends no commands here. */
    readonly publicKey: string | undefined;
    readonly apiUrl: string;
    /** The built-in Discord of the simulator answers. */
    readonly isFake: boolean;
  };
  /** `verified`: Discord says who is in a room. `unverified`: a code and an instance's id are enough. */
  readonly roomAccess: "verified" | "unverified";
}

/** Client id of the built-in Discord. */
const FAKE_CLIENT_ID = "100000000000000000";

/**
 * Reads it; what does not fit is among the problems.
 * @param options `port`: where the built-in Discord answers.
 * @see SPEC C3, C4
 */
export function readDiscord(
  reader: ConfigReader,
  { isProduction, port }: { isProduction: boolean; port: number },
): DiscordConfig {
  const { text, problems } = reader;
  const { clientId, clientSecret, isFake } = readApplication(reader, {
    isProduction,
  });
  const botToken = text("DISCORD_BOT_TOKEN");
  const roomAccess = reader.choice(
    "ROOM_ACCESS",
    isProduction || botToken ? "verified" : "unverified",
  );
  if (roomAccess === "verified" && !botToken) {
    problems.push(
      "DISCORD_BOT_TOKEN is required: with it Discord is asked who is in a room. " +
        "ROOM_ACCESS=unverified does without: whoever knows a room's id may enter it.",
    );
  }
  return {
    discord: {
      clientId: clientId ?? FAKE_CLIENT_ID,
      clientSecret: clientSecret ?? "the built-in Discord takes this",
      botToken: roomAccess === "verified" ? botToken : undefined,
      publicKey: publicKeyOf(reader),
      apiUrl: reader.web(
        "DISCORD_API_URL",
        isFake
          ? `http://127.0.0.1:${port}/simulator/discord/api/v10`
          : undefined,
      ),
      isFake,
    },
    roomAccess,
  };
}

function readApplication(
  { text, problems }: ConfigReader,
  { isProduction }: { isProduction: boolean },
) {
  const clientId = text("DISCORD_CLIENT_ID");
  const clientSecret = text("DISCORD_CLIENT_SECRET");
  const isFake = !isProduction && clientId === undefined;
  if (isProduction && !clientId) {
    problems.push("DISCORD_CLIENT_ID is required in production.");
  }
  if (clientId !== undefined && !/^\d{17,20}$/.test(clientId)) {
    problems.push(
      "Cannot use DISCORD_CLIENT_ID as it must be 17 to 20 digits.",
    );
  }
  if (!isFake && !clientSecret) {
    problems.push(
      "DISCORD_CLIENT_SECRET is required " +
        (isProduction ? "in production." : "with DISCORD_CLIENT_ID."),
    );
  }
  return { clientId, clientSecret, isFake };
}

function publicKeyOf({ text, problems }: ConfigReader): string | undefined {
  const key = text("DISCORD_PUBLIC_KEY")?.toLowerCase();
  if (key !== undefined && !/^[0-9a-f]{64}$/.test(key)) {
    problems.push("Cannot use DISCORD_PUBLIC_KEY as it must be 64 hex digits.");
  }
  return key;
}
