/** A session that has ended is replaced on the strength of Discord's token, which outlives it. */
import { assert, assertEquals } from "@std/assert";
import { CAST, CAST_GUILD_ID } from "@/lib/shared/cast.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { CANARIES, CLIENT_ID, createApi, DISCORD_APP } from "./api_server.ts";

const PLACE = { instance_id: "i-1", guild_id: CAST_GUILD_ID };

/** Ada, signed in. */
async function startWorld(env: Record<string, string> = {}) {
  const [ada] = CAST;
  assert(ada);
  const discord = startDiscordApi(DISCORD_APP);
  const gateway = startGateway("plan");
  const api = createApi({
    DISCORD_API_URL: discord.url,
    API_GATEWAY_URL: gateway.url,
    ...env,
  });
  const code = discord.authorize({
    person: ada.id,
    instance: "i-1",
    scopes: ["identify", "guilds.members.read"],
  });
  const signedIn = await api.call("/api/token", { body: { code, ...PLACE } });
  const { access_token } = await signedIn.json();
  return {
    ada,
    discord,
    api,
    access_token,
    resume: (over: Record<string, string> = {}) =>
      api.call("/api/resume", { body: { access_token, ...PLACE, ...over } }),
    async close() {
      await api.close();
      await discord.close();
      await gateway.close();
    },
  };
}

Deno.test("[A11] Discord's token gives a session of the same person, with what belongs to it, and no code", async () => {
  const { ada, api, resume, discord, access_token, close } = await startWorld();
  discord.calls.length = 0;
  const response = await resume();
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("cache-control"), "private, no-store");
  const { session_token, user } = await response.json();
  assertEquals(user, { id: ada.id, username: "Ada", avatarUrl: null });
  assertEquals(
    discord.calls.map(({ path }) => path),
    ["oauth2/@me", `users/@me/guilds/${CAST_GUILD_ID}/member`],
  );
  const videos = await api.call("/api/videos", { token: session_token });
  await videos.body?.cancel();
  assertEquals(videos.status, 200);
  assert(!api.log().includes(access_token), "the token is not logged");
  await close();
});

Deno.test("[A11] a token that has run out, or was given to another application, opens nothing", async () => {
  const { ada, discord, resume, close } = await startWorld();
  const answers = [
    Response.json({ message: "401: Unauthorized" }, { status: 401 }),
    // A token that an evil application got from the same person.
    Response.json({
      application: { id: "999999999999999999" },
      scopes: ["identify"],
      user: { id: ada.id, username: "ada" },
    }),
    // One for the application alone: nobody is in it.
    Response.json({ application: { id: CLIENT_ID }, scopes: ["rpc"] }),
  ];
  for (const answer of answers) {
    discord.onCall((path) => path === "oauth2/@me" ? answer : null);
    const response = await resume();
    const { code } = await response.json();
    assertEquals([response.status, code], [401, "session_expired"]);
  }
  await close();
});

Deno.test("[A11] [A7] with a bot token, a person who has left the instance is not let back into it", async () => {
  const { resume, close } = await startWorld({
    DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN,
  });
  const response = await resume({ instance_id: "i-2" });
  const { code } = await response.json();
  assertEquals([response.status, code], [403, "not_in_instance"]);
  await close();
});

Deno.test("[A11] without a token the request is wrong", async () => {
  const { api, close } = await startWorld();
  const response = await api.call("/api/resume", { body: PLACE });
  const { code } = await response.json();
  assertEquals([response.status, code], [400, "bad_request"]);
  await close();
});
