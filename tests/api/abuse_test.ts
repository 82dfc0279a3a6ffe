/** What one person, one address or a flood of strangers uses up is theirs alone. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { CAST, CAST_GUILD_ID } from "@/lib/shared/cast.ts";
import { MAX_INVALID_BY_STRANGERS } from "@/lib/server/discord/limits.ts";
import {
  CATALOGUE_CALLS,
  SIGN_INS,
  TICKETS,
} from "@/lib/server/limits/limits.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { CANARIES, createApi, DISCORD_APP } from "./api_server.ts";

const [ada, ben] = CAST;
assert(ada && ben);
const ADA = ada;
const BEN = ben;
const WITH_BOT = { DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN };

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
    async signIn(
      { person = ADA.id, instance = "i-1", headers = {} }: {
        person?: string;
        instance?: string;
        headers?: Record<string, string>;
      } = {},
    ) {
      const code = discord.authorize({
        person,
        instance,
        scopes: ["identify", "guilds.members.read"],
      });
      return await api.call("/api/token", {
        headers,
        body: { code, instance_id: instance, guild_id: CAST_GUILD_ID },
      });
    },
    async close() {
      await api.close();
      await discord.close();
      await gateway.close();
    },
  };
}

/** Status and code; how long to stay away must be said of a 429. */
async function refusal(response: Response) {
  if (response.status === 200) {
    await response.body?.cancel();
    return 200;
  }
  const { code, error } = await response.json();
  if (response.status === 429) {
    assertMatch(response.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
    assert(error.endsWith("."), error);
  }
  return [response.status, code];
}

/** Sends so many at once. @returns How many were answered how. */
async function flood(
  times: number,
  send: (n: number) => Promise<Response>,
): Promise<Record<string, number>> {
  const told = await Promise.all(
    Array.from({ length: times }, async (_, n) => {
      const answer = await refusal(await send(n));
      return String(answer);
    }),
  );
  return Object.fromEntries(
    [...new Set(told)].map((kind) => [
      kind,
      told.filter((one) => one === kind).length,
    ]),
  );
}

Deno.test("[A13] [X6] a flood of junk tokens is stopped at the address, and people still come in", async () => {
  const world = startWorld({ TRUSTED_PROXIES: "1" });
  const { api, discord } = world;
  const known = await (await world.signIn()).json();
  discord.calls.length = 0;
  const junk = (n: number, address: string) =>
    api.call("/api/resume", {
      headers: { "x-forwarded-for": `198.51.100.${n % 250}, ${address}` },
      body: { access_token: `junk-${n}`, instance_id: "i-1" },
    });
  const answers = await flood(2005, (n) => junk(n, "203.0.113.9"));
  assertEquals(Object.keys(answers).sort(), [
    "401,session_expired",
    "429,too_many_requests",
  ]);
  assert(discord.calls.length < 30, `${discord.calls.length} reached Discord`);
  // From everywhere: the strangers' share ends, and nothing else.
  await flood(2005, (n) => junk(n, `10.0.${n % 200}.${n % 7}`));
  assert(discord.calls.length <= MAX_INVALID_BY_STRANGERS);
  const headers = { "x-forwarded-for": "203.0.113.9" };
  assertEquals(await refusal(await world.signIn({ headers })), 200);
  const back = await api.call("/api/resume", {
    token: known.session_token,
    headers,
    body: { access_token: known.access_token, instance_id: "i-1" },
  });
  assertEquals(await refusal(back), 200);
  await world.close();
});

Deno.test("[A13] junk tokens beside one's own session use up one's own sign-ins", async () => {
  const world = startWorld({ TRUSTED_PROXIES: "1" });
  const { api, discord } = world;
  const { session_token } = await (await world.signIn()).json();
  discord.calls.length = 0;
  // From many addresses, so that only the person is left to bound them.
  const answers = await flood(2005, (n) =>
    api.call("/api/resume", {
      token: session_token,
      headers: { "x-forwarded-for": `10.1.${n % 200}.${n % 7}` },
      body: { access_token: `junk-${n}`, instance_id: "i-1" },
    }));
  assertEquals(Object.keys(answers).sort(), [
    "401,session_expired",
    "429,too_many_requests",
  ]);
  const { length } = discord.calls;
  assert(length <= SIGN_INS.burst, `${length} reached Discord`);
  assertEquals(await refusal(await world.signIn({ person: BEN.id })), 200);
  await world.close();
});

Deno.test("[A13] a session of one person brings no other one back", async () => {
  const world = startWorld();
  const { session_token } = await (await world.signIn()).json();
  const { access_token } = await (await world.signIn({ person: BEN.id }))
    .json();
  const response = await world.api.call("/api/resume", {
    token: session_token,
    body: { access_token, instance_id: "i-1" },
  });
  assertEquals(await refusal(response), [401, "session_expired"]);
  await world.close();
});

Deno.test("[A14] codes and tokens that no header can carry ask nobody and are not logged", async () => {
  const world = startWorld();
  for (
    const junk of ["canary\nx", "canary x", "canary\u00e9", "", "\0canary"]
  ) {
    for (
      const [path, field] of [
        ["/api/resume", "access_token"],
        ["/api/token", "code"],
      ] as const
    ) {
      const response = await world.api.call(path, {
        body: { [field]: junk, instance_id: "i-1" },
      });
      assertEquals(await refusal(response), [400, "bad_request"]);
    }
  }
  assertEquals(world.discord.calls, []);
  assert(!world.api.log().includes("canary"), world.api.log());
  await world.close();
});

Deno.test("[A15] only what looks like an instance of Discord's is asked for, before anything else is", async () => {
  const world = startWorld(WITH_BOT);
  for (
    const instance of [
      "evil",
      "i-",
      "i-1-xx-2-3",
      "../../users/@me",
      "i-1/../2",
      "i-1-gc-2-3-4",
    ]
  ) {
    const response = await world.signIn({ instance });
    assertEquals(await refusal(response), [400, "bad_request"], instance);
  }
  assertEquals(world.discord.calls, []);
  for (const instance of ["i-1276580072400224306-gc-91-95", "i-1-pc-3"]) {
    assertEquals(await refusal(await world.signIn({ instance })), 200);
  }
  await world.close();
});

Deno.test("[A15] roles count on the server that Discord names, and on none without its word", async () => {
  for (const [env, roles] of [[{}, []], [WITH_BOT, [...ADA.roles]]] as const) {
    const world = startWorld(env);
    await refusal(await world.signIn());
    const [auth] = world.gateway.calls;
    assertEquals((auth?.body as { roles: unknown }).roles, roles);
    await world.close();
  }
});

Deno.test("[A16] a person who has left the instance renews nothing, gets no ticket, and is signed out", async () => {
  const world = startWorld(WITH_BOT);
  const { session_token: token } = await (await world.signIn()).json();
  const ticket = () => world.api.call("/api/room/ticket", { token, body: {} });
  assertEquals(await refusal(await ticket()), 200);
  world.discord.calls.length = 0;
  for (let n = 0; n < 5; n++) assertEquals(await refusal(await ticket()), 200);
  assertEquals(world.discord.calls, [], "an answer holds for seconds");

  const renew = (token: string) =>
    world.api.call("/api/session", { token, body: {} });
  const gone = await (await world.signIn({
    person: BEN.id,
    instance: "i-2",
  })).json();
  world.discord.onCall((path) =>
    path.includes("activity-instances")
      ? Response.json({ location: {}, users: [] })
      : null
  );
  // Somebody else's coming makes us ask Discord again.
  const other = await world.signIn({ instance: "i-2" });
  assertEquals(await refusal(other), [403, "not_in_instance"]);
  assertEquals(await refusal(await renew(gone.session_token)), [
    403,
    "not_in_instance",
  ]);
  for (const path of ["/api/videos", "/api/videos/0_v1"]) {
    const response = await world.api.call(path, { token: gone.session_token });
    assertEquals(await refusal(response), [401, "session_expired"]);
  }
  await world.close();
});

Deno.test("[A16] an outage of Discord's keeps nobody out of a room they are in, and renews nothing", async () => {
  const world = startWorld(WITH_BOT);
  const { session_token: token } = await (await world.signIn()).json();
  // Forgets what it knew.
  world.discord.onCall((path) =>
    path.includes("activity-instances")
      ? Response.json({ message: "down" }, { status: 401 })
      : null
  );
  await refusal(await world.signIn({ person: BEN.id }));
  const ticket = await world.api.call("/api/room/ticket", { token, body: {} });
  assertEquals(await refusal(ticket), 200);
  const renewed = await world.api.call("/api/session", { token, body: {} });
  assertEquals(await refusal(renewed), [500, "discord_misconfigured"]);
  await world.close();
});

Deno.test("[A17] who signs out is out, with every session of that sign-in, and no other one", async () => {
  const world = startWorld();
  const { session_token: token } = await (await world.signIn()).json();
  const { session_token: elsewhere } = await (await world.signIn()).json();
  const { session_token: renewed } = await (await world.api.call(
    "/api/session",
    { token, body: {} },
  )).json();
  const out = await world.api.call("/api/session", {
    token: renewed,
    method: "DELETE",
  });
  assertEquals(out.status, 204);
  for (
    const [used, status] of [[token, 401], [renewed, 401], [elsewhere, 200]]
  ) {
    const { status: got, body } = await world.api.call("/api/videos", {
      token: String(used),
    });
    await body?.cancel();
    assertEquals(got, status);
  }
  await world.close();
});

Deno.test("[A18] a wrong bot token is reported as a wrong setting; a long wait in its hours", async () => {
  const world = startWorld(WITH_BOT);
  world.discord.onCall((path) =>
    path.includes("activity-instances")
      ? Response.json({ message: "401: Unauthorized" }, { status: 401 })
      : null
  );
  const wrong = await world.signIn();
  assertEquals(wrong.status, 500);
  assertMatch((await wrong.json()).error, /not set up right/);
  assertMatch(world.api.log(), /DISCORD_BOT_TOKEN/);
  world.discord.onCall((path) =>
    path === "users/@me"
      ? Response.json({}, { status: 429, headers: { "retry-after": "3600" } })
      : null
  );
  const busy = await world.signIn();
  assertEquals(busy.headers.get("retry-after"), "3600");
  assertMatch((await busy.json()).error, /in an hour/);
  await world.close();
});

Deno.test("[D12] a nick or name of blanks is no name", async () => {
  const world = startWorld(WITH_BOT);
  for (
    const [nick, shown] of [
      ["   ", "Ada"],
      ["\u200b\u3164\u2800", "Ada"],
      ["  Countess ", "Countess"],
    ]
  ) {
    world.discord.onCall((path) =>
      path.endsWith("/member")
        ? Response.json({ nick, roles: [], avatar: null })
        : null
    );
    const { user } = await (await world.signIn()).json();
    assertEquals(user.username, shown);
  }
  await world.close();
});

Deno.test("[X4] tickets and calls have a budget for each person, and others keep theirs", async () => {
  const world = startWorld();
  const { session_token: token } = await (await world.signIn()).json();
  const { session_token: other } = await (await world.signIn({
    person: BEN.id,
  })).json();
  const ticket = (token: string) =>
    world.api.call("/api/room/ticket", { token, body: {} });
  const tickets = await flood(540, () => ticket(token));
  const few = (count = 0, burst: number) =>
    assert(count >= burst && count < burst + 20, String(count));
  few(tickets[200], TICKETS.burst);
  assertEquals(await refusal(await ticket(other)), 200);

  const search = (token: string, n: number) =>
    world.api.call(`/api/videos/search?q=${n}`, { token });
  const searches = await flood(600, (n) => search(token, n));
  // What the gateway makes of so many at once, on a busy machine, is its own affair.
  const refused = searches["429,too_many_requests"] ?? 0;
  few(600 - refused, CATALOGUE_CALLS.burst);
  assertEquals(await refusal(await search(other, 1)), 200);
  await world.close();
});

Deno.test("[C10] each start with open rooms warns of them", async () => {
  for (const [env, isWarned] of [[{}, true], [WITH_BOT, false]] as const) {
    const api = createApi(env);
    assertEquals(api.log().includes("rooms_unverified"), isWarned);
    await api.close();
  }
});
