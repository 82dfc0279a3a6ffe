/** Gateways that are broken, as a whole and on one path: right status, stable code, one sentence; samples in development only. */
import { assert, assertEquals } from "@std/assert";
import { createGateway } from "@/lib/server/gateway/gateway.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import { createLog } from "@/lib/server/log/log.ts";
import {
  type Breakage,
  BREAKAGES,
  startBroken,
} from "../support/fakes/broken_server.ts";
import { type Dialect, startGateway } from "../support/fakes/fake_gateway.ts";
import { startDiscordApi } from "../support/fakes/fake_discord_api.ts";
import { type ApiServer, createApi, DISCORD_APP } from "./api_server.ts";

/** Deadline where the gateway hangs, ms. */
const TIMEOUT_MS = 300;
/** Deadline that retries do not reach on a busy machine, ms. */
const LONG_MS = 10_000;
const DIALECTS = ["plan", "field"] satisfies Dialect[];

interface Expected {
  status: number;
  code: string;
  /** What the log must say of it. */
  logged: RegExp;
}

const FAULTS: Record<Breakage, Expected> = {
  refuse: { status: 502, code: "gateway_unavailable", logged: /unreachable/ },
  reset: { status: 502, code: "gateway_unavailable", logged: /unreachable/ },
  hang: { status: 504, code: "gateway_timeout", logged: /timeout/ },
  slow_body: { status: 504, code: "gateway_timeout", logged: /timeout/ },
  too_many_requests: {
    status: 503,
    code: "gateway_busy",
    logged: /429: slow down/,
  },
  server_error: { status: 502, code: "gateway_unavailable", logged: /500/ },
  not_available: {
    status: 502,
    code: "gateway_unavailable",
    logged: /503: canary-upstream-detail/,
  },
  html: {
    status: 502,
    code: "gateway_misconfigured",
    logged: /status 200 and no answer of a gateway at http:\/\/127/,
  },
  cut_json: { status: 502, code: "bad_gateway_answer", logged: /does not fit/ },
  cut_body: { status: 502, code: "gateway_unavailable", logged: /unreachable/ },
  wrong_types: {
    status: 502,
    code: "bad_gateway_answer",
    logged: /does not fit/,
  },
  empty: { status: 502, code: "bad_gateway_answer", logged: /does not fit/ },
  huge: { status: 502, code: "bad_gateway_answer", logged: /too_large/ },
  redirect: { status: 502, code: "gateway_misconfigured", logged: /302/ },
};
/** Failures for which development shows samples. Source: docs/design.md, "HTTP". */
const SAMPLED = new Set<Breakage>([
  "refuse",
  "reset",
  "hang",
  "slow_body",
  "server_error",
  "not_available",
  "cut_body",
  "html",
  "redirect",
]);
/** Breakages that only a deadline ends. */
const ENDLESS = new Set<Breakage>(["hang", "slow_body"]);

function envFor(breakage: Breakage, mode: "production" | "development") {
  const timeoutMs = ENDLESS.has(breakage) ? TIMEOUT_MS : LONG_MS;
  return { NODE_ENV: mode, API_GATEWAY_TIMEOUT_MS: String(timeoutMs) };
}

/** What a person asks, and the gateway's route that is broken meanwhile. */
const CASES = [
  ["GET /videos", "GET /api/videos"],
  ["GET /videos/search", "GET /api/videos/search?q=a"],
  ["GET /videos/ID", "GET /api/videos/ID"],
  ["GET /videos/ID", "POST /api/videos/ID/play"],
  ["POST /videos/ID/play", "POST /api/videos/ID/play"],
  ["POST /videos/ID/session", "POST /api/videos/ID/session"],
  ["POST /auth/token", "GET /api/videos"],
] as const;

async function send(
  api: ApiServer,
  asked: string,
  token: string,
): Promise<{ status: number; text: string }> {
  const [method, path = ""] = asked.split(" ");
  const response = await api.call(path, {
    token,
    ...(method === "POST" ? { body: {} } : {}),
  });
  return { status: response.status, text: await response.text() };
}

