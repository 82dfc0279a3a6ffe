/** What strangers, broken clients and wrong settings send to a real server: a clear answer each, nothing crashes. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { freePort, runServerToEnd, startServer } from "./server.ts";
import { codeFor, openSocket, post, signIn } from "./visitor.ts";

const PRODUCTION = {
  NODE_ENV: "production",
  DISCORD_CLIENT_ID: "123456789012345678",
  DISCORD_CLIENT_SECRET: "canary-client-secret",
  DISCORD_BOT_TOKEN: "canary-bot-token",
  SESSION_SECRET: "canary-session-secret-of-32-bytes-",
  API_GATEWAY_URL: "http://127.0.0.1:1/api",
};

async function errorOf(response: Response) {
  const { code, error } = await response.json();
  assert(typeof error === "string" && error.length > 5, "a sentence");
  return [response.status, code];
}

Deno.test("[H1] requests without a right to be answered get a status, a code and a sentence", async (t) => {
  const server = await startServer();
  const { origin } = server;
  const instance = "i-bad";
  const ann = await signIn(origin, { instance });
  const cases: [string, () => Promise<Response>, number, string][] = [
    [
      "no code",
      () => post(`${origin}/api/token`, { instance_id: instance }),
      400,
      "bad_request",
    ],
    ["no JSON", () => post(`${origin}/api/token`, "{"), 400, "bad_request"],
    [
      "a large body",
      () => post(`${origin}/api/token`, { code: "x".repeat(40_000) }),
      413,
      "message_too_large",
    ],
    [
      "a foreign code",
      () => post(`${origin}/api/token`, { code: "c", instance_id: instance }),
      400,
      "discord_refused",
    ],
    ["no session", () => fetch(`${origin}/api/videos`), 401, "not_signed_in"],
    [
      "a forged session",
      () =>
        fetch(`${origin}/api/videos`, {
          headers: { authorization: `Bearer ${ann.token.slice(0, -3)}abc` },
        }),
      401,
      "not_signed_in",
    ],
    [
      "an id that is a path",
      () => ann.call("/api/videos/..%2Fauth%2Ftoken"),
      400,
      "bad_request",
    ],
    [
      "an unknown video",
      () => ann.call("/api/videos/0_nothing"),
      404,
      "unknown_video",
    ],
    [
      "a page of nonsense",
      () => ann.call("/api/videos?page=-1"),
      400,
      "bad_request",
    ],
    [
      "no question",
      () => ann.call("/api/videos/search?q="),
      400,
      "bad_request",
    ],
    [
      "a creator who is no id",
      () => ann.call("/api/room/ticket", { body: { creator_id: "me" } }),
      400,
      "bad_request",
    ],
    [
      "no ticket",
      () => fetch(`${origin}/api/room`, { headers: { origin } }),
      400,
      "bad_request",
    ],
    [
      "a foreign page",
      () =>
        fetch(`${origin}/api/room`, {
          headers: { origin: "https://evil.test" },
        }),
      403,
      "bad_origin",
    ],
    ["nothing there", () => fetch(`${origin}/api/nothing`), 404, "not_found"],
    [
      "the old prefix",
      () => fetch(`${origin}/.proxy/api/videos`),
      401,
      "not_signed_in",
    ],
  ];
  for (const [name, ask, status, code] of cases) {
    await t.step(name, async () => {
      assertEquals(await errorOf(await ask()), [status, code]);
    });
  }
  await t.step("a code works once", async () => {
    const code = await codeFor(origin, { instance });
    const body = { code, instance_id: instance };
    const first = await post(`${origin}/api/token`, body);
    assertEquals(first.status, 200);
    await first.body?.cancel();
    const again = await post(`${origin}/api/token`, body);
    assertEquals(await errorOf(again), [400, "discord_refused"]);
  });
  assertEquals(await server.stop(), 0);
});

Deno.test("[H2] bad sockets are refused or closed, and another room goes on", async (t) => {
  const server = await startServer();
  const { origin } = server;
  const good = await signIn(origin, { instance: "i-good", person: 1 });
  const calm = openSocket(origin, { ticket: await good.ticket() });
  await calm.next("welcome");
  const ann = await signIn(origin, { instance: "i-bad" });

  await t.step("a ticket works once", async () => {
    const ticket = await ann.ticket();
    const first = openSocket(origin, { ticket });
    await first.next("welcome");
    assertEquals(await openSocket(origin, { ticket }).closed, 0);
    first.close();
    await first.closed;
  });
  await t.step("a foreign page is refused even with a ticket", async () => {
    const socket = openSocket(origin, {
      ticket: await ann.ticket(),
      origin: "https://evil.test",
    });
    assertEquals(await socket.closed, 0);
  });
  await t.step("malformed messages get an error, twenty close", async () => {
    const socket = openSocket(origin, { ticket: await ann.ticket() });
    await socket.next("welcome");
    socket.send("{");
    assertEquals((await socket.next("error")).code, "bad_message");
    for (let n = 0; n < 19; n++) socket.send({ type: "command", host: true });
    assertEquals(await socket.closed, 4400);
  });
  await t.step("an oversized message closes", async () => {
    const socket = openSocket(origin, { ticket: await ann.ticket() });
    await socket.next("welcome");
    socket.send("x".repeat(5000));
    assertEquals(await socket.closed, 4413);
  });
  await t.step(
    "an unknown video and a place outside are refused by name",
    async () => {
      const socket = openSocket(origin, { ticket: await ann.ticket() });
      const { room: { epoch, rev } } = await socket.next("welcome");
      const command = (id: string, command: unknown) =>
        socket.send({ type: "command", id, epoch, rev, command });
      command("a", { type: "load", videoId: "0_nothing" });
      command("b", { type: "seek", position: 5 });
      command("c", { type: "seek", position: Infinity });
      const codeOf = async (id: string) =>
        (await socket.next("error", (error) => error.id === id)).code;
      assertEquals(await codeOf("a"), "unknown_video");
      assertEquals(await codeOf("b"), "no_video");
      assertEquals(await codeOf("c"), "bad_message");
      socket.close();
    },
  );
  calm.send({ type: "ping", t0: 1 });
  await calm.next("pong");
  calm.close();
  assertEquals(await server.stop(), 0);
});

Deno.test("[H3] a port in use is said in words", async () => {
  const listener = Deno.listen({ port: freePort() });
  const { code, text } = await runServerToEnd({
    PORT: String(listener.addr.port),
  });
  listener.close();
  assertEquals(code, 1);
  assertStringIncludes(text, `Cannot listen on port ${listener.addr.port}`);
});

Deno.test("[C3] production does not start without its settings, and names them all", async () => {
  const { code, text } = await runServerToEnd({
    NODE_ENV: "production",
    DISCORD_CLIENT_SECRET: "canary-client-secret",
  });
  assertEquals(code, 1);
  assertStringIncludes(text, "DISCORD_CLIENT_ID");
  assertStringIncludes(text, "SESSION_SECRET");
  assertStringIncludes(text, "API_GATEWAY_URL");
  assert(!text.includes("canary"), "no secret is printed");
});

Deno.test("[H4] [X2] [X3] production has neither simulator nor samples, and says what this is", async () => {
  const server = await startServer({ env: PRODUCTION });
  const { origin } = server;
  for (
    const path of [
      "/simulator",
      "/simulator.css",
      "/simulator-shim.js",
      "/simulator%2Dshim.js",
      "/s%69mulator",
      "/%73amples/sample-tide/master.m3u8",
      "/.proxy/%73amples/sample-tide/master.m3u8",
      "/simulator/authorize",
      "/simulator/discord/api/v10/users/@me",
      "/samples/sample-tide/master.m3u8",
      "/.proxy/.proxy/api/health",
      "/.proxy".repeat(1000) + "/api/health",
    ]
  ) {
    const response = await fetch(origin + path);
    await response.body?.cancel();
    assertEquals(response.status, 404, path);
    const { headers } = response;
    assertEquals(headers.get("x-content-type-options"), "nosniff", path);
    assert(headers.has("content-security-policy"), path);
  }
  const page = await fetch(origin);
  const html = await page.text();
  assertStringIncludes(html, "Add to Discord");
  assert(!html.includes("canary"));
  assertStringIncludes(
    page.headers.get("content-security-policy") ?? "",
    "frame-ancestors",
  );
  const frame = await fetch(`${origin}/?frame_id=f`);
  const framed = await frame.text();
  assert(/<script[^>]*>/.test(framed));
  assert(!/<(script|style)[^>]* nonce/.test(framed), "Discord adds its own");
  assertEquals(await server.stop(), 0);
  assert(!server.log().includes("canary"));
});
