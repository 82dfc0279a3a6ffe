/**
 * Every setting: what may stand there, what holds without it, what it decides.
 * The configuration reads from this table and nothing else; README.md and
 * `.env.example` are written from it (`deno task docs:settings`).
 * @module
 */

/** What all settings have. */
interface About {
  /** What it decides, in Markdown. */
  readonly about: string;
  /** What holds without it, in Markdown, where `otherwise` does not say it. */
  readonly without?: string;
  /** What stands in `.env.example`, where it is neither `otherwise` nor nothing. */
  readonly example?: string;
}

/** One setting. */
export type Setting =
  & About
  & (
    | {
      readonly kind: "text";
      /** Never printed, and worth a look at its strength. */
      readonly isSecret?: true;
      readonly otherwise?: string;
    }
    | {
      readonly kind: "whole";
      readonly min: number;
      readonly max: number;
      readonly otherwise: number;
    }
    | {
      readonly kind: "choice";
      readonly of: readonly string[];
      /** `null`: follows from other settings. */
      readonly otherwise: string | null;
    }
    | {
      readonly kind: "web";
      readonly otherwise: string;
    }
    | {
      readonly kind: "address";
      readonly schemes: readonly string[];
      readonly otherwise: string;
    }
  );

/** A heading of `.env.example` and the settings below it, in this order. */
type Groups = Readonly<Record<string, Readonly<Record<string, Setting>>>>;

