/** `deno task discord:setup`, against a Discord that answers as documented. */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import {
  createApplicationApi,
  DiscordRefusal,
} from "@/tools/discord_setup/api.ts";
import { setUp } from "@/tools/discord_setup/set_up.ts";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";
import { type WatchSetUp, watchSetUpOf } from "@/tools/discord_setup/watch.ts";
import { entryCommand, WATCH_COMMAND } from "@/tools/discord_setup/wanted.ts";
import { createApi } from "../api/api_server.ts";
import { startDiscordApplication } from "../support/fakes/fake_discord_application.ts";

const APP = {
  clientId: "123456789012345678",
  clientSecret: "client-secret",
  botToken: "bot-token",
};

/** Runs it. */
async function run(
  discord: { url: string },
  {
    applies = true,
    botToken = APP.botToken,
    clientId = APP.clientId,
    watch = null as WatchSetUp | null,
  } = {},
): Promise<{ isDone: boolean; said: string }> {
  const lines: string[] = [];
  const api = createApplicationApi({
    ...APP,
    botToken,
    clientId,
    apiUrl: discord.url,
    http: createHttpClient(),
  });
  const isDone = await setUp(api, {
    clientId,
    applies,
    watch,
    say: (line) => lines.push(line),
  });
  return { isDone, said: lines.join("\n") };
}

Deno.test("[O10] without --apply it lists what differs and changes nothing", async () => {
  await using discord = await startDiscordApplication(APP);
  const { isDone, said } = await run(discord, { applies: false });
  assertEquals(isDone, false);
  assertMatch(said, /to do {2}Describe the application/);
  assertMatch(said, /to do {2}Make the command \/watch/);
  assertMatch(said, /--apply/);
  assertEquals(
    [...new Set(discord.calls.map(({ route }) => route.split(" ")[0]))],
    ["GET"],
  );
});

Deno.test("[O11] it makes the command that opens the Activity, in six languages, for servers and people; a second run has nothing to do", async () => {
  await using discord = await startDiscordApplication(APP);
  assertEquals((await run(discord)).isDone, true);
  const [command] = discord.commands;
  assert(command);
  assertEquals([command.type, command.handler], [4, 2]);
  assertEquals(command.contexts, [0, 1, 2]);
  assertEquals(command.integration_types, [0, 1]);
  const names = command.name_localizations as Record<string, string>;
  const about = command.description_localizations as Record<string, string>;
  assertEquals(Object.keys(names).length, 6);
  assertEquals(Object.keys(about).length, 6);
  assertEquals(names.de, "schauen");
  assert(String(discord.application.description).length > 0);
  assertMatch(
    discord.calls[0]?.userAgent ?? "",
    /^DiscordBot \(https:\/\/\S+, \d+\.\d+\.\d+\)$/,
  );

  const before = discord.calls.length;
  const again = await run(discord);
  assertEquals(again.isDone, true);
  assertMatch(again.said, /knows all/);
  const later = discord.calls.slice(before).map(({ route }) => route);
  assertEquals(later.filter((route) => !route.startsWith("GET")), []);
});

Deno.test("[O12] the command that Discord makes by itself is changed in place, and what the operator wrote or widened stays", async () => {
  await using discord = await startDiscordApplication(APP);
  const id = "1400000000000000000";
  discord.commands.push({
    id,
    type: 4,
    name: "launch",
    description: "",
    handler: 2,
  }, { id: "1400000000000000009", type: 1, name: "help", description: "Help" });
  discord.application.description = "Ours";
  const params = { scopes: ["bot", "applications.commands"], permissions: "8" };
  discord.application.integration_types_config = {
    "0": { oauth2_install_params: params },
  };
  const { said } = await run(discord);
  assertMatch(said, /Change the command .*"launch"/);
  assertEquals(discord.commands.map((one) => [one.id, one.name]), [
    [id, "watch"],
    ["1400000000000000009", "help"],
  ]);
  assertEquals(discord.application.description, "Ours");
  const config = discord.application.integration_types_config as Record<
    string,
    unknown
  >;
  assertEquals(config["0"], { oauth2_install_params: params });
  assertEquals(config["1"], {
    oauth2_install_params: {
      scopes: ["applications.commands"],
      permissions: "0",
    },
  });
});

Deno.test("[O13] what the portal alone can set is listed, with what is done and what is missing", async () => {
  await using discord = await startDiscordApplication(APP);
  const { said } = await run(discord);
  assertMatch(said, /^done {3}OAuth2, Redirects/m);
  assertMatch(said, /^done {3}Activities, Settings +Enable Activities/m);
  assertMatch(said, /^look {3}Activities, URL Mappings +\/k\/vod → cfvod/m);
  assertMatch(said, /^later {2}General Information/m);

  discord.application.redirect_uris = [];
  discord.application.privacy_policy_url = "https://example.com/privacy";
  discord.application.terms_of_service_url = "https://example.com/terms";
  const again = await run(discord);
  assertEquals(again.isDone, false, "nobody gets in without a redirect");
  assertMatch(again.said, /^to do {2}OAuth2, Redirects/m);
  assertMatch(again.said, /^done {3}General Information/m);
});

