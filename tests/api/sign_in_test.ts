/** Signing in, against a Discord and a gateway that are servers of their own. */
import { assert, assertEquals } from "@std/assert";
import { CAST, CAST_CHANNEL_ID, CAST_GUILD_ID } from "@/lib/shared/cast.ts";
import { startBroken } from "../support/fakes/broken_server.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { CANARIES, createApi, DISCORD_APP } from "./api_server.ts";

const SCOPES = ["identify", "guilds.members.read"];
const [ada, ben] = CAST;
assert(ada && ben);
const ADA = ada;
const BEN = ben;

/** A Discord, a gateway and our server between them. */
function startWorld(env: Record<string, string> = {}) {
  const discord = startDiscordApi(DISCORD_APP);
  const gateway = startGateway("plan");
  const api = createApi({
    DISCORD_API_URL: discord.url,
    API_GATEWAY_URL: gateway.url,
    ...env,
  });
  return {
    discord,
    gateway,
    api,
    signIn: async (
      options: { person?: string; instance?: string; scopes?: string[] } = {},
    ) => {
      const { person = ADA.id, instance = "i-1", scopes = SCOPES } = options;
      const code = discord.authorize({ person, instance, scopes });
      return await api.call("/api/token", {
        body: { code, instance_id: "i-1", guild_id: CAST_GUILD_ID },
      });
    },
    close: async () => {
      await api.close();
      await discord.close();
      await gateway.close();
    },
  };
}

Deno.test("[A5] a code becomes a session; Discord is asked in its own form", async () => {
  const world = startWorld({ DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN });
  const response = await world.signIn();
  const answer = await response.json();
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("cache-control"), "private, no-store");
  assertEquals(answer.user, {
    id: ADA.id,
    username: "Ada",
    avatarUrl: null,
  });
  assertEquals(answer.scope, SCOPES.join(" "));
  assert(answer.api_token.startsWith("canary-gateway-token"));
  assertEquals(answer.refresh_token, undefined, "stays on no client");
  const [exchange] = world.discord.calls;
  assert(exchange);
  assert(exchange.type.startsWith("application/x-www-form-urlencoded"));
  const form = new URLSearchParams(exchange.body);
  assertEquals(form.get("grant_type"), "authorization_code");
  assertEquals(form.has("redirect_uri"), false);
  const [auth] = world.gateway.calls;
  assertEquals(auth?.body, {
    discordId: ADA.id,
    username: "Ada",
    roles: [...ADA.roles],
  });
  await world.close();
});

Deno.test("[U21] a code alone, without an instance, brings the tokens and no session of a room", async () => {
  const world = startWorld({ DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN });
  const code = () =>
    world.discord.authorize({
      person: ADA.id,
      instance: "i-1",
      scopes: SCOPES,
    });
  // What says where somebody is counts with an instance only: Discord confirms that.
  for (const more of [{}, { guild_id: CAST_GUILD_ID }]) {
    const response = await world.api.call("/api/token", {
      body: { code: code(), ...more },
    });
    assertEquals(response.status, 200);
    const answer = await response.json();
    assertEquals(Object.keys(answer).sort(), [
      "access_token",
      "api_token",
      "expires_in",
      "scope",
      "token_type",
      "user",
    ]);
    assert(answer.api_token.startsWith("canary-gateway-token"));
    assertEquals(answer.user, { id: ADA.id, username: "Ada", avatarUrl: null });
    const { body } = world.gateway.calls.at(-1) ?? {};
    assertEquals(body, { discordId: ADA.id, username: "Ada", roles: [] });
    // Neither token is one of this server's.
    for (const token of [answer.access_token, answer.api_token]) {
      const renewed = await world.api.call("/api/session", {
        token,
        body: {},
      });
      assertEquals(renewed.status, 401);
      await renewed.body?.cancel();
    }
  }
  const wrong = await world.api.call("/api/token", {
    body: { code: code(), instance_id: "" },
  });
  assertEquals(wrong.status, 400, "an instance that is named must be one");
  await wrong.body?.cancel();
  await world.close();
});

Deno.test("[A5] what Discord refuses is passed on with its status, a sentence, and no secret", async () => {
  const world = startWorld();
  for (const status of [400, 401, 403]) {
    world.discord.onCall((path) =>
      path === "oauth2/token"
        ? Response.json({
          error: "invalid_grant",
          request: CANARIES.DISCORD_CLIENT_SECRET,
        }, { status })
        : null
    );
    const response = await world.signIn();
    const text = await response.text();
    assertEquals(response.status, status);
    const { error, code, details } = JSON.parse(text);
    assertEquals(code, "discord_refused");
    assertEquals(details, { error: "invalid_grant" });
    assert(error.endsWith("."));
    assert(!text.includes("canary"));
  }
  world.discord.onCall((path) =>
    path === "users/@me"
      ? Response.json({ message: "401: Unauthorized", code: 0 }, {
        status: 401,
      })
      : null
  );
  const lookup = await world.signIn();
  assertEquals(lookup.status, 401, "a failed lookup passes its status");
  await lookup.body?.cancel();
  await world.close();
});