/** See the module. */
export const SETTING_GROUPS = {
  "The server": {
    NODE_ENV: {
      kind: "choice",
      of: ["development", "production"],
      otherwise: null,
      without: "`production` on Deno Deploy, else `development`",
      example: "production",
      about: "samples and simulator exist in development only",
    },
    PORT: {
      kind: "whole",
      min: 1,
      max: 65535,
      otherwise: 8000,
      about: "port that is listened on",
    },
    HOST: {
      kind: "text",
      without: "`0.0.0.0`; development: `127.0.0.1`",
      example: "0.0.0.0",
      about: "address that is listened on",
    },
    ALLOWED_HOSTS: {
      kind: "text",
      without: "any; development: this machine",
      example: "cowatch.example.com",
      about: "names under which the server answers, with commas between",
    },
    TRUSTED_PROXIES: {
      kind: "whole",
      min: 0,
      max: 10,
      otherwise: 0,
      about: "your proxies in front, see docs/deployment.md",
    },
    SESSION_SECRET: {
      kind: "text",
      isSecret: true,
      without: "development: random",
      about:
        "required in production: 32 random bytes or more, `openssl rand -base64 32`; `new,old` while it is replaced",
    },
    CLIENT_FAULTS: {
      kind: "choice",
      of: ["on", "off"],
      otherwise: "on",
      about: "`off`: pages report no faults to this server",
    },
  },
  "Discord: https://discord.com/developers/applications": {
    DISCORD_CLIENT_ID: {
      kind: "text",
      without: "development: a built-in Discord",
      about: "required in production",
    },
    DISCORD_CLIENT_SECRET: {
      kind: "text",
      isSecret: true,
      without: "none",
      about: "required with `DISCORD_CLIENT_ID`",
    },
    DISCORD_BOT_TOKEN: {
      kind: "text",
      isSecret: true,
      without: "none",
      about: "required in production: Discord is asked who is in a room",
    },
    DISCORD_PUBLIC_KEY: {
      kind: "text",
      without: "no such command",
      about:
        "the application's Public Key: the command `/watch` picks a video, see docs/deployment.md",
    },
    ROOM_ACCESS: {
      kind: "choice",
      of: ["verified", "unverified"],
      otherwise: null,
      without: "`verified` in production, and with `DISCORD_BOT_TOKEN`",
      example: "unverified",
      about: "`unverified`: whoever knows a room's id may enter it",
    },
    DISCORD_API_URL: {
      kind: "web",
      otherwise: "https://discord.com/api/v10",
      about: "Discord's API",
    },
  },
  "Where the videos come from: a gateway, or a Kaltura account": {
    CATALOGUE: {
      kind: "choice",
      of: ["gateway", "kaltura"],
      otherwise: null,
      without: "the one that is set, else `gateway`",
      example: "gateway",
      about: "`kaltura`: an account of your own, no gateway",
    },
    API_GATEWAY_URL: {
      kind: "web",
      otherwise: "http://localhost:3000/api",
      without: "development: `http://localhost:3000/api`",
      about: "the Kaltura-Discord gateway, with its path",
    },
    API_GATEWAY_TIMEOUT_MS: {
      kind: "whole",
      min: 1,
      max: 120_000,
      otherwise: 10_000,
      about: "how long it has for an answer",
    },
    KALTURA_PARTNER_ID: {
      kind: "text",
      without: "the gateway's",
      about: "number of the account; required without a gateway, with …",
    },
    KALTURA_APP_TOKEN_ID: {
      kind: "text",
      without: "none",
      about: "… an application token: its id",
    },
    KALTURA_APP_TOKEN: {
      kind: "text",
      isSecret: true,
      without: "none",
      about: "… and itself",
    },
    KALTURA_USER_SECRET: {
      kind: "text",
      isSecret: true,
      without: "none",
      about: "… or, in place of both, the account's user secret",
    },
    KALTURA_PRIVACY_CONTEXT: {
      kind: "text",
      without: "none",
      about: "of the account's entitlements, if it has them",
    },
    KALTURA_API_URL: {
      kind: "web",
      otherwise: "https://www.kaltura.com/api_v3",
      about: "another one for a Kaltura of your own",
    },
    KALTURA_CDN_URL: {
      kind: "web",
      otherwise: "https://cdnapisec.kaltura.com",
      about: "where the media are asked for",
    },
    KALTURA_HOSTS: {
      kind: "text",
      otherwise: "*.kaltura.com",
      about: "the only hosts that media and pictures are fetched from",
    },
    KALTURA_ANALYTICS: {
      kind: "choice",
      of: ["off", "on"],
      otherwise: "off",
      about: "`on`: plays are reported to Kaltura, a session per viewer",
    },
    KALTURA_ANALYTICS_URL: {
      kind: "web",
      otherwise: "https://analytics.kaltura.com/api_v3/index.php",
      about: "where to",
    },
    PLAYER_ENGINE: {
      kind: "choice",
      of: ["hls", "playkit"],
      otherwise: "hls",
      about: "`playkit`: Kaltura's own player, through a gateway only",
    },
  },
  "Rooms": {
    ROOM_STORE: {
      kind: "choice",
      of: ["memory", "kv", "redis"],
      otherwise: "memory",
      about: "`memory` (one process), `kv` (Deno Deploy) or `redis`",
    },
    REDIS_URL: {
      kind: "address",
      schemes: ["redis", "rediss"],
      otherwise: "redis://localhost:6379",
      about: "with `ROOM_STORE=redis`",
    },
    ROOM_MAX_MEMBERS: {
      kind: "whole",
      min: 1,
      max: 10_000,
      otherwise: 200,
      about: "one more is refused",
    },
  },
} as const satisfies Groups;

/** Settings of one group. */
type GroupsUnion = (typeof SETTING_GROUPS)[keyof typeof SETTING_GROUPS];
/** All settings by name, groups taken together. */
type ByName = GroupsUnion extends infer G
  ? G extends unknown ? (group: G) => void : never
  : never;
/** See {@linkcode ByName}: a union of functions is an intersection of what they take. */
type Settings = ByName extends (group: infer All) => void ? All : never;

/** Name of a setting. @template K Its kind, any without. */
export type SettingName<K extends Setting["kind"] = Setting["kind"]> = {
  [Name in keyof Settings & string]: Settings[Name] extends { kind: K } ? Name
    : never;
}[keyof Settings & string];

/** A setting's part of the table. */
export type SettingOf<Name extends SettingName> = Settings[Name];

/** All settings by name. */
export const SETTINGS: Settings = Object.assign(
  {},
  ...Object.values(SETTING_GROUPS),
);

/** Names of settings that hold secrets. */
export const SECRET_NAMES: readonly SettingName[] = Object.entries(
  SETTINGS as Readonly<Record<string, Setting>>,
).flatMap(([name, setting]) =>
  setting.kind === "text" && setting.isSecret ? [name as SettingName] : []
);
