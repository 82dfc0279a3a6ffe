/** Catalogues that are set up wrong: the log names the address, the sentence blames the set-up. */
import { SAMPLES } from "@/lib/server/videos/samples.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { loadConfig } from "@/lib/server/config/config.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { createCatalogue } from "@/lib/server/catalogues.ts";
import { lookAtCatalogue } from "@/lib/server/videos/look.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { createApi, DISCORD_APP } from "./api_server.ts";

/** What the look at the start logs for an address. */
async function look(url: string, mode = "production"): Promise<string> {
  let logged = "";
  const log = createLog((line) => logged += line);
  const config = loadConfig({
    NODE_ENV: mode,
    DISCORD_CLIENT_ID: DISCORD_APP.clientId,
    DISCORD_CLIENT_SECRET: DISCORD_APP.clientSecret,
    DISCORD_BOT_TOKEN: "canary-bot-token",
    SESSION_SECRET: "canary-session-secret-of-32-bytes-",
    API_GATEWAY_URL: url,
  });
  const catalogue = createCatalogue(config, {
    http: createHttpClient(),
    log,
    now: Date.now,
  });
  await lookAtCatalogue({ catalogue, config, log });
  return logged;
}

Deno.test("[C8] the start says whether there is a catalogue, and where it was looked for", async () => {
  const gateway = startGateway("field");
  const { url, origin } = gateway;
  const found = await look(url);
  assertMatch(found, /"level":"info","event":"catalogue_found"/);
  assert(found.includes(`"address":"${url}"`), found);

  const wrong = await look(origin);
  assertMatch(wrong, /"level":"error","event":"catalogue_fault"/);
  assertMatch(
    wrong,
    /is not set up right: .*look at API_GATEWAY_URL, which ends in \/api with most gateways\. Nobody/,
  );
  assert(wrong.includes(`${origin}/videos`), wrong);
  assertMatch(await look(origin, "development"), /"level":"warn".*Samples/);
  await gateway.close();
  const gone = await look(url);
  assert(gone.includes(`Nothing answers at ${url}`), gone);
});

Deno.test("[V18] a wrong address of the gateway blames the set-up, and not the person", async () => {
  const gateway = startGateway("field");
  const discord = startDiscordApi(DISCORD_APP);
  for (const mode of ["production", "development"]) {
    const api = createApi({
      NODE_ENV: mode,
      DISCORD_API_URL: discord.url,
      API_GATEWAY_URL: gateway.origin,
    });
    const signedIn = await api.call("/api/token", {
      body: {
        code: discord.authorize({
          person: "100000000000000001",
          instance: "i-1-gc-1-2",
          scopes: ["identify"],
        }),
        instance_id: "i-1-gc-1-2",
      },
    });
    const { session_token: token } = await signedIn.json();
    const response = await api.call("/api/videos", { token });
    const told = await response.json();
    const sentence =
      "The video library is not set up right here. Tell whoever runs this Cowatch.";
    if (mode === "production") {
      assertEquals([response.status, told.error], [502, sentence]);
    } else {
      assertEquals([response.status, told.samplesBecause], [200, sentence]);
    }
    assert(api.log().includes(`${gateway.origin}/auth/token`), api.log());
    await api.close();
  }
  await discord.close();
  await gateway.close();
});

Deno.test("[V19] a gateway without an account is no catalogue, in its sign-in and in its entries", async () => {
  for (const hasSignedIn of [false, true]) {
    const gateway = startGateway("field", { isMock: true });
    for (const mode of ["production", "development"]) {
      const api = createApi({ NODE_ENV: mode, API_GATEWAY_URL: gateway.url });
      // Somebody who had signed in before the gateway lost its account.
      const known = await fetch(`${gateway.url}/auth/token`, {
        method: "POST",
        body: '{"discordId":"7"}',
      });
      const { token: gatewayToken } = await known.json();
      const token = await api.sessionOf(
        "7",
        hasSignedIn ? { token: gatewayToken } : undefined,
      );
      const ask = async (path: string, body?: unknown) => {
        const response = await api.call(path, { token, body });
        return { status: response.status, json: await response.json() };
      };
      const list = await ask("/api/videos");
      const detail = await ask("/api/videos/sample-tide");
      const play = await ask("/api/videos/sample-tide/play", {});
      if (mode === "production") {
        for (const { status, json } of [list, detail, play]) {
          assertEquals([status, json.code], [502, "no_catalogue"]);
          assertMatch(json.error, /no Kaltura account/);
        }
      } else {
        assertMatch(list.json.samplesBecause, /no Kaltura account/);
        assertEquals(list.json.videos.length, SAMPLES.length);
        assertEquals(play.json.manifestUrl, "/samples/sample-tide/master.m3u8");
      }
      await api.close();
    }
    await gateway.close();
  }
});