/** A gateway whose one route is broken, and somebody who asks. */
async function meet(
  breakage: Breakage,
  { dialect, route, mode }: {
    dialect: Dialect;
    route: string;
    mode: "production" | "development";
  },
) {
  const gateway = startGateway(dialect);
  const broken = startBroken(breakage, { behind: gateway.url });
  broken.breaks = (called) => called === route;
  const api = createApi({
    ...envFor(breakage, mode),
    API_GATEWAY_URL: broken.url,
  });
  const known = await fetch(`${gateway.url}/auth/token`, {
    method: "POST",
    body: '{"discordId":"7"}',
  });
  const { token, kalturaSession } = await known.json();
  const session = await api.sessionOf(
    "7",
    route.includes("/auth/")
      ? undefined
      : { token, ...(kalturaSession ? { ks: kalturaSession.ks } : {}) },
  );
  return {
    broken,
    api,
    session,
    async close() {
      await api.close();
      broken.close();
      await gateway.close();
    },
  };
}

for (const breakage of BREAKAGES) {
  const { status, code, logged } = FAULTS[breakage];

  for (const dialect of DIALECTS) {
    Deno.test(`[H1] [V7] one path that is broken (${breakage}, dialect "${dialect}") gives no sample in production, but a code and a sentence`, async () => {
      await Promise.all(CASES.map(async ([route, asked]) => {
        const video = "0_v1";
        const world = await meet(breakage, {
          dialect,
          route: route.replace("ID", video),
          mode: "production",
        });
        const got = await send(
          world.api,
          asked.replace("ID", video),
          world.session,
        );
        const name = `${asked} while ${route} is broken: ${got.text}`;
        const { error, code: gotCode } = JSON.parse(got.text);
        assertEquals([got.status, gotCode], [status, code], name);
        assert(/^[A-Z][^.]*\.( [A-Z][^.]*\.)*$/.test(error), name);
        assert(!got.text.includes("canary"), name);
        assert(!/sample/i.test(got.text), name);
        assert(breakage === "refuse" || world.broken.hits > 0, name);
        assertEquals(world.broken.canaryHits, 0, "a redirect is not followed");
        const log = world.api.log();
        assert(log.includes(`"reason":"${code}"`), log);
        assert(logged.test(log), `${name} in the log: ${log}`);
        assert(!log.includes("canary-gateway"), log);
        await world.close();
      }));
    });
  }

  Deno.test(
    `[V5] [V6] one path that is broken (${breakage}) in development: ${
      SAMPLED.has(breakage) ? "a sample" : "the refusal"
    }`,
    async () => {
      await Promise.all(CASES.map(async ([route, asked]) => {
        const video = "sample-orbit";
        const world = await meet(breakage, {
          dialect: "plan",
          route: route.replace("ID", video),
          mode: "development",
        });
        // A gateway that works does not know the sample.
        world.broken.breaks = (called) =>
          called === route.replace("ID", video) || called.includes(video);
        const got = await send(
          world.api,
          asked.replace("ID", video),
          world.session,
        );
        const name = `${asked} while ${route} is broken: ${got.text}`;
        if (!SAMPLED.has(breakage)) {
          assertEquals(
            [got.status, JSON.parse(got.text).code],
            [status, code],
            name,
          );
        } else {
          assertEquals(got.status, 200, name);
          assert(asked.endsWith("/session") || /sample/i.test(got.text), name);
          const log = world.api.log();
          assert(log.includes('"event":"sample_instead"'), log);
          assert(logged.test(log), log);
        }
        await world.close();
      }));
    },
  );

  Deno.test(`[A6] a gateway whose sign-in is broken (${breakage}) stops no sign-in`, async () => {
    const discord = startDiscordApi(DISCORD_APP);
    const broken = startBroken(breakage);
    const api = createApi({
      ...envFor(breakage, "production"),
      DISCORD_API_URL: discord.url,
      API_GATEWAY_URL: broken.url,
    });
    const response = await api.call("/api/token", {
      body: {
        code: discord.authorize({
          person: "100000000000000001",
          instance: "i-1",
          scopes: ["identify"],
        }),
        instance_id: "i-1",
      },
    });
    const answer = await response.json();
    assertEquals(response.status, 200, JSON.stringify(answer));
    assertEquals("api_token" in answer, false);
    const videos = await send(api, "GET /api/videos", answer.session_token);
    assertEquals(
      [videos.status, JSON.parse(videos.text).code],
      [status, code],
      "the video calls say why",
    );
    await api.close();
    broken.close();
    await discord.close();
  });
}

