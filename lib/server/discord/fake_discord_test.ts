import { assert, assertEquals } from "@std/assert";
import { CAST, CAST_GUILD_ID } from "../../shared/cast.ts";
import { createFakeDiscord } from "./fake_discord.ts";

const APP = { clientId: "100000000000000000", clientSecret: "s" };
const [ada] = CAST;

function tokenRequest(code: string, secret = APP.clientSecret): Request {
  return new Request("http://d/oauth2/token", {
    method: "POST",
    body: new URLSearchParams({
      client_id: APP.clientId,
      client_secret: secret,
      grant_type: "authorization_code",
      code,
    }),
  });
}

function ask(path: string, authorization: string): Request {
  return new Request(`http://d/${path}`, { headers: { authorization } });
}

function signIn(now?: () => number, scopes = ["identify"]) {
  const discord = createFakeDiscord(APP, now);
  assert(ada);
  const code = discord.authorize({ person: ada.id, instance: "i", scopes });
  assert(code);
  return { discord, code };
}

Deno.test("[D20] a code becomes a token once, with the right secret, in time", async () => {
  let now = 0;
  const { discord, code } = signIn(() => now);
  const first = await discord.answer(tokenRequest(code), "oauth2/token");
  assertEquals(first.status, 200);
  const again = await discord.answer(tokenRequest(code), "oauth2/token");
  assertEquals([again.status, (await again.json()).error], [
    400,
    "invalid_grant",
  ]);

  const other = signIn(() => now);
  const wrong = await other.discord.answer(
    tokenRequest(other.code, "x"),
    "oauth2/token",
  );
  assertEquals(wrong.status, 401);
  now += 60_000;
  const late = await other.discord.answer(
    tokenRequest(other.code),
    "oauth2/token",
  );
  assertEquals(late.status, 400);
  assertEquals(
    other.discord.authorize({ person: "9", instance: "i", scopes: [] }),
    null,
  );
});

Deno.test("[D21] a token says who somebody is; roles need their scope and their server", async () => {
  const answers = async (scopes: string[]) => {
    const { discord, code } = signIn(undefined, scopes);
    const { access_token } = await (await discord.answer(
      tokenRequest(code),
      "oauth2/token",
    )).json();
    const get = (path: string) =>
      discord.answer(ask(path, `Bearer ${access_token}`), path);
    return { discord, get };
  };
  const full = await answers(["identify", "guilds.members.read"]);
  assertEquals((await (await full.get("users/@me")).json()).id, ada?.id);
  const member = `users/@me/guilds/${CAST_GUILD_ID}/member`;
  assertEquals((await (await full.get(member)).json()).roles, ada?.roles);
  assertEquals((await full.get("users/@me/guilds/1/member")).status, 404);
  const reduced = await answers(["identify"]);
  assertEquals((await reduced.get(member)).status, 401);
  const path = "users/@me";
  assertEquals(
    (await full.discord.answer(ask(path, "Bearer x"), path)).status,
    401,
  );
});

Deno.test("[D22] the bot sees who is in an instance", async () => {
  const { discord } = signIn();
  const look = (id: string, kind = "Bot") => {
    const path = `applications/${APP.clientId}/activity-instances/${id}`;
    return discord.answer(ask(path, `${kind} b`), path);
  };
  assertEquals((await (await look("i")).json()).users, [ada?.id]);
  assertEquals((await look("j")).status, 404);
  assertEquals((await look("i", "Bearer")).status, 401);
});

Deno.test("[D20] a token outlives a restart, and ends in time; what is none opens nothing", async () => {
  let now = 0;
  const { discord, code } = signIn(() => now);
  const { access_token: token } = await (await discord.answer(
    tokenRequest(code),
    "oauth2/token",
  )).json();
  const restarted = createFakeDiscord(APP, () => now);
  const status = async (token: string) =>
    (await restarted.answer(
      ask("users/@me", `Bearer ${token}`),
      "users/@me",
    )).status;
  assertEquals(await status(token), 200);
  const noJson = btoa("none").replaceAll("=", "");
  const noPerson = btoa('{"person":1}').replaceAll("=", "");
  for (const other of ["", "x", "%", noJson, noPerson]) {
    assertEquals(await status(other), 401, other);
  }
  now += 604_800_000;
  assertEquals(await status(token), 401);
});
