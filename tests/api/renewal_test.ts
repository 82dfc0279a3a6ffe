/** How tokens of the gateway are renewed, and what a request may rely on meanwhile. */
import { assert, assertEquals } from "@std/assert";
import { createGateway } from "@/lib/server/gateway/gateway.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { canaryKs, startGateway } from "../support/fakes/fake_gateway.ts";
import { createApi } from "./api_server.ts";

const PERSON = { discordId: "7", username: "u", roles: [] };
const BY = { person: PERSON, pass: { token: "t" } };
const KS = "djJ8NTg5NjM5MnwxMjM0NTY3ODkwYWJjZGVm";
const withKs = (ks: string) => ({ person: PERSON, pass: { token: "t", ks } });
const OLD = { token: "old", expiresAtMs: 1 };

function routesOf(gateway: ReturnType<typeof startGateway>) {
  return gateway.calls.map(({ route }) => route);
}

Deno.test("[V8] a person whom the gateway no longer knows signs in again", async () => {
  const gateway = startGateway("plan");
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const token = await api.sessionOf("7", { token: "forgotten" });
  const response = await api.call("/api/videos/0_v1", { token });
  assertEquals((await response.json()).video.title, "Lecture 1 for 7");
  assertEquals(routesOf(gateway), [
    "GET /videos/0_v1",
    "POST /auth/refresh",
    "POST /auth/token",
    "GET /videos/0_v1",
  ]);
  await api.close();
  await gateway.close();
});

Deno.test("[V8] a gateway that goes on refusing is asked once more, not for ever", async () => {
  const gateway = startGateway("plan");
  gateway.intercept = (route) =>
    route.startsWith("GET")
      ? Response.json({ error: "no" }, { status: 401 })
      : null;
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const token = await api.sessionOf("7", { token: "forgotten" });
  const response = await api.call("/api/videos", { token });
  const { code } = await response.json();
  assertEquals([response.status, code], [502, "gateway_auth_failed"]);
  assertEquals(
    routesOf(gateway).filter((route) => route === "GET /videos").length,
    2,
  );
  await api.close();
  await gateway.close();
});

Deno.test("[V4] [V8] fifty requests that find an old token renew it once", async () => {
  const gateway = startGateway("field");
  gateway.delayMs = 40;
  const api = createApi({
    API_GATEWAY_URL: gateway.url,
    API_GATEWAY_TIMEOUT_MS: "5000",
  });
  const token = await api.sessionOf("7", { ...OLD, ks: "k" });
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const response = await api.call(`/api/videos/0_v${n % 40}`, { token });
      await response.body?.cancel();
      return [response.status, response.headers.has("x-session-token")];
    }),
  );
  for (const answer of answers) assertEquals(answer, [200, true]);
  const renewals = routesOf(gateway).filter((route) =>
    route.startsWith("POST /auth/")
  );
  assertEquals(renewals, ["POST /auth/refresh", "POST /auth/token"]);
  await api.close();
  await gateway.close();
});

Deno.test("[V8] a renewal without the KS that belongs to it is completed by a sign-in", async () => {
  const gateway = startGateway("field");
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const signedIn = await api.call("/api/videos/0_v1", {
    token: await api.sessionOf("7"),
  });
  await signedIn.body?.cancel();
  gateway.intercept = (route) => {
    if (route === "POST /auth/refresh") {
      return Response.json({ token: "without-a-ks" });
    }
    // A gateway whose addresses hold no KS.
    return route.endsWith("/play")
      ? Response.json({ playUrl: "https://www.kaltura.com/p/1/e" })
      : null;
  };
  gateway.expireTokens();
  const token = signedIn.headers.get("x-session-token") ?? "";
  const response = await api.call("/api/videos/0_v1/session", {
    token,
    body: {},
  });
  assertEquals(await response.json(), {
    ks: canaryKs("7", { isEntitled: false }),
  });
  await api.close();
  await gateway.close();
});

