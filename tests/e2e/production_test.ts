/** Production as strangers find it: what is not there, and what every answer says of itself. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { appVersion } from "@/lib/server/config/version.ts";
import { INTERACTIONS_PATH } from "@/lib/shared/watch_command.ts";
import { createInteractionSender } from "../support/fakes/discord_interactions.ts";
import {
  type Production,
  startProduction,
  type WireAnswer,
} from "./production.ts";

/** What only development has, and what lies beside the build. `BUILD` is the build's own name. */
const HIDDEN = [
  "/simulator",
  "/simulator/",
  "/simulator?viewers=2",
  "/simulator.css",
  "/simulator-shim.js",
  "/simulator/authorize",
  "/simulator/discord/api/v10/users/@me",
  "/simulator/discord/api/v10/oauth2/token",
  "/samples",
  "/samples/",
  "/samples/sample-orbit/master.m3u8",
  "/samples/sample-orbit/thumb.jpg",
  "/samples/sample-live/live.m3u8",
  "/_fresh/js/BUILD/island-Simulator.js",
  "/_fresh/js/BUILD/Simulator.js",
  "/_fresh/js/BUILD/metafile.json",
  "/_fresh/js/BUILD/boot.js.map",
  "/_fresh/server.js",
  "/_fresh/snapshot.js",
  "/_fresh/static/styles/tokens.css",
  "/_frsh/alive",
  "/.env",
  "/.env.example",
  "/.git/config",
  "/deno.jsonc",
  "/deno.json",
  "/deno.lock",
  "/main.ts",
  "/dev.ts",
  "/serve.ts",
  "/routes/index.tsx",
  "/islands/Simulator.tsx",
  "/lib/server/config/config.ts",
  "/node_modules/preact/package.json",
  "/static/icon.svg",
  "/tests/e2e/server.ts",
];

/** The same address in other words. */
const SPELLINGS: Record<string, (path: string) => string> = {
  "plain": (path) => path,
  "with its first letter encoded": (path) => path.replace(/[\w.]/, percent),
  "with every letter encoded": (path) => path.replaceAll(/[\w.-]/g, percent),
  "with its last letter encoded": (path) =>
    path.replace(/[\w.](?=[^\w.]*$)/, percent),
  "encoded twice": (path) =>
    path.replace(/[\w.]/, (letter) => `%25${percent(letter).slice(1)}`),
  "with encoded slashes": (path) =>
    path[0] + path.slice(1).replaceAll("/", "%2f"),
  "behind the older prefix": (path) => `/.proxy${path}`,
  "encoded, behind the older prefix": (path) =>
    `/.proxy${path.replace(/[\w.]/, percent)}`,
  "behind a folder and back": (path) => `/x/..${path}`,
  "behind a folder and back, encoded": (path) => `/x/%2e%2e${path}`,
  "with two slashes": (path) => `/${path}`,
  "with a backslash": (path) => `/\\${path.slice(1)}`,
};

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

/** Headers of every answer of ours. */
const COMMON = {
  "content-security-policy": "default-src 'self'; script-src 'self'; " +
    "style-src 'self'; font-src 'self'; " +
    "img-src 'self' data: https://cdn.discordapp.com; " +
    "media-src 'self' data: blob:; worker-src 'self' blob:; " +
    "connect-src 'self'; object-src 'none'; base-uri 'none'; " +
    "form-action 'self'; frame-ancestors 'self' https://discord.com " +
    "https://*.discord.com; upgrade-insecure-requests",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-request-id": "ID",
};
const PRIVATE = { "cache-control": "private, no-store" };
const NO_STORE = { "cache-control": "no-store" };
const JSON_TYPE = { "content-type": "application/json" };
const FOR_EVER = { "cache-control": "public, max-age=31536000, immutable" };
/** Fresh's, of a file whose address does not change with its content. */
const ASK_AGAIN = {
  "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
};
const FILE = { etag: 'W/"HASH"', vary: "If-None-Match" };
const PAGE = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-cache",
};
const TEXT = { "content-type": "text/plain; charset=utf-8" };

/** What Discord sends first. */
const PING = JSON.stringify({ type: 1 });

