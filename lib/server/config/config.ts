/**
 * The configuration: everything that the environment decides (docs/design.md, "Configuration"),
 * read once and checked as a whole.
 * @module
 */
import { base64url } from "jose";
import { type CatalogueConfig, readCatalogue } from "./catalogue.ts";
import { type DiscordConfig, readDiscord } from "./discord.ts";
import { type KalturaApiConfig, readKalturaApi } from "./kaltura.ts";
import { createConfigReader, type Environment } from "./reader.ts";
import { appVersion } from "./version.ts";

/** See the module. */
export interface Config
  extends CatalogueConfig, DiscordConfig, KalturaApiConfig {
  readonly version: string;
  readonly mode: "development" | "production";
  readonly port: number;
  /** Address that is listened on. */
  readonly host: string;
  /** Names under which the server answers, or `*.` and a domain; `null` for any. */
  readonly allowedHosts: readonly string[] | null;
  /** Proxies of the operator's own in front, whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: number;
  /** The first seals, all open. */
  readonly sessionSecrets: readonly string[];
  readonly store: "memory" | "kv" | "redis";
  readonly redisUrl: string;
  readonly playerEngine: "hls" | "playkit";
  readonly roomMaxMembers: number;
  /** Pages report their faults. */
  readonly takesFaults: boolean;
}

/** Lists every problem of a configuration, a line each. */
export class ConfigError extends Error {
  override name = "ConfigError";
  /** One sentence a problem; no secret in any. */
  readonly problems: readonly string[];

  /** @param problems At least one. */
  constructor(problems: readonly string[]) {
    super(
      `Cannot start, the configuration has ${problems.length} problem(s):\n` +
        problems.map((problem) => `  - ${problem}`).join("\n"),
    );
    this.problems = problems;
  }
}

/** Shortest session secret, bytes. Source: docs/design.md, "Configuration". */
const MIN_SECRET_BYTES = 32;

/**
 * Reads and checks the environment.
 * @throws {ConfigError} With all problems at once.
 * @see SPEC C1–C4
 */
export function loadConfig(env: Environment): Config {
  const reader = createConfigReader(env);
  const { problems, text, whole, choice } = reader;

  const isDeploy = Boolean(env.DENO_DEPLOY || env.DENO_DEPLOYMENT_ID);
  const mode = choice("NODE_ENV", isDeploy ? "production" : "development");
  const isProduction = mode === "production";
  const port = whole("PORT");

  const { discord, roomAccess } = readDiscord(reader, { isProduction, port });
  const store = choice("ROOM_STORE");
  if (isDeploy && isProduction && store === "memory") {
    problems.push(
      "ROOM_STORE is required on Deno Deploy: kv, with a KV database, or redis. " +
        "It runs several instances, and in memory each has rooms of its own.",
    );
  }
  const places = readCatalogue(reader, { isProduction });
  const config: Config = {
    version: appVersion(),
    mode,
    port,
    // A development server believes anybody, so it is for this machine.
    host: text("HOST") ?? (isProduction ? "0.0.0.0" : "127.0.0.1"),
    allowedHosts: allowedHosts(text("ALLOWED_HOSTS"), {
      isProduction,
      problems,
    }),
    discord,
    roomAccess,
    trustedProxies: whole("TRUSTED_PROXIES"),
    ...places,
    ...readKalturaApi(reader, { isDirect: places.catalogue === "kaltura" }),
    sessionSecrets: sessionSecrets(text("SESSION_SECRET"), {
      isProduction,
      problems,
    }),
    store,
    redisUrl: reader.address("REDIS_URL"),
    playerEngine: choice("PLAYER_ENGINE"),
    takesFaults: choice("CLIENT_FAULTS") === "on",
    roomMaxMembers: whole("ROOM_MAX_MEMBERS"),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** `new,old` while a secret is replaced. */
function sessionSecrets(
  value: string | undefined,
  { isProduction, problems }: { isProduction: boolean; problems: string[] },
): string[] {
  if (value === undefined) {
    if (isProduction) {
      problems.push(
        `SESSION_SECRET is required in production: ${MIN_SECRET_BYTES} random bytes or more.`,
      );
    }
    return [base64url.encode(crypto.getRandomValues(new Uint8Array(32)))];
  }
  const secrets = value.split(",").map((secret) => secret.trim());
  const encoder = new TextEncoder();
  if (secrets.some((s) => encoder.encode(s).length < MIN_SECRET_BYTES)) {
    problems.push(
      `Cannot use SESSION_SECRET as it must have ${MIN_SECRET_BYTES} bytes or more.`,
    );
  }
  return secrets;
}

/** This machine, by its names. */
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"] as const;

function allowedHosts(
  value: string | undefined,
  { isProduction, problems }: { isProduction: boolean; problems: string[] },
): readonly string[] | null {
  const told = value?.split(",").map((host) => host.trim().toLowerCase()) ?? [];
  for (const host of told) {
    if (!/^(\*\.)?([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])$/.test(host)) {
      problems.push(
        `Cannot use "${host}" in ALLOWED_HOSTS as it is neither a host name nor "*." and a domain.`,
      );
    }
  }
  if (isProduction && value === undefined) return null;
  // Its own health checks and the built-in Discord are asked by these names.
  return [...LOOPBACK_NAMES, ...told];
}