Deno.test("[V8] a renewed session comes with a refusal too", async () => {
  const gateway = startGateway("plan");
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const first = await api.call("/api/videos/0_nothing", {
    token: await api.sessionOf("7"),
  });
  const { code } = await first.json();
  assertEquals([first.status, code], [404, "unknown_video"]);
  const token = first.headers.get("x-session-token");
  assert(token);
  const before = gateway.calls.length;
  const second = await api.call("/api/videos/0_v1", { token });
  await second.body?.cancel();
  assertEquals(routesOf(gateway).slice(before), ["GET /videos/0_v1"]);
  await api.close();
  await gateway.close();
});

Deno.test("[V1] a gateway with neither session path nor KS is a bad answer, no crash", async () => {
  const gateway = startGateway("field");
  const { ask } = clientOf(gateway.url);
  gateway.intercept = (route) =>
    route.endsWith("/play")
      ? Response.json({ playUrl: "https://www.kaltura.com/p/1/e" })
      : route.endsWith("/session")
      ? new Response("<h1>Cannot POST</h1>", { status: 404 })
      : null;
  assertEquals(await ask((client) => client.session(BY, "v")), {
    code: "bad_gateway_answer",
  });
  assertEquals(
    await ask((client) => client.session(withKs(KS), "v")),
    KS,
  );
  const before = gateway.calls.length;
  await ask((client) => client.session(withKs(KS), "v"));
  assertEquals(
    routesOf(gateway).slice(before),
    ["POST /videos/v/play"],
    "the missing path is remembered",
  );
  await gateway.close();
});

Deno.test("[V6] in development a gateway that runs has no samples", async () => {
  const gateway = startGateway("plan");
  const api = createApi({
    NODE_ENV: "development",
    API_GATEWAY_URL: gateway.url,
  });
  const token = await api.sessionOf("7");
  for (const path of ["", "/play", "/session"]) {
    const response = await api.call(`/api/videos/sample-orbit${path}`, {
      token,
      ...(path === "" ? {} : { body: {} }),
    });
    const { code } = await response.json();
    assertEquals([response.status, code], [404, "unknown_video"], path);
  }
  await api.close();
  await gateway.close();
});

Deno.test("[V5] in development samples stand in for a gateway that refuses the person, whole", async () => {
  const gateway = startGateway("plan");
  gateway.intercept = () => Response.json({ error: "no" }, { status: 401 });
  const api = createApi({
    NODE_ENV: "development",
    API_GATEWAY_URL: gateway.url,
  });
  const token = await api.sessionOf("7");
  const get = async (path: string, body?: unknown) => {
    const response = await api.call(path, { token, body });
    return await response.json();
  };
  const { videos } = await get("/api/videos");
  assertEquals(videos.length, 4);
  for (const sample of videos) {
    assert(sample.title.startsWith("Sample:"));
    const { video } = await get(`/api/videos/${sample.id}`);
    assertEquals(video, sample);
    const play = await get(`/api/videos/${sample.id}/play`, {});
    assertEquals(play.manifestUrl, `/samples/${sample.id}/master.m3u8`);
    // The broadcast's playlist is made as it is asked for.
    if (sample.kind === "live") continue;
    const media = new URL(`../../static${play.manifestUrl}`, import.meta.url);
    assert((await Deno.readTextFile(media)).startsWith("#EXTM3U"));
  }
  const found = await get("/api/videos/search?q=TIDE");
  assertEquals(found.videos.length, 1);
  const page = await get("/api/videos?page=2&pageSize=2");
  assertEquals(page.videos.length, 2);
  assertEquals((await get("/api/videos/0_other")).code, "unknown_video");
  await api.close();
  await gateway.close();
});

Deno.test("[V4] a wait that the gateway asks for is kept when it is short, else nobody waits", async () => {
  const gateway = startGateway("plan");
  let left = 1;
  let headers: HeadersInit = { "retry-after": "0.5" };
  gateway.intercept = () =>
    left-- > 0
      ? Response.json({ error: "busy" }, { status: 429, headers })
      : Response.json({ videos: [] });
  const { ask } = clientOf(gateway.url);
  const list = () => ask((client) => client.list(BY, { page: 1, pageSize: 5 }));
  const beganAt = performance.now();
  assertEquals(await list(), { videos: [], hasMore: false });
  assert(performance.now() - beganAt >= 500);
  left = 1;
  headers = { "retry-after": "600" };
  const before = gateway.calls.length;
  assertEquals(await list(), { code: "gateway_busy" });
  assertEquals(gateway.calls.length, before + 1);
  await gateway.close();
});

