/**
 * `deno run -ER tools/allowed_net.ts` prints whom the server may speak to, for
 * `--allow-net`: it listens where the environment says, and reaches what the
 * environment names and nobody else.
 * @module
 */
import {
  type Config,
  ConfigError,
  loadConfig,
} from "@/lib/server/config/config.ts";

/** This machine: the front's way to the server, and the built-in Discord. */
const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];
/** Discord's pictures. */
const PICTURES = "cdn.discordapp.com";

/** Hosts, with a port where an address has one. @see SPEC C12 */
export function allowedNet(config: Config): readonly string[] {
  const { host, discord, gateway, kaltura, kalturaApi, analyticsUrl } = config;
  const addresses = [
    discord.apiUrl,
    gateway.url,
    kaltura.cdnUrl,
    kalturaApi.url,
    ...(analyticsUrl === null ? [] : [analyticsUrl]),
    ...(config.store === "redis" ? [config.redisUrl] : []),
  ];
  return [
    ...new Set([
      ...LOOPBACK,
      host.includes(":") ? `[${host}]` : host,
      PICTURES,
      ...kaltura.hosts,
      ...addresses.map((address) => new URL(address).host),
    ]),
  ];
}

if (import.meta.main) {
  let hosts: readonly string[] = LOOPBACK;
  try {
    hosts = allowedNet(loadConfig(Deno.env.toObject()));
  } catch (error) {
    // The server will say all that is wrong, and not start.
    if (!(error instanceof ConfigError)) throw error;
  }
  // deno-lint-ignore no-console -- the answer
  console.log(hosts.join(","));
}
