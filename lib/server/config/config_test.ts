import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ConfigError, loadConfig } from "./config.ts";

const PRODUCTION = {
  NODE_ENV: "production",
  DISCORD_CLIENT_ID: "123456789012345678",
  DISCORD_CLIENT_SECRET: "s3cr3t",
  DISCORD_BOT_TOKEN: "b0t",
  SESSION_SECRET: "0123456789abcdef0123456789abcdef",
  API_GATEWAY_URL: "https://gateway.example/api",
};

Deno.test("[C1] an empty environment is a development one with the fake Discord", () => {
  const config = loadConfig({ DISCORD_CLIENT_ID: "" });
  assertEquals(config.mode, "development");
  assertEquals(config.discord.isFake, true);
  assertEquals(
    config.discord.apiUrl,
    "http://127.0.0.1:8000/simulator/discord/api/v10",
  );
  assertEquals([config.port, config.store, config.roomMaxMembers], [
    8000,
    "memory",
    200,
  ]);
});

Deno.test("[C1] each development start has another secret", () => {
  const [a] = loadConfig({}).sessionSecrets;
  const [b] = loadConfig({}).sessionSecrets;
  assertEquals(a === b, false);
});

Deno.test("[C2] Deno Deploy is production unless set otherwise", () => {
  assertThrows(() => loadConfig({ DENO_DEPLOY: "1" }), ConfigError);
  assertEquals(
    loadConfig({ DENO_DEPLOY: "1", NODE_ENV: "development" }).mode,
    "development",
  );
});

Deno.test("[C15] production on Deno Deploy keeps no rooms in memory: each instance would have its own", () => {
  const env = {
    DENO_DEPLOYMENT_ID: "d1",
    DISCORD_CLIENT_ID: "123456789012345678",
    DISCORD_CLIENT_SECRET: "s",
    DISCORD_BOT_TOKEN: "b",
    SESSION_SECRET: "0123456789abcdef0123456789abcdef",
    API_GATEWAY_URL: "https://gateway.example.com/api",
  };
  for (const ROOM_STORE of [undefined, "memory"]) {
    const error = assertThrows(
      () => loadConfig({ ...env, ROOM_STORE }),
      ConfigError,
    );
    assertEquals(error.problems.length, 1);
    assertMatch(error.problems[0] ?? "", /ROOM_STORE is required on Deno/);
  }
  for (const ROOM_STORE of ["kv", "redis"]) {
    assertEquals(loadConfig({ ...env, ROOM_STORE }).store, ROOM_STORE);
  }
  const { DENO_DEPLOYMENT_ID: _, ...elsewhere } = env;
  const here = loadConfig({ ...elsewhere, NODE_ENV: "production" });
  assertEquals(here.store, "memory");
});

Deno.test("[C3] every problem is named at once, and no secret", () => {
  const error = assertThrows(
    () =>
      loadConfig({
        NODE_ENV: "production",
        PORT: "http",
        SESSION_SECRET: "short-canary",
        ROOM_STORE: "disk",
        REDIS_URL: "not a url canary",
        KALTURA_HOSTS: "https://x",
      }),
    ConfigError,
  );
  for (
    const name of [
      "PORT",
      "SESSION_SECRET",
      "ROOM_STORE",
      "REDIS_URL",
      "KALTURA_HOSTS",
      "DISCORD_CLIENT_ID",
      "DISCORD_CLIENT_SECRET",
      "DISCORD_BOT_TOKEN",
    ]
  ) assertStringIncludes(error.message, name);
  assertStringIncludes(error.message, "API_GATEWAY_URL");
  assertEquals(error.problems.length, 9);
  assertEquals(error.message.includes("canary"), false);
});

Deno.test("[C3] production starts with what it requires", () => {
  const config = loadConfig(PRODUCTION);
  assertEquals(config.discord.isFake, false);
  assertEquals(config.discord.apiUrl, "https://discord.com/api/v10");
});

Deno.test("[C4] SESSION_SECRET may hold a new and an old secret", () => {
  const old = "x".repeat(32);
  const config = loadConfig({
    ...PRODUCTION,
    SESSION_SECRET: `${PRODUCTION.SESSION_SECRET}, ${old}`,
  });
  assertEquals(config.sessionSecrets, [PRODUCTION.SESSION_SECRET, old]);
  assertThrows(
    () => loadConfig({ ...PRODUCTION, SESSION_SECRET: `${old},short` }),
    ConfigError,
  );
});