Deno.test("[V8] where renewals are broken, outages are reported and nonsense is ignored", async () => {
  await Promise.all(BREAKAGES.map(async (breakage) => {
    const gateway = startGateway("plan");
    const broken = startBroken(breakage, { behind: gateway.url });
    broken.breaks = (route) => route === "POST /auth/refresh";
    const api = createApi({
      ...envFor(breakage, "production"),
      API_GATEWAY_URL: broken.url,
    });
    const token = await api.sessionOf("7", { token: "old", expiresAtMs: 1 });
    const { status, text } = await send(api, "GET /api/videos/0_v1", token);
    const fault = FAULTS[breakage];
    assertEquals(
      status,
      isPassedBy(fault.code) ? 200 : fault.status,
      `${breakage}: ${text}`,
    );
    await api.close();
    broken.close();
    await gateway.close();
  }));
});

/** What a page at a gateway's address means. */
const PLACE = [502, "gateway_misconfigured"] as const;

/** Without a path for renewals there is still the sign-in. */
function isPassedBy(code: string): boolean {
  return code === "bad_gateway_answer" || code === "gateway_misconfigured";
}

for (const mode of ["production", "development"]) {
  Deno.test(`[V6] the gateway's own refusals are passed on in ${mode}, without its words and without a sample`, async () => {
    const gateway = startGateway("plan");
    const api = createApi({
      NODE_ENV: mode,
      API_GATEWAY_TIMEOUT_MS: String(LONG_MS),
      API_GATEWAY_URL: gateway.url,
    });
    const { headers } = await api.call("/api/videos/0_v1", {
      token: await api.sessionOf("7"),
    });
    const token = headers.get("x-session-token") ?? "";
    const own = (status: number) =>
      Response.json({ error: `canary ${status}` }, { status });
    const page = () =>
      new Response("<h1>canary</h1>", {
        status: 404,
        headers: { "content-type": "text/html" },
      });
    const cases: [asked: string, () => Response, number, string][] = [
      ["GET /api/videos", () => own(400), 400, "gateway_refused"],
      ["GET /api/videos", () => own(403), 403, "gateway_refused"],
      ["GET /api/videos", () => own(404), 404, "gateway_refused"],
      ["GET /api/videos", page, ...PLACE],
      ["GET /api/videos/search?q=a", () => own(400), 400, "gateway_refused"],
      ["GET /api/videos/search?q=a", () => own(404), 404, "gateway_refused"],
      ["GET /api/videos/search?q=a", page, ...PLACE],
      ["GET /api/videos/sample-tide", () => own(400), 400, "gateway_refused"],
      ["GET /api/videos/sample-tide", () => own(403), 403, "gateway_refused"],
      ["GET /api/videos/sample-tide", () => own(404), 404, "unknown_video"],
      [
        "POST /api/videos/sample-tide/session",
        () => own(400),
        400,
        "gateway_refused",
      ],
      [
        "POST /api/videos/sample-tide/play",
        () => own(404),
        404,
        "unknown_video",
      ],
    ];
    for (const [asked, refusal, status, code] of cases) {
      gateway.intercept = refusal;
      const got = await send(api, asked, token);
      const told = JSON.parse(got.text);
      // In development samples stand in for a gateway that is not there.
      const isSampled = code === PLACE[1] && mode === "development";
      assertEquals(
        [got.status, told.code],
        isSampled ? [200, undefined] : [status, code],
        asked,
      );
      assertEquals("samplesBecause" in told, isSampled);
      assert(!got.text.includes("canary"), got.text);
    }
    assert(api.log().includes("canary 400"), "its words are in the log");
    await api.close();
    await gateway.close();
  });
}

