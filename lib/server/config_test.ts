import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ConfigError, loadConfig } from "./config.ts";

const PRODUCTION = {
  NODE_ENV: "production",
  DISCORD_CLIENT_ID: "123456789012345678",
  DISCORD_CLIENT_SECRET: "s3cr3t",
  SESSION_SECRET: "0123456789abcdef0123456789abcdef",
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

Deno.test("[C2] Deno Deploy is production unless told otherwise", () => {
  assertThrows(() => loadConfig({ DENO_DEPLOY: "1" }), ConfigError);
  assertEquals(
    loadConfig({ DENO_DEPLOY: "1", NODE_ENV: "development" }).mode,
    "development",
  );
});

Deno.test("[C3] every problem is told at once, and no secret", () => {
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
    ]
  ) assertStringIncludes(error.message, name);
  assertEquals(error.problems.length, 7);
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