/** The problems of a configuration, or none. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

Deno.test("[C3] [C7] addresses and numbers that cannot be right are named", () => {
  const cases: [name: string, value: string, isRight: boolean][] = [
    ["API_GATEWAY_URL", "http://gateway.internal:3000/api/", true],
    ["API_GATEWAY_URL", "localhost:3000/api", false],
    ["API_GATEWAY_URL", "ftp://gateway.example/api", false],
    ["API_GATEWAY_URL", "gateway.example", false],
    ["API_GATEWAY_URL", "https://me:canary@gateway.example/api", false],
    ["API_GATEWAY_URL", "https://gateway.example/api?key=canary", false],
    ["API_GATEWAY_URL", "https://gateway.example/api#", false],
    ["DISCORD_API_URL", "discord.com/api/v10", false],
    ["REDIS_URL", "http://localhost:6379", false],
    ["REDIS_URL", "rediss://user:canary@redis.example", true],
    ["KALTURA_PARTNER_ID", "5896392", true],
    ["KALTURA_PARTNER_ID", "abc", false],
    ["KALTURA_PARTNER_ID", "-1", false],
    ["KALTURA_CDN_URL", "https://cdnapisec.kaltura.com", true],
    ["KALTURA_CDN_URL", "http://cdnapisec.kaltura.com", false],
    ["KALTURA_CDN_URL", "https://cdn.example", false],
    ["KALTURA_CDN_URL", "https://cdnapisec.kaltura.com:8443", false],
    ["KALTURA_CDN_URL", "http://127.0.0.1:8080", false],
  ];
  for (const [name, value, isRight] of cases) {
    const problems = problemsOf({ ...PRODUCTION, [name]: value });
    assertEquals(problems.length, isRight ? 0 : 1, `${name}=${value}`);
    for (const problem of problems) {
      assertStringIncludes(problem, name);
      assertEquals(problem.includes("canary"), false, problem);
    }
  }
});

Deno.test("[C7] development may name a loopback that is listed", () => {
  const env = { KALTURA_CDN_URL: "http://127.0.0.1:8080" };
  assertEquals(problemsOf(env).length, 1);
  assertEquals(problemsOf({ ...env, KALTURA_HOSTS: "127.0.0.1" }), []);
});

const APP_TOKEN = {
  KALTURA_PARTNER_ID: "77",
  KALTURA_APP_TOKEN_ID: "1_abc",
  KALTURA_APP_TOKEN: "canary",
};
const USER_SECRET = { KALTURA_PARTNER_ID: "77", KALTURA_USER_SECRET: "canary" };
const { API_GATEWAY_URL: _gateway, ...NO_CATALOGUE } = PRODUCTION;

Deno.test("[C5] the catalogue follows from what is set", () => {
  const cases: [Record<string, string>, string][] = [
    [{}, "gateway"],
    [PRODUCTION, "gateway"],
    [{ ...NO_CATALOGUE, ...APP_TOKEN }, "kaltura"],
    [{ ...NO_CATALOGUE, ...USER_SECRET }, "kaltura"],
    [USER_SECRET, "kaltura"],
    [{ ...PRODUCTION, ...USER_SECRET }, "gateway"],
    [{ ...PRODUCTION, ...USER_SECRET, CATALOGUE: "kaltura" }, "kaltura"],
    [{ ...USER_SECRET, CATALOGUE: "gateway" }, "gateway"],
    [{ ...PRODUCTION, KALTURA_PARTNER_ID: "77" }, "gateway"],
  ];
  for (const [env, catalogue] of cases) {
    assertEquals(loadConfig(env).catalogue, catalogue, JSON.stringify(env));
  }
  const { kalturaAccount } = loadConfig({ ...APP_TOKEN, ...USER_SECRET });
  assertEquals(kalturaAccount, {
    partnerId: "77",
    kind: "app_token",
    id: "1_abc",
    token: "canary",
  });
});

Deno.test("[C6] production without a catalogue does not start, and says what to set", () => {
  for (
    const env of [NO_CATALOGUE, { ...NO_CATALOGUE, KALTURA_PARTNER_ID: "77" }]
  ) {
    const [problem = "", ...others] = problemsOf(env);
    assertEquals(others, []);
    for (
      const name of [
        "API_GATEWAY_URL",
        "KALTURA_PARTNER_ID",
        "KALTURA_APP_TOKEN_ID",
        "KALTURA_APP_TOKEN",
        "KALTURA_USER_SECRET",
      ]
    ) assertStringIncludes(problem, name);
  }
});

Deno.test("[C6] half an account is named, and what is missing of it", () => {
  const { KALTURA_APP_TOKEN: _token, ...noToken } = APP_TOKEN;
  const { KALTURA_APP_TOKEN_ID: _id, ...noId } = APP_TOKEN;
  const cases: [Record<string, string>, string][] = [
    [noToken, "KALTURA_APP_TOKEN is required"],
    [noId, "KALTURA_APP_TOKEN_ID is required"],
    [{ KALTURA_USER_SECRET: "canary" }, "KALTURA_PARTNER_ID is required"],
    [{ CATALOGUE: "kaltura" }, "CATALOGUE=kaltura needs"],
    [{ CATALOGUE: "vimeo" }, "CATALOGUE"],
    [{ ...NO_CATALOGUE, CATALOGUE: "gateway" }, "needs API_GATEWAY_URL"],
  ];
  for (const [env, words] of cases) {
    const problems = problemsOf(env);
    assertEquals(problems.length, 1, JSON.stringify(problems));
    assertStringIncludes(problems[0] ?? "", words);
    assertEquals(problems.join().includes("canary"), false);
  }
});

Deno.test("[V34] a Kaltura account is reached where Kaltura is, unless set otherwise", () => {
  assertEquals(loadConfig(USER_SECRET).kalturaApi, {
    url: "https://www.kaltura.com/api_v3",
    privacyContext: undefined,
  });
  const { kalturaApi } = loadConfig({
    ...USER_SECRET,
    KALTURA_API_URL: "https://kaltura.school.example/api_v3/",
    KALTURA_PRIVACY_CONTEXT: "school",
  });
  assertEquals(kalturaApi, {
    url: "https://kaltura.school.example/api_v3",
    privacyContext: "school",
  });
  for (
    const [name, value] of [
      // It would give a privilege.
      ["KALTURA_PRIVACY_CONTEXT", "a,edit:*"],
      ["KALTURA_API_URL", "www.kaltura.com"],
      ["KALTURA_ANALYTICS", "yes"],
      // Only a gateway says which player.
      ["PLAYER_ENGINE", "playkit"],
    ] as const
  ) {
    const problems = problemsOf({ ...USER_SECRET, [name]: value });
    assertEquals(problems.length, 1, problems.join());
    assertStringIncludes(problems.join(), name);
  }
});

Deno.test("[W49] nothing is reported to Kaltura unless asked for", () => {
  assertEquals(loadConfig(PRODUCTION).analyticsUrl, null);
  assertEquals(
    loadConfig({ ...PRODUCTION, KALTURA_ANALYTICS: "on" }).analyticsUrl,
    "https://analytics.kaltura.com/api_v3/index.php",
  );
});

Deno.test("[C10] production asks Discord who is in a room, unless it is set not to", () => {
  const { DISCORD_BOT_TOKEN: _, ...without } = PRODUCTION;
  const error = assertThrows(() => loadConfig(without), ConfigError);
  assertStringIncludes(error.message, "ROOM_ACCESS=unverified");
  const open = loadConfig({ ...without, ROOM_ACCESS: "unverified" });
  assertEquals([open.roomAccess, open.discord.botToken], [
    "unverified",
    undefined,
  ]);
  const { roomAccess, discord } = loadConfig(PRODUCTION);
  assertEquals([roomAccess, discord.botToken], ["verified", "b0t"]);
  assertThrows(
    () => loadConfig({ ROOM_ACCESS: "verified" }),
    ConfigError,
    "DISCORD_BOT_TOKEN",
  );
  assertEquals(loadConfig({}).roomAccess, "unverified");
});
