/** `deno task doctor` against mistakes that people make: each is named, with what to do. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { createLog } from "@/lib/server/log/log.ts";
import {
  createHttpClient,
  type HttpClient,
} from "@/lib/server/upstream/http_client.ts";
import { examine, type Patient } from "@/tools/doctor/examine.ts";
import {
  asText,
  type Check,
  type Finding,
  isWell,
} from "@/tools/doctor/findings.ts";
import { judgeRedis } from "@/tools/doctor/store.ts";
import { weaknessOf } from "@/tools/doctor/settings.ts";
import {
  type FakeDiscordApplication,
  startDiscordApplication,
} from "../support/fakes/fake_discord_application.ts";
import {
  type FakeGateway,
  startGateway,
} from "../support/fakes/fake_gateway.ts";
import { openAccount } from "../kaltura/account.ts";
import { hasRedis, startRedis } from "../stores/redis_server.ts";

const APP = {
  clientId: "123456789012345678",
  clientSecret: "mBzW5nq0fUa7Jx1c",
  botToken: "MTIzNDU2.GhIjKl.mNoPqRsTuV",
};
const SESSION_SECRET = "q5mJx0Yc7vV1rKz3uEwT9oLhPbN2sGdA4fXi6HtQ8eM=";

const MASTER = [
  "#EXTM3U",
  "#EXT-X-STREAM-INF:BANDWIDTH=400000",
  "https://cfvod.kaltura.com/hls/p/1/a.m3u8",
  "",
].join("\n");

/** Everything that a server needs, set up right. */
interface World extends AsyncDisposable {
  discord: FakeDiscordApplication;
  gateway: FakeGateway;
  env: Record<string, string>;
  /** Answers of Kaltura's CDN. */
  cdn: () => Response;
  look(change?: Partial<Patient>): Promise<Finding[]>;
}

async function openWorld(): Promise<World> {
  const discord = await startDiscordApplication(APP);
  discord.application.privacy_policy_url = "https://example.com/privacy";
  discord.application.terms_of_service_url = "https://example.com/terms";
  const gateway = startGateway("field");
  const real = createHttpClient();
  const http: HttpClient = {
    async send(request) {
      const { protocol } = new URL(request.url);
      if (protocol === "http:") return await real.send(request);
      const response = world.cdn();
      const bytes = new Uint8Array(await response.arrayBuffer());
      const { status, headers } = response;
      return { status, headers, bytes, json: undefined };
    },
  };
  const world: World = {
    discord,
    gateway,
    env: {
      NODE_ENV: "production",
      DISCORD_CLIENT_ID: APP.clientId,
      DISCORD_CLIENT_SECRET: APP.clientSecret,
      DISCORD_BOT_TOKEN: APP.botToken,
      DISCORD_API_URL: discord.url,
      API_GATEWAY_URL: gateway.url,
      API_GATEWAY_TIMEOUT_MS: "1000",
      SESSION_SECRET,
    },
    cdn: () =>
      new Response(MASTER, {
        headers: { "content-type": "application/vnd.apple.mpegurl" },
      }),
    look: (change) =>
      examine({
        env: world.env,
        http,
        log: createLog(() => {}),
        now: Date.now,
        files: 16_384,
        hasBuild: true,
        ...change,
      }),
    async [Symbol.asyncDispose]() {
      await discord[Symbol.asyncDispose]();
      await gateway.close();
    },
  };
  return world;
}

Deno.test("[O1] [O3] [O4] [O5] a server that is set up right is well: a real list, a real play, what to enter in the portal", async () => {
  await using world = await openWorld();
  const findings = await world.look();
  assert(isWell(findings));
  // A new application has Discord's own command.
  assertEquals(
    findings.filter((one) => "mend" in one).map(({ check }) => check),
    ["commands"],
    asText(findings),
  );
  const told = (check: Check) =>
    findings.find((one) => one.check === check)?.message ?? "";
  assertMatch(
    told("settings"),
    /production; rooms in memory; videos from gateway/,
  );
  assertMatch(told("list"), /10 video\(s\)/);
  assertMatch(
    told("play"),
    /can be played; .*play address, as the one in the field/,
  );
  assertMatch(told("instances"), /may ask/);
  assertMatch(told("portal"), /\/k\/vod +→ cfvod\.kaltura\.com/);
  assertMatch(asText(findings), /Ready, with 1 warning/);
});

