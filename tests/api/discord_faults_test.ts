/** Discord broken in every way: no identity comes of it, and nothing of ours gets out. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { createDiscord, type Discord } from "@/lib/server/discord/client.ts";
import { MAX_INVALID } from "@/lib/server/discord/limits.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { errorResponse } from "@/lib/server/http/errors.ts";
import { DomainError } from "@/lib/shared/errors.ts";
import {
  type Breakage,
  BREAKAGES,
  startBroken,
} from "../support/fakes/broken_server.ts";

const STATUS: Record<Breakage, number> = {
  refuse: 502,
  reset: 502,
  hang: 504,
  slow_body: 504,
  too_many_requests: 429,
  server_error: 500,
  not_available: 503,
  html: 502,
  cut_json: 502,
  cut_body: 502,
  wrong_types: 502,
  empty: 502,
  huge: 502,
  redirect: 502,
};

const CALLS: Record<string, (discord: Discord) => Promise<unknown>> = {
  exchange: (discord) => discord.exchange("canary-code"),
  user: (discord) => discord.user("canary-access"),
  member: (discord) => discord.member("canary-access", "1"),
  instance: (discord) => discord.instance("i-1"),
};

function clientOf(apiUrl: string): Discord {
  return createDiscord({
    clientId: "123456789012345678",
    clientSecret: "canary-secret",
    botToken: "canary-bot",
    apiUrl,
    http: createHttpClient(),
    timeoutMs: 150,
    backoffMs: 5,
  });
}

for (const breakage of BREAKAGES) {
  Deno.test(`[A5] Discord that is broken (${breakage}) gives no answer, and its refusal holds no secret`, async () => {
    const broken = startBroken(breakage);
    for (const [name, call] of Object.entries(CALLS)) {
      const error = await assertRejects(
        () => call(clientOf(broken.url)),
        DomainError,
      );
      let logged = "";
      const response = errorResponse(
        error,
        createLog((line) => logged += line),
      );
      const text = await response.text();
      assertEquals(
        [response.status, error.code],
        [STATUS[breakage], "discord_unavailable"],
        name,
      );
      assert(/^[A-Z].*\.$/.test(error.message), error.message);
      assert(!`${text}${logged}`.includes("canary"), text + logged);
      assert(logged !== "", "the fault is in the log");
    }
    assertEquals(broken.canaryHits, 0, "a redirect is not followed");
    const most = Object.keys(CALLS).length * 3;
    assert(broken.hits <= most, `${broken.hits} tries`);
    broken.close();
  });
}

Deno.test("[A5] a refusal that repeats what it was sent comes without it", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const sent = `${await request.text()} ${
        request.headers.get("authorization")
      }`;
      return Response.json({
        error: "invalid_grant",
        error_description: `no: ${sent}`,
        code: 7,
        request: sent,
      }, { status: 400 });
    },
  );
  const discord = clientOf(`http://127.0.0.1:${server.addr.port}`);
  for (const name of ["exchange", "user", "member"] as const) {
    const error = await assertRejects(
      () => CALLS[name]?.(discord) ?? Promise.resolve(),
      DomainError,
    );
    assertEquals([error.code, error.status], ["discord_refused", 400]);
    const text = JSON.stringify(error.details);
    assert(!text.includes("canary"), text);
    assert(text.includes("invalid_grant"), text);
  }
  await server.shutdown();
});

Deno.test("[A7] a bot that Discord refuses is our fault, not the person's", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json({ message: "401: Unauthorized" }, { status: 401 }),
  );
  const discord = clientOf(`http://127.0.0.1:${server.addr.port}`);
  const error = await assertRejects(
    () => discord.instance("i-1"),
    DomainError,
  );
  assertEquals(error.code, "discord_misconfigured");
  await server.shutdown();
});

Deno.test("[A10] a stolen or broken sign-in that is tried for ever stops reaching Discord", async () => {
  let sent = 0;
  const discord = createDiscord({
    clientId: "123456789012345678",
    clientSecret: "canary-secret",
    botToken: undefined,
    apiUrl: "http://discord.test",
    http: {
      send() {
        sent++;
        return Promise.resolve({
          status: 401,
          headers: new Headers(),
          json: { message: "401: Unauthorized", code: 0 },
          bytes: new Uint8Array(),
        });
      },
    },
  });
  for (let n = 0; n < MAX_INVALID + 500; n++) {
    const error = await assertRejects(() => discord.user("t"), DomainError);
    assertEquals(
      [error.code, error.status],
      n < MAX_INVALID ? ["discord_refused", 401] : ["discord_unavailable", 429],
    );
  }
  assertEquals(sent, MAX_INVALID);
});