/** A client of its own; what it throws becomes a value. */
function clientOf(
  url: string,
  options: { halfOpenMs?: number; now?: () => number } = {},
) {
  const client = createGateway({
    url,
    timeoutMs: 2000,
    http: createHttpClient(),
    log: createLog(() => {}),
    ...options,
  });
  return {
    ask: <T>(call: (by: typeof client) => Promise<T>) =>
      call(client).then(
        (value): unknown => value,
        (error): unknown => ({ code: error.code }),
      ),
  };
}

Deno.test("[V15] a KS of the sign-in that Kaltura refused is replaced by a new sign-in's, once; one made for the play is not", async () => {
  for (const hasOwnKs of [false, true]) {
    let made = 0;
    const gateway = startGateway("field", {
      mintKs: (person, { isEntitled }) =>
        `${canaryKs(person, { isEntitled })}-${++made}`,
    });
    gateway.intercept = (route) =>
      route.endsWith("/play") && !hasOwnKs
        ? Response.json({ playUrl: "https://www.kaltura.com/p/1/e" })
        : null;
    const api = createApi({ API_GATEWAY_URL: gateway.url });
    const first = await api.call("/api/videos/0_v1/play", {
      token: await api.sessionOf("7"),
      body: {},
    });
    await first.body?.cancel();
    const token = first.headers.get("x-session-token") ?? "";
    const play = async (body: unknown) => {
      const before = gateway.calls.length;
      const response = await api.call("/api/videos/0_v1/play", { token, body });
      assertEquals(response.status, 200, await response.text());
      return routesOf(gateway).slice(before)
        .filter((route) => route.startsWith("POST /auth/"));
    };
    assertEquals(await play({}), [], "a play is no reason");
    assertEquals(
      await play({ renewal: true }),
      hasOwnKs ? [] : ["POST /auth/refresh"],
    );
    await api.close();
    await gateway.close();
  }
});

Deno.test("[V14] a pass whose KS ends is renewed, though its token lives for days", async () => {
  const gateway = startGateway("field", { tokenMs: 7 * 86_400_000 });
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  const { token, kalturaSession } = await (await fetch(
    `${gateway.url}/auth/token`,
    { method: "POST", body: '{"discordId":"7"}' },
  )).json();
  const ends = await api.sessionOf("7", {
    token,
    ks: kalturaSession.ks,
    expiresAtMs: Date.now() + 30_000,
  });
  const response = await api.call("/api/videos/0_v1", { token: ends });
  await response.body?.cancel();
  assert(routesOf(gateway).includes("POST /auth/refresh"));
  await api.close();
  await gateway.close();
});

Deno.test("[V1] a path for sessions that was away for a while, as behind a proxy in a restart, is asked for again", async () => {
  const gateway = startGateway("plan");
  let nowMs = Date.now();
  const { ask } = clientOf(gateway.url, { now: () => nowMs });
  const signedIn = await ask((client) => client.signIn(PERSON));
  const by = { person: PERSON, pass: signedIn as { token: string } };
  const session = () => ask((client) => client.session(by, "0_v1"));
  const ks = canaryKs("7", { isEntitled: true });
  assertEquals(await session(), ks);
  gateway.intercept = (route) =>
    route.endsWith("/session")
      ? new Response("<h1>No such site</h1>", { status: 404 })
      : null;
  assertEquals(await session(), { code: "bad_gateway_answer" });
  gateway.intercept = () => null;
  nowMs += 299_000;
  assertEquals(await session(), { code: "bad_gateway_answer" });
  nowMs += 2000;
  assertEquals(await session(), ks);
  await gateway.close();
});
