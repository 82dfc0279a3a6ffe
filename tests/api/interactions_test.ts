/** Commands that Discord sends, signed with a real key, over both catalogues. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import * as v from "valibot";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";
import { MAX_BODY_BYTES } from "@/lib/server/http/body.ts";
import {
  AcceptedAnswer,
  createInteractionSender,
  type InteractionSender,
} from "../support/fakes/discord_interactions.ts";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { openAccount } from "../kaltura/account.ts";
import { type ApiServer, CLIENT_ID, createApi } from "./api_server.ts";

const ADA = {
  id: "7",
  username: "ada",
  nick: "Ada L.",
  roles: ["400000000000000002", "400000000000000001"],
};

/** Sends what Discord signed. */
async function send(api: ApiServer, discord: InteractionSender, text: string) {
  return await api.call(INTERACTIONS_PATH, {
    body: JSON.parse(text),
    headers: await discord.sign(text),
  });
}

/** Sends it, and reads an answer that Discord takes. */
async function ask(api: ApiServer, discord: InteractionSender, text: string) {
  const response = await send(api, discord, text);
  const told = await response.json();
  assertEquals(response.status, 200, JSON.stringify(told));
  assertMatch(response.headers.get("content-type") ?? "", /^application\/json/);
  return v.parse(AcceptedAnswer, told);
}

Deno.test("[D40] Discord's first look is answered, and a wrong signature by 401", async () => {
  const discord = await createInteractionSender({ clientId: CLIENT_ID });
  const api = createApi({ DISCORD_PUBLIC_KEY: discord.publicKey });
  const ping = JSON.stringify({ id: "1", type: 1, version: 1, token: "t" });
  assertEquals(await ask(api, discord, ping), { type: 1 });

  const good = await discord.sign(ping);
  for (
    const headers of [
      { ...good, "x-signature-ed25519": "0".repeat(128) },
      await discord.sign(ping, 1_000_000_000),
      {},
    ] as Record<string, string>[]
  ) {
    const response = await api.call(INTERACTIONS_PATH, {
      body: JSON.parse(ping),
      headers,
    });
    assertEquals(response.status, 401);
    assertEquals((await response.json()).code, "bad_signature");
  }
  const huge = JSON.stringify({ type: 1, more: "x".repeat(MAX_BODY_BYTES) });
  assertEquals((await send(api, discord, huge)).status, 413);
  // Buttons are none of ours, and another application's commands neither.
  for (
    const text of [
      JSON.stringify({ type: 3, application_id: CLIENT_ID }),
      discord.used({ type: 2, by: ADA }).replace(
        CLIENT_ID,
        "999999999999999999",
      ),
    ]
  ) {
    const response = await send(api, discord, text);
    assertEquals(response.status, 400, await response.text());
  }
  // One of an operator's own is told so, and typed into for nothing.
  const other = { by: ADA, name: "help", value: "x" };
  const told = await ask(api, discord, discord.used({ type: 2, ...other }));
  assert(told.type === 4);
  assertMatch(told.data.content, /does not know this command/);
  assertEquals(await ask(api, discord, discord.used({ type: 4, ...other })), {
    type: 8,
    data: { choices: [] },
  });
  // As is the command that opens the Activity, where Discord asks before.
  const launch = { by: ADA, name: "launch", commandType: 4 } as const;
  assertEquals(await ask(api, discord, discord.used({ type: 2, ...launch })), {
    type: 12,
  });
  await api.close();
});

Deno.test("[D40] without the application's key there is no such address", async () => {
  const discord = await createInteractionSender({ clientId: CLIENT_ID });
  const api = createApi({});
  const response = await send(api, discord, JSON.stringify({ type: 1 }));
  assertEquals(response.status, 404);
  await response.body?.cancel();
  await api.close();
});