/** A mistake: what is planted, what it is called, what to do. */
interface Mistake {
  name: string;
  plant(world: World): Partial<Patient> | void;
  check: Check;
  verdict?: "warning";
  message: RegExp;
  mend: RegExp;
}

const MISTAKES: Mistake[] = [
  {
    name: "a session secret out of an example",
    plant: ({ env }) => {
      env.SESSION_SECRET = "change-me-change-me-change-me-change-me!";
    },
    check: "secrets",
    message: /SESSION_SECRET can be guessed: .*placeholder/,
    mend: /openssl rand -base64 32/,
  },
  {
    name: "a bot's token with quotes around it",
    plant: ({ env }) => {
      env.DISCORD_BOT_TOKEN = `"${APP.botToken}"`;
    },
    check: "secrets",
    message: /DISCORD_BOT_TOKEN has quotes around it/,
    mend: /Copy the token from Bot/,
  },
  {
    name: "another application's secret",
    plant: ({ env }) => {
      env.DISCORD_CLIENT_SECRET = "of-another-application";
    },
    check: "discord",
    message: /does not know DISCORD_CLIENT_ID with DISCORD_CLIENT_SECRET/,
    mend: /OAuth2 in Discord's developer portal/,
  },
  {
    name: "a bot's token that was reset",
    plant: ({ env }) => {
      env.DISCORD_BOT_TOKEN = "MTIzNDU2.aBcDeF.oldOldOldOld";
    },
    check: "bot",
    message: /does not know DISCORD_BOT_TOKEN/,
    mend: /Reset Token/,
  },
  {
    name: "the bot of another application",
    plant: ({ discord }) => {
      discord.application.id = "999999999999999999";
    },
    check: "bot",
    message: /of another application \("Film evening", 9+\)/,
    mend: /same application/,
  },
  {
    name: "Activities not enabled",
    plant: ({ discord }) => {
      discord.application.flags = 0;
    },
    check: "activity",
    message: /has no Activity/,
    mend: /Enable Activities/,
  },
  {
    name: "no redirect",
    plant: ({ discord }) => {
      discord.application.redirect_uris = [];
    },
    check: "redirect",
    message: /refuses every sign-in/,
    mend: /OAuth2, Redirects/,
  },
  {
    name: "the gateway's address without /api",
    plant: ({ env, gateway }) => {
      env.API_GATEWAY_URL = gateway.origin;
    },
    check: "catalogue",
    message: /gateway_misconfigured, status 404/,
    mend: /mostly it ends with \/api/,
  },
  {
    name: "no gateway there",
    plant: ({ env }) => {
      env.API_GATEWAY_URL = "http://127.0.0.1:9/api";
    },
    check: "catalogue",
    message: /at http:\/\/127\.0\.0\.1:9\/api: gateway_unavailable/,
    mend: /Start the gateway, or set API_GATEWAY_URL/,
  },
  {
    name: "media on a host that is not listed",
    plant: (world) => {
      world.cdn = () =>
        new Response(null, {
          status: 302,
          headers: { location: "https://media.example.org/a.m3u8" },
        });
    },
    check: "play",
    message: /None of the first 3 video\(s\) can be played: media_host_refused/,
    mend: /KALTURA_HOSTS/,
  },
  {
    name: "a clock that is wrong by ten minutes",
    plant: ({ discord }) => {
      discord.date = new Date(Date.now() - 600_000).toUTCString();
    },
    check: "clock",
    message: /60\d s ahead of Discord's/,
    mend: /set-ntp true/,
  },
  {
    name: "the usual limit of open files",
    plant: () => ({ files: 256 }),
    check: "files",
    message: /256 files may be open: 32 viewers/,
    mend: /LimitNOFILE/,
  },
  {
    name: "rooms open to whoever knows their id",
    plant: ({ env }) => {
      delete env.DISCORD_BOT_TOKEN;
      env.ROOM_ACCESS = "unverified";
    },
    check: "settings",
    verdict: "warning",
    message: /whoever knows a room's id may enter it/,
    mend: /Set DISCORD_BOT_TOKEN/,
  },
  {
    name: "a public key that is none",
    plant: ({ env }) => {
      env.DISCORD_PUBLIC_KEY = APP.botToken;
    },
    check: "settings",
    message: /DISCORD_PUBLIC_KEY as it must be 64 hex digits/,
    mend: /Copy the Public Key from General Information/,
  },
  {
    name: "another application's public key",
    plant: ({ env }) => {
      env.DISCORD_PUBLIC_KEY = "0123456789abcdef".repeat(4);
    },
    check: "watch",
    verdict: "warning",
    message: /of another application/,
    mend: /Public Key/,
  },
  {
    name: "an Interactions Endpoint URL that nobody entered",
    plant: ({ env, discord }) => {
      env.DISCORD_PUBLIC_KEY = discord.sender.publicKey;
    },
    check: "watch",
    verdict: "warning",
    message: /does not know where to send \/watch/,
    mend: /discord:setup/,
  },
  {
    name: "an Interactions Endpoint URL of a bot",
    plant: ({ env, discord }) => {
      env.DISCORD_PUBLIC_KEY = discord.sender.publicKey;
      discord.application.interactions_endpoint_url = "https://bot.example/";
    },
    check: "watch",
    verdict: "warning",
    message: /to another program/,
    mend: /An application has one/,
  },
  {
    name: "a setting's name with a slip in it",
    plant: ({ env }) => {
      env.ROOM_STORES = "redis";
    },
    check: "settings",
    verdict: "warning",
    message: /ROOM_STORES is no setting/,
    mend: /Call it ROOM_STORE/,
  },
];