/** What differs from one answer to another by its nature. */
const VOLATILE = ["date", "content-length", "connection"];

/** Headers with what chance made of them taken out. */
function settled({ headers }: WireAnswer): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => !VOLATILE.includes(name)).map((
      [name, value],
    ) => [
      name,
      value.replaceAll(/\b[0-9a-f]{40}\b/g, "BUILD")
        .replaceAll(/'sha256-[\w+/]+=*'/g, "'sha256-HASH'")
        .replace(/^W\/"[0-9a-f]+"$/, 'W/"HASH"')
        .replace(/^[0-9a-f]{12}$/, "ID"),
    ]),
  );
}

async function buildOf(production: Production) {
  const { body } = await production.ask("/?frame_id=1");
  const [, build = ""] = /\/_fresh\/js\/([^/"]+)\//.exec(body) ?? [];
  assertMatch(build, /^\w{10,}$/);
  return build;
}

Deno.test("[H4] [X3] in production nothing of development and no source is there, however its address is spelt", async (t) => {
  await using production = await startProduction();
  const build = await buildOf(production);
  assertEquals(
    (await production.ask(`/_fresh/js/${build}/boot.js`)).status,
    200,
  );
  assert(HIDDEN.length >= 30);
  for (const [name, spell] of Object.entries(SPELLINGS)) {
    await t.step(name, async () => {
      const found: [string, number][] = [];
      for (const path of HIDDEN) {
        const target = spell(path.replace("BUILD", build));
        const { status } = await production.ask(target);
        if (status !== 404) found.push([target, status]);
      }
      assertEquals(found, []);
    });
  }
  for (const method of ["POST", "HEAD", "OPTIONS"]) {
    const { status } = await production.ask("/simulator/authorize", { method });
    assertEquals([method, status], [method, 404]);
  }
});

Deno.test("[X10] [O20] [O23] headers of every kind of answer, in production", async (t) => {
  const discord = await createInteractionSender({ clientId: "1" });
  await using production = await startProduction({
    DISCORD_PUBLIC_KEY: discord.publicKey,
  });
  const build = await buildOf(production);
  const token = await production.signIn();
  const asAda = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
  };
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
    origin: "https://123456789012345678.discordsays.com",
  };
  const post = (body = "{}", headers: Record<string, string> = asAda) => ({
    method: "POST",
    headers,
    body,
  });
  const play = await production.ask("/api/videos/0_mp4/play", post());
  const { manifestUrl } = JSON.parse(play.body);
  const { ticket } = JSON.parse(
    (await production.ask("/api/room/ticket", post())).body,
  );
  const icon = await production.ask("/icon.svg");

  const kinds: [
    string,
    string,
    Parameters<Production["ask"]>[1],
    number,
    Record<string, string>,
  ][] = [
    ["the page that explains", "/", {}, 200, PAGE],
    ["no page", "/nothing", {}, 404, { ...TEXT, ...NO_STORE }],
    ["no page, the older way", "/.proxy/nothing", {}, 404, {
      ...TEXT,
      ...NO_STORE,
    }],
    ["a method that a page has not", "/", { method: "TRACE" }, 404, {
      ...TEXT,
      ...NO_STORE,
    }],
    ["a script", `/_fresh/js/${build}/boot.js`, {}, 200, {
      "content-type": "text/javascript; charset=utf-8",
      ...FOR_EVER,
      ...FILE,
    }],
    ["styles of this build", `/styles/tokens.css?__frsh_c=${build}`, {}, 200, {
      "content-type": "text/css; charset=utf-8",
      ...FOR_EVER,
      ...FILE,
    }],
    ["styles of another build", "/styles/tokens.css?__frsh_c=old", {}, 307, {
      location: "/styles/tokens.css",
      ...NO_STORE,
    }],
    ["a file", "/icon.svg", {}, 200, {
      "content-type": "image/svg+xml; charset=utf-8",
      ...ASK_AGAIN,
      ...FILE,
    }],
    [
      "a file that is known",
      "/icon.svg",
      { headers: { "if-none-match": icon.headers.get("etag") ?? "" } },
      304,
      {
        "content-type": "image/svg+xml; charset=utf-8",
        ...ASK_AGAIN,
        ...FILE,
      },
    ],
    ["a file, wrongly", "/icon.svg", { method: "DELETE" }, 405, {
      "content-type": "text/plain;charset=UTF-8",
      ...NO_STORE,
    }],
    ["health", "/api/health", {}, 200, { ...JSON_TYPE, ...PRIVATE }],
    ["a list", "/api/videos", { headers: asAda }, 200, {
      ...JSON_TYPE,
      ...PRIVATE,
    }],
    ["a play", "/api/videos/0_mp4/play", post(), 200, {
      ...JSON_TYPE,
      ...PRIVATE,
    }],
    ["a ticket", "/api/room/ticket", post(), 200, {
      ...JSON_TYPE,
      ...PRIVATE,
    }],
    ["a playlist", manifestUrl, {}, 200, {
      "content-type": "application/vnd.apple.mpegurl",
      ...PRIVATE,
    }],
    ["a picture", "/api/videos/0_mp4/thumbnail", {}, 200, {
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=86400",
    }],
    [
      "a look of Discord's",
      INTERACTIONS_PATH,
      {
        method: "POST",
        headers: await discord.sign(PING),
        body: PING,
      },
      200,
      { ...JSON_TYPE, ...PRIVATE },
    ],
    [
      "a command that Discord did not sign",
      INTERACTIONS_PATH,
      {
        method: "POST",
        headers: await discord.sign("another"),
        body: PING,
      },
      401,
      { ...JSON_TYPE, ...NO_STORE },
    ],
    ["no session", "/api/videos", {}, 401, { ...JSON_TYPE, ...NO_STORE }],
    ["no such call", "/api/nothing", {}, 404, { ...JSON_TYPE, ...NO_STORE }],
    ["a wrong method", "/api/health", { method: "PUT" }, 404, {
      ...JSON_TYPE,
      ...NO_STORE,
    }],
    ["a body that is none", "/api/token", post("{"), 400, {
      ...JSON_TYPE,
      ...NO_STORE,
    }],
    ["a body too long", "/api/token", post("x".repeat(70_000)), 413, {
      ...JSON_TYPE,
      ...NO_STORE,
    }],
    [
      "a room without a ticket",
      "/api/room?ticket=x",
      { headers: upgrade },
      401,
      { ...JSON_TYPE, ...NO_STORE },
    ],
  ];
  for (const [name, target, options, status, headers] of kinds) {
    await t.step(name, async () => {
      const answer = await production.ask(target, options);
      assertEquals([answer.status, settled(answer)], [
        status,
        { ...COMMON, ...headers },
      ]);
    });
  }

  await t.step(
    "the page itself: its one inline script by its hash, its scripts ahead",
    async () => {
      for (const target of ["/?frame_id=1", "/.proxy/?frame_id=1"]) {
        const answer = await production.ask(target);
        const { link = "", ...headers } = settled(answer);
        for (const one of link.split(", ")) {
          assertMatch(
            one,
            /^<\/_fresh\/js\/BUILD\/[\w-]+\.js>; rel="modulepreload"; as="script"$/,
          );
        }
        assertEquals([answer.status, headers], [200, {
          ...COMMON,
          ...PAGE,
          "content-security-policy": COMMON["content-security-policy"].replace(
            "script-src 'self'",
            "script-src 'self' 'sha256-HASH'",
          ),
        }]);
        assert(!answer.body.includes("nonce"));
        // For the details, which are loaded later.
        assert(answer.body.includes(`"${appVersion()}"`), "[O20] the version");
      }
    },
  );

  await t.step("a room's socket", async () => {
    const answer = await production.ask(`/api/room?ticket=${ticket}`, {
      headers: upgrade,
    });
    const {
      "content-security-policy": policy = "",
      "sec-websocket-accept": accept = "",
      ...headers
    } = settled(answer);
    assertEquals([answer.status, headers], [101, { upgrade: "websocket" }]);
    assertEquals(policy, COMMON["content-security-policy"]);
    // Source: RFC 6455, 1.3, for this key.
    assertEquals(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  });
});
