/** Name and picture of somebody on one server. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CAST, CAST_GUILD_ID } from "@/lib/shared/cast.ts";
import { createAvatars } from "@/lib/server/discord/avatars.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { DomainError } from "@/lib/shared/errors.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { createApi, DISCORD_APP } from "./api_server.ts";

const PICTURE = new Uint8Array([82, 73, 70, 70, 7]);
const PARAMS = { guild: "2", user: "1", hash: "a_0f" };

function startCdn(answer: () => Response) {
  const paths: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { pathname, search } = new URL(request.url);
      paths.push(pathname + search);
      return answer();
    },
  );
  const avatars = createAvatars({
    http: createHttpClient(),
    cdnUrl: `http://127.0.0.1:${server.addr.port}`,
  });
  return { avatars, paths, close: () => server.shutdown() };
}

Deno.test("[D12] a picture of the server comes through our origin, and only as a picture", async () => {
  const cdn = startCdn(() =>
    new Response(PICTURE, {
      headers: { "content-type": "image/webp", "set-cookie": "a=b" },
    })
  );
  const answer = await cdn.avatars.get(PARAMS);
  assertEquals(await answer.bytes(), PICTURE);
  assertEquals([...answer.headers], [
    ["cache-control", "public, max-age=86400"],
    ["content-type", "image/webp"],
  ]);
  assertEquals(cdn.paths, ["/guilds/2/users/1/avatars/a_0f.webp?size=64"]);
  await cdn.close();
});

Deno.test("[D12] addresses that name no picture ask nobody; what is no picture goes nowhere", async () => {
  const cdn = startCdn(() =>
    new Response("<script>", { headers: { "content-type": "text/html" } })
  );
  const codeOf = async (params: Record<string, string>) =>
    (await assertRejects(() => cdn.avatars.get(params), DomainError)).code;
  for (
    const wrong of [
      { ...PARAMS, hash: "../../x" },
      { ...PARAMS, hash: "a/b" },
      { ...PARAMS, guild: "2/.." },
      { ...PARAMS, user: "@me" },
      {},
    ]
  ) {
    assertEquals(await codeOf(wrong), "bad_request");
  }
  assertEquals(cdn.paths, []);
  assertEquals(await codeOf(PARAMS), "not_found");
  await cdn.close();
});

Deno.test("[D12] people with a nick and a picture on the server are known by them; a strange picture counts as none", async () => {
  const [, ben] = CAST;
  assert(ben);
  const discord = startDiscordApi(DISCORD_APP);
  const api = createApi({
    DISCORD_API_URL: discord.url,
    API_GATEWAY_URL: "http://127.0.0.1:1",
  });
  for (
    const [avatar, avatarUrl] of [
      ["a_0f", `/api/avatars/${CAST_GUILD_ID}/${ben.id}/a_0f`],
      ["../evil", null],
      [null, null],
    ]
  ) {
    discord.onCall((path) =>
      path.endsWith("/member")
        ? Response.json({ nick: "Benny", roles: [], avatar })
        : null
    );
    const code = discord.authorize({
      person: ben.id,
      instance: "i-1",
      scopes: ["identify", "guilds.members.read"],
    });
    const response = await api.call("/api/token", {
      body: { code, instance_id: "i-1", guild_id: CAST_GUILD_ID },
    });
    const { user } = await response.json();
    assertEquals(user, { id: ben.id, username: "Benny", avatarUrl });
  }
  await api.close();
  await discord.close();
});