for (
  const { name, plant, check, verdict = "fault", message, mend } of MISTAKES
) {
  Deno.test(`[O1] the doctor names ${name}, and its mend`, async () => {
    await using world = await openWorld();
    const change = plant(world);
    const findings = await world.look(change ?? {});
    const found = findings.find((one) =>
      one.check === check && message.test(one.message)
    );
    assert(found && "mend" in found, asText(findings));
    assertEquals(found.verdict, verdict);
    assertMatch(found.mend, mend);
    assertEquals(isWell(findings), verdict !== "fault");
    for (const secret of [APP.clientSecret, APP.botToken, SESSION_SECRET]) {
      assert(!asText(findings).includes(secret), "a secret is printed");
    }
  });
}

Deno.test("[O4] the doctor names a gateway without an account, and a Kaltura account with a wrong secret", async () => {
  await using world = await openWorld();
  const mocks = startGateway("field", { isMock: true });
  const { API_GATEWAY_URL: _, ...env } = world.env;
  const look = (change: Record<string, string>) =>
    world.look({ env: { ...env, ...change } });
  const mocked = (await look({ API_GATEWAY_URL: mocks.url }))
    .find(({ verdict }) => verdict === "fault");
  assert(mocked && "mend" in mocked);
  assertMatch(mocked.message, /no_catalogue/);
  assertMatch(mocked.mend, /KALTURA_ADMIN_SECRET/);
  await mocks.close();

  await using account = openAccount({
    entries: [{ id: "0_a", name: "Lecture" }],
  });
  const { partnerId, userSecret } = account.fake.account;
  const direct = (secret: string) =>
    look({
      KALTURA_PARTNER_ID: partnerId,
      KALTURA_USER_SECRET: secret,
      KALTURA_API_URL: account.url,
    });
  assertEquals(isWell(await direct(userSecret)), true);
  const wrong = (await direct("of-another-account"))
    .find(({ verdict }) => verdict === "fault");
  assert(wrong && "mend" in wrong);
  assertEquals(wrong.check, "catalogue");
  assertMatch(wrong.mend, /all of one account/);
  assert(!asText([wrong]).includes("of-another-account"));
});

Deno.test("[O1] in development samples stand in for a catalogue that is away", async () => {
  await using world = await openWorld();
  const findings = await world.look({
    env: { API_GATEWAY_URL: "http://127.0.0.1:9/api" },
  });
  assertEquals(isWell(findings), true);
  assertMatch(asText(findings), /gateway_unavailable\. Samples stand in/);
});

Deno.test("[O5] the Root Mapping is printed by the server's name, where one is known", async () => {
  await using world = await openWorld();
  for (
    const [ALLOWED_HOSTS, own] of [
      ["cowatch.example.com", "cowatch.example.com"],
      ["*.example.com,10.0.0.7", "your server's name"],
      ["", "your server's name"],
    ] as const
  ) {
    for (const NODE_ENV of ["production", "development"]) {
      const findings = await world.look({
        env: { ...world.env, NODE_ENV, ALLOWED_HOSTS },
      });
      const portal = findings.find(({ check }) => check === "portal");
      assertMatch(portal?.message ?? "", new RegExp(`^/ +→ ${own}$`, "m"));
    }
  }
});