Deno.test("[O13] an application without an Activity, another's token and a refusal end in a sentence", async () => {
  await using discord = await startDiscordApplication(APP);
  discord.application.flags = 0;
  const { isDone, said } = await run(discord);
  assertEquals(isDone, false);
  assertMatch(said, /Enable Activities/);

  await assertRejects(
    () => run(discord, { botToken: "old" }),
    DiscordRefusal,
    "status 401. 401: Unauthorized",
  );
  await assertRejects(
    () => run(discord, { clientId: "123456789012345999" }),
    DiscordRefusal,
    'is of "Film evening" (123456789012345678)',
  );
});

Deno.test("[O11] [O14] names and descriptions fit what Discord allows", () => {
  const watch = { publicKey: "", endpoint: null };
  const commands = [entryCommand(null), entryCommand(watch), WATCH_COMMAND];
  const worded = [...commands, ...WATCH_COMMAND.options];
  for (const one of worded) {
    const names = [one.name, ...Object.values(one.name_localizations ?? {})];
    assert(names.length > 1);
    for (const text of names) {
      // The rule for chat commands, the strictest there is.
      assertMatch(text, /^[-_'\p{L}\p{N}]{1,32}$/u);
      assertEquals(text, text.toLowerCase());
    }
    const about = Object.values(one.description_localizations ?? {});
    for (const text of [one.description, ...about]) {
      assert(text.length >= 1 && text.length <= 100, text);
    }
  }
});

/** What a server with the key and a name needs. */
function watchOf(publicKey: string, host: string | null): WatchSetUp {
  const watch = watchSetUpOf({
    discord: { publicKey } as Parameters<typeof watchSetUpOf>[0]["discord"],
    allowedHosts: ["localhost", "127.0.0.1", ...host === null ? [] : [host]],
  });
  assert(watch);
  return watch;
}

Deno.test("[O14] with the application's key it makes /watch, and tells Discord where to send it once the server answers there", async () => {
  await using discord = await startDiscordApplication(APP);
  const watch = watchOf(discord.sender.publicKey, "cowatch.example.com");
  const url = `https://cowatch.example.com${INTERACTIONS_PATH}`;
  assertEquals(watch.endpoint, url);
  // Nothing answers there yet: Discord's own words, and all else is done.
  await assertRejects(
    () => run(discord, { watch }),
    DiscordRefusal,
    "could not be verified",
  );
  assertEquals(
    discord.commands.map(({ type, name }) => [type, name]),
    [[4, "launch"], [1, "watch"]],
  );
  assertEquals(discord.application.interactions_endpoint_url, null);

  // The very server that the key is for.
  const api = createApi({ DISCORD_PUBLIC_KEY: discord.sender.publicKey });
  discord.web = async (request) => {
    const { origin, pathname } = new URL(request.url);
    assertEquals(origin, "https://cowatch.example.com");
    return await api.call(pathname, {
      body: await request.json(),
      headers: Object.fromEntries(request.headers),
    });
  };
  const { isDone, said } = await run(discord, { watch });
  assertEquals(isDone, true, said);
  assertEquals(discord.application.interactions_endpoint_url, url);
  assertMatch((await run(discord, { watch })).said, /knows all/);

  const command = discord.commands[1];
  const [option] = command?.options as Record<string, unknown>[];
  assertEquals(
    [option?.name, option?.autocomplete, option?.required],
    ["video", true, false],
  );
  assertEquals(command?.handler, undefined);

  // Another name of the server: the tunnel of today.
  const moved = watchOf(discord.sender.publicKey, "other.example.com");
  const told = await run(discord, { watch: moved, applies: false });
  assertMatch(told.said, /to do {2}Tell Discord where .*other\.example\.com/);

  // Without the key nobody would answer it.
  discord.commands.push({
    id: "9",
    type: 1,
    name: "help",
    description: "Help",
  });
  assertMatch((await run(discord)).said, /done {2}Delete the command \/watch/);
  assertEquals(
    discord.commands.map(({ type, name }) => [type, name]),
    [[4, "watch"], [1, "help"]],
  );
  await api.close();
});

Deno.test("[O14] a name that is not known, another's key and another's address are left to a person", async () => {
  await using discord = await startDiscordApplication(APP);
  const { publicKey } = discord.sender;
  const unnamed = await run(discord, { watch: watchOf(publicKey, null) });
  assertEquals(unnamed.isDone, false);
  assertMatch(
    unnamed.said,
    /to do {2}General Information +Interactions Endpoint URL: https:\/\/<your/,
  );
  const other = await run(discord, {
    watch: watchOf("0".repeat(64), "cowatch.example.com"),
  });
  assertMatch(other.said, /to do {2}General Information +copy the Public Key/);
  discord.application.interactions_endpoint_url = "https://bot.example.com/";
  const watch = watchOf(publicKey, "cowatch.example.com");
  const elsewhere = await run(discord, { watch });
  assertEquals(elsewhere.isDone, false);
  assertMatch(elsewhere.said, /leads to another program/);
  assertEquals(
    discord.application.interactions_endpoint_url,
    "https://bot.example.com/",
  );
});
