/** Many people at once: everyone stays who they are, in every answer and in every call upstream. */
import { assert, assertEquals } from "@std/assert";
import {
  canaryKs,
  type Dialect,
  startGateway,
} from "../support/fakes/fake_gateway.ts";
import {
  type DiscordStandIn,
  startDiscordApi,
} from "../support/fakes/fake_discord_api.ts";
import { CANARIES, createApi, DISCORD_APP } from "./api_server.ts";

const PEOPLE = 200;
const ROUNDS = 3;
const GUILD = "200000000000000000";
/** Longest delay of an upstream's answer, ms; at random below. */
const DELAY_MS = 15;

/** A Discord on which `code-7` leads to the person 7, with the role `role-7`, in the instance `i-7`. */
const discordOfAll: DiscordStandIn = async (
  path,
  { body, authorization },
) => {
  await pause(DELAY_MS);
  const code = new URLSearchParams(body).get("code") ?? "";
  const ofCode = /^code-(\d+)$/.exec(code)?.[1];
  const ofToken = /^Bearer access-(\d+)$/.exec(authorization)?.[1];
  const ofInstance = /activity-instances\/i-(\d+)$/.exec(path)?.[1];
  if (path === "oauth2/token") {
    return Response.json({
      access_token: `access-${ofCode}`,
      token_type: "Bearer",
      expires_in: 3600,
      scope: "identify guilds.members.read",
    });
  }
  if (ofInstance !== undefined) {
    return Response.json({
      location: { guild_id: GUILD },
      users: [ofInstance],
    });
  }
  return path === "users/@me"
    ? Response.json({ id: ofToken, username: `name-${ofToken}` })
    : Response.json({ roles: [`role-${ofToken}`] });
};

for (const dialect of ["plan", "field"] satisfies Dialect[]) {
  Deno.test(`[A8] ${PEOPLE} people at once: no answer and no upstream call carries another's identity (dialect "${dialect}")`, async () => {
    const discord = startDiscordApi(DISCORD_APP);
    discord.onCall(discordOfAll);
    const gateway = startGateway(dialect);
    gateway.delayMs = DELAY_MS;
    const api = createApi({
      DISCORD_API_URL: discord.url,
      DISCORD_BOT_TOKEN: CANARIES.DISCORD_BOT_TOKEN,
      API_GATEWAY_URL: gateway.url,
      API_GATEWAY_TIMEOUT_MS: "20000",
    });
    async function live(id: string): Promise<void> {
      await pause(40);
      const signedIn = await api.call("/api/token", {
        body: { code: `code-${id}`, instance_id: `i-${id}` },
      });
      const answer = await signedIn.json();
      assertEquals(signedIn.status, 200, JSON.stringify(answer));
      assertEquals(answer.user.id, id);
      assertEquals(answer.access_token, `access-${id}`);
      let token: string = answer.session_token;
      const ask = async (path: string, body?: unknown) => {
        await pause(20);
        const response = await api.call(path, { token, body });
        token = response.headers.get("x-session-token") ?? token;
        const text = await response.text();
        assertEquals(response.status, 200, text);
        return JSON.parse(text);
      };
      for (let round = 0; round < ROUNDS; round++) {
        const [page, found, { video }, { ks }] = await Promise.all([
          // All ask this in the same words.
          ask("/api/videos?pageSize=2"),
          ask(`/api/videos/search?q=${id}&pageSize=3`),
          ask("/api/videos/0_v3"),
          ask("/api/videos/0_v3/session", {}),
        ]);
        const titles = [...page.videos, ...found.videos, video];
        assertEquals(titles.length, 6);
        for (const { title } of titles) {
          assert(title.endsWith(`for ${id}`), `"${title}" came to ${id}`);
        }
        assertEquals(ks, canaryKs(id, { isEntitled: true }));
        // Between rounds a third of them are forgotten, and renewed by four calls at once.
        if (Number(id) % 3 === round) gateway.expireTokens(id);
      }
      const played = await ask("/api/videos/0_v3/play", {});
      assertEquals(played.videoId, "0_v3");
      const renewed = await api.call("/api/session", { token, body: {} });
      const { session_token } = await renewed.json();
      token = session_token;
      const { video } = await ask("/api/videos/0_v4");
      assertEquals(video.title, `Lecture 4 for ${id}`);
    }

    const people = Array.from({ length: PEOPLE }, (_, n) => String(9000 + n));
    await Promise.all(people.map(live));

    let refused = 0;
    for (const { route, query, person, body } of gateway.calls) {
      if (route === "POST /auth/token") {
        const { discordId } = body as { discordId: string };
        assertEquals(body, {
          discordId,
          username: `name-${discordId}`,
          roles: [`role-${discordId}`],
        });
      } else if (route === "GET /videos/search") {
        if (person === null) refused++;
        else assertEquals(person, query.q, "whose token asked");
      }
    }
    const searches = gateway.calls.filter(({ route }) =>
      route === "GET /videos/search"
    );
    assertEquals(searches.length - refused, PEOPLE * ROUNDS);
    assert(refused > 0, "no token was refused meanwhile");
    for (const { path, authorization, body } of discord.calls) {
      if (path === "oauth2/token") assertEquals(authorization, "");
      else if (path.startsWith("applications/")) {
        assertEquals(authorization, `Bot ${CANARIES.DISCORD_BOT_TOKEN}`);
      } else assert(authorization.startsWith("Bearer access-"), body);
    }
    const times = (start: string) =>
      discord.calls.filter(({ path }) => path.startsWith(start)).length;
    assertEquals(times("oauth2/token"), PEOPLE);
    // The user, and them as a member of the server.
    assertEquals(times("users/@me"), PEOPLE * 2);
    // An answer holds for 5 s; on a slow machine the renewal comes later, and asks again.
    const looks = times("applications/");
    assert(looks >= PEOPLE && looks <= PEOPLE * 2, `${looks} looks`);
    assertEquals(discord.calls.length, PEOPLE * 3 + looks);
    await api.close();
    await gateway.close();
    await discord.close();
  });
}

/** Waits for a random time. @param mostMs Below this. */
function pause(mostMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * mostMs));
}