Deno.test("[O1] what cannot be judged from here is listed to look at, with why something was left", async () => {
  await using world = await openWorld();
  const findings = await world.look({
    env: { ...world.env, ROOM_ACCESS: "unverified", TRUSTED_PROXIES: "1" },
  });
  const told = asText(findings);
  assertMatch(told, /look +settings +TRUSTED_PROXIES=1: .*HOST=127\.0\.0\.1/);
  assertMatch(told, /skipped +bot +ROOM_ACCESS=unverified/);
  const bound = await world.look({
    env: { ...world.env, HOST: "127.0.0.1", TRUSTED_PROXIES: "1" },
  });
  assert(!asText(bound).includes("TRUSTED_PROXIES"), asText(bound));
});

Deno.test("[O1] a wrong setting is named with its mend, and what hangs on it is left", async () => {
  await using world = await openWorld();
  const findings = await world.look({
    env: { ...world.env, SESSION_SECRET: "short", PORT: "http" },
  });
  const faults = findings.filter((one) => "mend" in one);
  assertEquals(faults.map(({ check }) => check), [
    "settings",
    "settings",
    "secrets",
  ]);
  const skipped = findings.filter(({ verdict }) => verdict === "skipped");
  assertEquals(skipped.map(({ check }) => check), [
    "discord",
    "catalogue",
    "store",
  ]);
  assertEquals(world.discord.calls.length + world.gateway.calls.length, 0);
});

Deno.test("[O2] secrets made by chance pass, others do not", () => {
  for (
    const [secret, weakness] of [
      [SESSION_SECRET, null],
      [
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        null,
      ],
      ["0123456789".repeat(4), /repeats/],
      ["a".repeat(64), /repeats/],
      ["a1b2c3d4".repeat(8), /repeats/],
      ["my-session-secret-of-thirty-two-bytes", /placeholder/],
      ["aababbabaabbababbaababbabaabbaabab", /regular/],
    ] as const
  ) {
    const told = weaknessOf(secret);
    if (weakness === null) assertEquals(told, null, secret);
    else assertMatch(told ?? "", weakness, secret);
  }
});

Deno.test({
  name:
    "[O6] the doctor writes a room to Redis; names one that is not there, takes no writes, or throws rooms away",
  ignore: !hasRedis,
  async fn() {
    await using world = await openWorld();
    const redis = await startRedis();
    const look = async () => {
      const env = { ...world.env, ROOM_STORE: "redis", REDIS_URL: redis.url };
      const findings = await world.look({ env, patienceMs: 500 });
      return findings.filter(({ check }) => check === "store");
    };
    const [written, forgetful] = await look();
    assertEquals(written?.verdict, "ok");
    assertMatch(forgetful?.message ?? "", /keeps no log of changes/);

    await redis.cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    assertMatch(asText(await look()), /\(allkeys-lru\)[^]*noeviction/);

    await redis.cli("REPLICAOF", "127.0.0.1", "1");
    const [readOnly] = await look();
    assert(readOnly?.verdict === "fault");
    assertMatch(readOnly.mend, /a replica takes no writes/);

    await redis.close();
    const [gone] = await look();
    assertEquals(gone?.verdict, "fault");
  },
});

Deno.test("[O6] what Redis says of itself is judged", () => {
  const info = (policy: string, aof: 0 | 1) =>
    `# Memory\r\nmaxmemory_policy:${policy}\r\naof_enabled:${aof}\r\n`;
  assertEquals(judgeRedis(info("noeviction", 1)), []);
  assertEquals(judgeRedis(info("volatile-ttl", 0)).length, 2);
});

Deno.test("[O1] its exit code and --json are for scripts", async () => {
  const run = async (...args: string[]) => {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-ERN", "tools/doctor.ts", ...args],
      cwd: new URL("../..", import.meta.url),
      clearEnv: true,
      env: {
        NODE_ENV: "production",
        NO_COLOR: "1",
        ...Object.fromEntries(
          ["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
            const value = Deno.env.get(name);
            return value === undefined ? [] : [[name, value]];
          }),
        ),
      },
    }).output();
    return { code, text: new TextDecoder().decode(stdout) };
  };
  const { code, text } = await run("--json");
  assertEquals(code, 1);
  const { well, findings } = JSON.parse(text);
  assertEquals(well, false);
  assert(
    findings.some((one: Finding) =>
      one.verdict === "fault" &&
      /SESSION_SECRET is required/.test(one.message) &&
      /openssl rand/.test(one.mend)
    ),
    text,
  );
});