Deno.test("[A5] Discord's 429 is waited out, its outages are tried again, garbage is none of ours", async (t) => {
  const world = startWorld();
  const failing = async (
    name: string,
    options: { times: number; answer: () => Response; status: number },
  ) => {
    await t.step(name, async () => {
      let left = options.times;
      world.discord.onCall((path) =>
        path === "users/@me" && left-- > 0 ? options.answer() : null
      );
      const response = await world.signIn();
      assertEquals(response.status, options.status);
      await response.body?.cancel();
    });
  };
  const limited = (headers: HeadersInit, body: unknown) => () =>
    Response.json(body, { status: 429, headers });
  await failing("in a header", {
    times: 1,
    answer: limited({ "retry-after": "0.05" }, {}),
    status: 200,
  });
  await failing("in the body, for all of us", {
    times: 2,
    answer: limited({}, { retry_after: 0.05, global: true }),
    status: 200,
  });
  await failing("for too long", {
    times: 1,
    answer: limited({ "retry-after": "3600" }, {}),
    status: 429,
  });
  await failing("two outages", {
    times: 2,
    answer: () => new Response("<h1>oops</h1>", { status: 502 }),
    status: 200,
  });
  await failing("a lasting outage", {
    times: 9,
    answer: () => new Response(null, { status: 503 }),
    status: 503,
  });
  await failing("an empty answer", {
    times: 9,
    answer: () => new Response(""),
    status: 502,
  });
  await failing("nonsense", {
    times: 9,
    answer: () => Response.json({ id: "../../etc", username: 5 }),
    status: 502,
  });
  await world.close();
});

Deno.test("[A6] a gateway that fails or refuses stops no sign-in", async () => {
  const broken = startBroken("server_error");
  const world = startWorld({ API_GATEWAY_URL: broken.url });
  const response = await world.signIn();
  const answer = await response.json();
  assertEquals(response.status, 200);
  assertEquals("api_token" in answer, false);
  const videos = await world.api.call("/api/videos", {
    token: answer.session_token,
  });
  assertEquals(videos.status, 502, "the video calls say why");
  await videos.body?.cancel();
  broken.close();
  await world.close();

  const refusing = startWorld();
  refusing.gateway.intercept = (route) =>
    route === "POST /auth/token"
      ? Response.json({ error: "unknown user" }, { status: 403 })
      : null;
  const second = await (await refusing.signIn()).json();
  assertEquals("api_token" in second, false);
  const refused = await refusing.api.call("/api/videos", {
    token: second.session_token,
  });
  assertEquals((await refused.json()).code, "gateway_auth_failed");
  await refusing.close();
});

Deno.test("[A6] without the scope for them, roles are none", async () => {
  const world = startWorld();
  const response = await world.signIn({ scopes: ["identify"] });
  assertEquals(response.status, 200);
  await response.body?.cancel();
  assertEquals(
    (world.gateway.calls[0]?.body as { roles: unknown }).roles,
    [],
  );
  const asked = world.discord.calls.filter(({ path }) =>
    path.endsWith("/member")
  );
  assertEquals(asked, [], "Discord counts asking in vain");
  await world.close();
});

Deno.test("[A7] with a bot token only who is in the instance gets a session, in the place that Discord names", async () => {
  const world = startWorld({ DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN });
  const inside = await world.signIn();
  assertEquals(inside.status, 200);
  await inside.body?.cancel();
  const guilds = world.discord.calls.filter(({ path }) =>
    path.endsWith("/member")
  );
  assertEquals(guilds.map(({ path }) => path), [
    `users/@me/guilds/${CAST_GUILD_ID}/member`,
  ]);
  const outside = await world.signIn({ person: BEN.id, instance: "i-other" });
  assertEquals([outside.status, (await outside.json()).code], [
    403,
    "not_in_instance",
  ]);

  let looks = 0;
  world.discord.onCall((path) =>
    path.includes("activity-instances") && ++looks < 3
      ? Response.json({
        location: { channel_id: CAST_CHANNEL_ID },
        users: [],
      })
      : null
  );
  const late = await world.signIn();
  assertEquals(late.status, 200, "a fresh join may lag");
  await late.body?.cancel();
  world.discord.onCall((path) =>
    path.includes("activity-instances")
      ? new Response(null, { status: 500 })
      : null
  );
  const closed = await world.signIn({ person: BEN.id });
  assertEquals(closed.status, 500, "fails closed");
  await closed.body?.cancel();
  await world.close();
});

Deno.test("[A3] a session is renewed in silence, and never made of nothing", async () => {
  const world = startWorld();
  const { session_token } = await (await world.signIn()).json();
  const renewed = await world.api.call("/api/session", {
    token: session_token,
    body: {},
  });
  assertEquals(renewed.status, 200);
  const { session_token: next } = await renewed.json();
  assert(next !== session_token);
  const use = await world.api.call("/api/videos", { token: next });
  assertEquals(use.status, 200);
  await use.body?.cancel();
  const none = await world.api.call("/api/session", { body: {} });
  assertEquals(none.status, 401);
  await none.body?.cancel();
  await world.close();
});

Deno.test("[A9] no log line, error or answer carries a secret", async () => {
  const world = startWorld({ DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN });
  const { session_token, api_token, ...rest } = await (await world.signIn())
    .json();
  assert(!JSON.stringify(rest).includes("canary"));
  assert(!session_token.includes("canary"));
  // Fails at every place that may log.
  world.gateway.intercept = () =>
    new Response("canary-upstream", { status: 500 });
  const texts = [];
  for (const path of ["/api/videos", "/api/videos/0_v1"]) {
    const response = await world.api.call(path, { token: session_token });
    texts.push(await response.text());
  }
  world.discord.onCall(() => new Response("canary-upstream", { status: 500 }));
  texts.push(await (await world.signIn()).text());
  for (const text of texts) assert(!text.includes("canary"), text);
  const secrets = [...Object.values(CANARIES), api_token, session_token];
  for (const secret of secrets) {
    assert(!world.api.log().includes(secret), "logged");
  }
  assert(world.api.log().includes("request_failed"), "yet the fault is logged");
  await world.close();
});