Deno.test("[D41] what is typed is looked for in the gateway, as the person who types, with their roles", async () => {
  const discord = await createInteractionSender({ clientId: CLIENT_ID });
  const gateway = startGateway("field");
  const api = createApi({
    DISCORD_PUBLIC_KEY: discord.publicKey,
    API_GATEWAY_URL: gateway.url,
  });
  const type = (value: string) =>
    ask(api, discord, discord.used({ type: 4, by: ADA, value }));
  const found = await type("Lecture 1");
  assert(found.type === 8 && found.data.choices.length > 0);
  for (const { name, value } of found.data.choices) {
    assertMatch(name, /^Lecture 1\d?( maths)? for 7 \(\d+:\d\d\)$/);
    assertMatch(value, /^v_\w+$/);
  }
  await type("Lecture 2");
  await type("nothing that is there");
  const signIns = gateway.calls.filter(({ route }) =>
    route === "POST /auth/token"
  );
  // At each keystroke would be too much.
  assertEquals(signIns.map(({ body }) => body), [
    { discordId: "7", username: "Ada L.", roles: ADA.roles },
  ]);
  const searches = gateway.calls.filter(({ route }) =>
    route === "GET /videos/search"
  );
  assertEquals(
    searches.map(({ person, query }) => [person, query.q]),
    [["7", "Lecture 1"], ["7", "Lecture 2"], ["7", "nothing that is there"]],
  );
  // Other roles are other rights: in a conversation there are none.
  const alone = discord.used({
    type: 4,
    by: ADA,
    value: "Lecture",
    isPrivate: true,
  });
  const inPrivate = await ask(api, discord, alone);
  assert(inPrivate.type === 8 && inPrivate.data.choices.length > 0);
  assertEquals(
    gateway.calls.filter(({ route }) => route === "POST /auth/token").at(-1)
      ?.body,
    { discordId: "7", username: "ada", roles: [] },
  );
  await api.close();
  await gateway.close();
});

Deno.test("[D41] over an account of one's own: 25 choices, long titles cut, an empty field lists what is new", async () => {
  const long = "Long ".repeat(40);
  await using account = openAccount({
    entries: Array.from({ length: 30 }, (_, n) => ({
      id: `0_e${n}`,
      name: `${long}${n} 👨‍👩‍👧`,
      duration: 3661,
    })),
  });
  const discord = await createInteractionSender({ clientId: CLIENT_ID });
  const api = createApi({
    DISCORD_PUBLIC_KEY: discord.publicKey,
    API_GATEWAY_URL: "",
    KALTURA_PARTNER_ID: account.fake.account.partnerId,
    KALTURA_USER_SECRET: account.fake.account.userSecret,
    KALTURA_API_URL: account.url,
  });
  for (const value of ["", "long"]) {
    const found = await ask(
      api,
      discord,
      discord.used({ type: 4, by: ADA, value }),
    );
    assert(found.type === 8);
    assertEquals(found.data.choices.length, 25);
    for (const { name } of found.data.choices) {
      assertMatch(name, /^Long .+ \(1:01:01\)$/);
    }
  }
  await api.close();
});

Deno.test("[D42] a pick, words and nothing open the Activity; what is not there is said to them alone", async () => {
  const discord = await createInteractionSender({ clientId: CLIENT_ID });
  const gateway = startGateway("field");
  const api = createApi({
    DISCORD_PUBLIC_KEY: discord.publicKey,
    API_GATEWAY_URL: gateway.url,
  });
  const use = (value?: string) =>
    ask(
      api,
      discord,
      discord.used({
        type: 2,
        by: ADA,
        ...(value === undefined ? {} : { value }),
      }),
    );
  const typed = await ask(
    api,
    discord,
    discord.used({ type: 4, by: ADA, value: "Lecture" }),
  );
  assert(typed.type === 8);
  assertEquals(await use(typed.data.choices[0]?.value), { type: 12 });
  assertEquals(await use("Lecture 3"), { type: 12 });
  assertEquals(await use(), { type: 12 });
  const nothing = await use("no such film");
  assert(nothing.type === 4);
  assertMatch(nothing.data.content, /Nothing in the library/);

  await gateway.close();
  const away = await use("Lecture");
  assert(away.type === 4);
  assertMatch(away.data.content, /[.!]$/);
  const unsaid = await send(
    api,
    discord,
    discord.used({ type: 4, by: ADA, value: "Lecture" }),
  );
  // Discord shows that its list failed: an empty one would be a lie.
  assert(unsaid.status >= 500, `${unsaid.status}`);
  await unsaid.body?.cancel();
  await api.close();
});

Deno.test("[D41] who types too much has used up their own budget", async () => {
  const discord = await createInteractionSender({ clientId: CLIENT_ID });
  const gateway = startGateway("field");
  const api = createApi({
    DISCORD_PUBLIC_KEY: discord.publicKey,
    API_GATEWAY_URL: gateway.url,
  });
  const type = async (id: string) => {
    const by = { id, username: id };
    const text = discord.used({ type: 4, by, value: "l" });
    const { status, body } = await send(api, discord, text);
    await body?.cancel();
    return status;
  };
  const statuses: number[] = [];
  while (!statuses.includes(429)) {
    assert(statuses.push(await type("7")) < 500);
  }
  assertEquals([...new Set(statuses)].sort(), [200, 429]);
  assertEquals(await type("8"), 200);
  await api.close();
  await gateway.close();
});
