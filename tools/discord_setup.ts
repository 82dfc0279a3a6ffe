/**
 * `deno task discord:setup` prints what Discord should know of Cowatch and
 * does not yet; with `--apply` it sets that, as the bot. What Discord's API
 * cannot set is listed with where to find it in the portal. Exits with 1 where
 * something is left to do.
 * @module
 */
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { ConfigError, loadConfig } from "@/lib/server/config/config.ts";
import { createApplicationApi, DiscordRefusal } from "./discord_setup/api.ts";
import { handwork, handworkText } from "./discord_setup/handwork.ts";
import { setUp } from "./discord_setup/set_up.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { entryCommand, INSTALL_CONTEXTS } from "./discord_setup/wanted.ts";
import { watchSetUpOf } from "./discord_setup/watch.ts";

helpIfAsked(import.meta);

if (import.meta.main) {
  Deno.exit(await main());
}

async function main(): Promise<number> {
  const botToken = Deno.env.get("DISCORD_BOT_TOKEN")?.trim();
  const clientId = Deno.env.get("DISCORD_CLIENT_ID")?.trim();
  if (!botToken || !clientId) {
    const wanted = {
      "PATCH /applications/@me": { integration_types_config: INSTALL_CONTEXTS },
      "POST /applications/{id}/commands": entryCommand(null),
    };
    say(
      "Set DISCORD_CLIENT_ID and DISCORD_BOT_TOKEN, and this task looks what " +
        `is missing. It would see to this:\n${JSON.stringify(wanted, null, 2)}`,
    );
    say(handworkText(handwork(null)));
    return 1;
  }
  const http = createHttpClient();
  try {
    // Of all settings only those of Discord matter here.
    const config = loadConfig({
      DISCORD_CLIENT_ID: clientId,
      DISCORD_CLIENT_SECRET: "not needed",
      DISCORD_BOT_TOKEN: botToken,
      ...Object.fromEntries(
        ["DISCORD_API_URL", "DISCORD_PUBLIC_KEY", "ALLOWED_HOSTS"].map((
          name,
        ) => [name, Deno.env.get(name)]),
      ),
    });
    const { discord } = config;
    const api = createApplicationApi({ ...discord, botToken, http });
    const isDone = await setUp(api, {
      clientId,
      applies: Deno.args.includes("--apply"),
      watch: watchSetUpOf(config),
      say,
    });
    return isDone ? 0 : 1;
  } catch (error) {
    const isTold = error instanceof DiscordRefusal ||
      error instanceof ConfigError;
    if (!isTold) throw error;
    say(error.message);
    return 1;
  }
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