Deno.test("[V9] a development start with a gateway that hangs waits for it once: signing in, then 20 clicks", async () => {
  const discord = startDiscordApi(DISCORD_APP);
  const broken = startBroken("hang");
  const api = createApi({
    ...envFor("hang", "development"),
    DISCORD_API_URL: discord.url,
    API_GATEWAY_URL: broken.url,
  });
  const beganAt = performance.now();
  const response = await api.call("/api/token", {
    body: {
      code: discord.authorize({
        person: "100000000000000001",
        instance: "i-1",
        scopes: ["identify"],
      }),
      instance_id: "i-1",
    },
  });
  const { session_token: token } = await response.json();
  const waitedMs = performance.now() - beganAt;
  const clicks = [
    "GET /api/videos",
    "GET /api/videos/search?q=orbit",
    "GET /api/videos/sample-orbit",
    "POST /api/videos/sample-orbit/play",
  ];
  let longestMs = 0;
  for (let n = 0; n < 20; n++) {
    const clickedAt = performance.now();
    const { status } = await send(api, clicks[n % clicks.length] ?? "", token);
    assertEquals(status, 200);
    longestMs = Math.max(longestMs, performance.now() - clickedAt);
  }
  assert(
    waitedMs >= TIMEOUT_MS && waitedMs < 2 * TIMEOUT_MS,
    `signing in took ${waitedMs.toFixed()} ms, the deadline is ${TIMEOUT_MS}`,
  );
  assert(longestMs < TIMEOUT_MS / 2, `a click took ${longestMs.toFixed()} ms`);
  assertEquals(broken.hits, 1);
  await api.close();
  broken.close();
  await discord.close();
});

Deno.test("[V9] in development nobody waits for a trial either, and a gateway that is back is used", async () => {
  const works = startGateway("plan");
  const broken = startBroken("hang", { behind: works.url });
  const gateway = createGateway({
    url: broken.url,
    timeoutMs: TIMEOUT_MS,
    http: createHttpClient(),
    log: createLog(() => {}),
    remembersOutage: true,
    halfOpenMs: 50,
  });
  const ask = async () => {
    const beganAt = performance.now();
    const outcome = await gateway.signIn({
      discordId: "7",
      username: "u",
      roles: [],
    }).then(() => "signed in", ({ code }) => code as string);
    return { outcome, tookMs: performance.now() - beganAt };
  };
  const first = await ask();
  assertEquals(first.outcome, "gateway_timeout");
  const deadline = performance.now() + 10_000;
  while (broken.hits < 3) {
    const { outcome, tookMs } = await ask();
    assertEquals(outcome, "gateway_unavailable");
    assert(tookMs < TIMEOUT_MS / 2, `took ${tookMs.toFixed()} ms`);
    assert(performance.now() < deadline, "is never tried");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  broken.breaks = () => false;
  while ((await ask()).outcome !== "signed in") {
    assert(performance.now() < deadline, "is never used again");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  broken.close();
  await works.close();
});

Deno.test("[V4] [V17] calls are repeated twice at most, also to play and to sign in", async () => {
  const gateway = startGateway("field");
  const broken = startBroken("not_available", { behind: gateway.url });
  const api = createApi({
    ...envFor("not_available", "production"),
    API_GATEWAY_URL: broken.url,
  });
  const token = await api.sessionOf("7");
  for (
    const [route, asked] of [
      ["POST /auth/token", "GET /api/videos/0_v1"],
      ["GET /videos/0_v1", "GET /api/videos/0_v1"],
      ["POST /videos/0_v1/play", "POST /api/videos/0_v1/play"],
    ] as const
  ) {
    let failures = 2;
    broken.hits = 0;
    broken.breaks = (called) => called === route && failures-- > 0;
    const once = await send(api, asked, token);
    assertEquals([once.status, broken.hits], [200, 2], `${route} comes back`);
    broken.hits = 0;
    broken.breaks = (called) => called === route;
    const { status } = await send(api, asked, token);
    assertEquals([status, broken.hits], [502, 3], `${route} stays away`);
  }
  await api.close();
  broken.close();
  await gateway.close();
});
