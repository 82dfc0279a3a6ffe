import "@/tests/support/english.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import { type Api, createApi } from "./api.ts";

const LAUNCH = {
  frameId: "f",
  instanceId: "i",
  platform: "desktop",
  guildId: "1",
  channelId: null,
  link: { videoId: null, creatorId: null },
} as const;
const USER = { id: "7", username: "Ada", avatarUrl: null };

/** A server whose sessions can be ended; the fetch of this process leads to it. */
async function withServer(
  play: (world: {
    api: Api;
    /** Paths asked for, in order. */
    asked: string[];
    endSessions(): void;
    /** Discord's token has run out too. */
    endDiscord(): void;
  }) => Promise<void>,
) {
  const asked: string[] = [];
  let current = 0;
  let isDiscordOver = false;
  const ended = (code: string) =>
    Response.json({ error: "Ended.", code }, { status: 401 });
  const answer = (path: string, init: RequestInit): Response => {
    if (init.method === "DELETE") {
      assertEquals(init.keepalive, true);
      asked.push(`sign out ${new Headers(init.headers).get("authorization")}`);
      return new Response(null, { status: 204 });
    }
    asked.push(path);
    const body = JSON.parse(String(init.body));
    const place = { instance_id: "i", guild_id: "1" };
    if (path === "/api/token") {
      assertEquals(body, { code: "c", ...place });
      current++;
      return Response.json({
        access_token: "discord-token",
        session_token: `s${current}`,
        user: USER,
      });
    }
    if (path === "/api/resume") {
      assertEquals(body, { access_token: "discord-token", ...place });
      if (isDiscordOver) return ended("session_expired");
      return Response.json({ session_token: `s${current}`, user: USER });
    }
    if (body.snapshot === "refused") {
      return new Response("<h1>413</h1>", { status: 413 });
    }
    const { authorization } = init.headers as Record<string, string>;
    return authorization === `Bearer s${current}`
      ? Response.json({ ticket: "t" })
      : ended("session_expired");
  };
  const { fetch } = globalThis;
  globalThis.fetch = (path, init) =>
    Promise.resolve(answer(String(path), init ?? {}));
  const api = createApi();
  try {
    await api.signIn({ code: "c", launch: LAUNCH });
    asked.length = 0;
    await play({
      api,
      asked,
      endSessions: () => current++,
      endDiscord: () => isDiscordOver = true,
    });
  } finally {
    api.dispose();
    globalThis.fetch = fetch;
  }
}

Deno.test("[A12] calls that find the session ended sign in anew, once, and nobody notices", () =>
  withServer(async ({ api, asked, endSessions }) => {
    endSessions();
    const tickets = await Promise.all(
      Array.from({ length: 5 }, () => api.ticket(null)),
    );
    assertEquals(tickets, ["t", "t", "t", "t", "t"]);
    const resumed = asked.filter((path) => path === "/api/resume");
    assertEquals(resumed.length, 1);
    await api.ticket(null);
    assertEquals(asked.at(-1), "/api/room/ticket");
    assertEquals(api.isOver(), false);
  }));

Deno.test("[A12] when Discord's token has run out too it is told, and not tried for ever", () =>
  withServer(async ({ api, asked, endSessions, endDiscord }) => {
    endSessions();
    endDiscord();
    const error = await assertRejects(() => api.ticket(null), DomainError);
    assertEquals([error.code, error.status], ["session_expired", 401]);
    assertEquals(asked, ["/api/room/ticket", "/api/resume"]);
    assertEquals(api.isOver(), true);
    // A new permission of Discord begins anew.
    await api.signIn({ code: "c", launch: LAUNCH });
    assertEquals(api.isOver(), false);
    assertEquals(await api.ticket(null), "t");
  }));

Deno.test("[R48] a copy of the room that is refused keeps nobody out", () =>
  withServer(async ({ api, asked }) => {
    assertEquals(await api.ticket("refused"), "t");
    assertEquals(asked, ["/api/room/ticket", "/api/room/ticket"]);
  }));

Deno.test("[A17] a page that goes for good signs out, one that may come back does not", () =>
  withServer(({ api, asked }) => {
    const goes = (persisted: boolean) =>
      dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
    goes(true);
    assertEquals(asked, []);
    goes(false);
    assertEquals(asked, ["sign out Bearer s1"]);
    api.dispose();
    goes(false);
    assertEquals(asked.length, 1);
    return Promise.resolve();
  }));
