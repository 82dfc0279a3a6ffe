/** The proxies of docs/deployment.md in front of a production server, by their very files. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { ADDRESS_RESUMES } from "@/lib/server/limits/limits.ts";
import { MAX_SNAPSHOT_LENGTH } from "@/lib/server/hub/room/limits.ts";
import {
  askWire,
  type Production,
  startProduction,
} from "../e2e/production.ts";
import { NAME, PROXIES, type Proxy, TRUST } from "./proxies.ts";

/** Time after which who says nothing is ended, ms, and what a busy machine adds. */
const SILENCE_MS = 15_000;
const LATE_MS = 5000;
/**
 * Caddy answers once the rest of a body has not come, and then now and then
 * waits for the next request before it ends the connection: its `idle` comes on
 * top of its `read_body`. Source: measured, 30.05 s on a busy machine.
 */
const HALF_BODY_MS = { nginx: SILENCE_MS, caddy: 2 * SILENCE_MS };
/** Connections of one address. Source: deploy/proxy/nginx.conf. */
const PER_ADDRESS = 1024;
/** Those that are opened at once. */
const BATCH = 32;
/** What the page says of both sides. */
const BEHIND = { HOST: "127.0.0.1", TRUSTED_PROXIES: "1" };

/** A connection on which nothing more is said. */
async function fallSilent(
  port: number,
  said: string | null,
): Promise<{ endedAfterMs: number }> {
  const plain = await Deno.connect({ hostname: "127.0.0.1", port });
  const conn = said === null ? plain : await Deno.startTls(plain, TRUST);
  if (said !== null) await conn.write(new TextEncoder().encode(said));
  const sinceMs = performance.now();
  try {
    while (await conn.read(new Uint8Array(4096)) !== null);
  } catch (error) {
    // Some end by a reset, or without TLS' own good-bye.
    assert(error instanceof Error);
  }
  conn.close();
  return { endedAfterMs: performance.now() - sinceMs };
}

function asking(port: number) {
  return (
    target: string,
    options: Partial<Parameters<typeof askWire>[1]> = {},
  ) =>
    askWire(port, {
      target,
      ...options,
      tls: TRUST,
      headers: { host: NAME, ...options.headers },
    });
}

/** Pages, the room and bodies pass, under both prefixes. */
async function passes(production: Production, { port }: Proxy) {
  const ask = asking(port);
  const token = await production.signIn();
  const session = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
  };
  const health = await ask("/.proxy/api/health");
  assertEquals(health.status, 200);
  assertMatch(health.body, /"status":"ok"/);
  const page = await ask("/?frame_id=1");
  assertEquals(page.status, 200);
  assertMatch(
    page.headers.get("content-security-policy") ?? "",
    /frame-ancestors/,
  );
  for (const prefix of ["", "/.proxy"]) {
    const { status, body } = await ask(`${prefix}/api/room/ticket`, {
      method: "POST",
      headers: session,
      // As large as any that a page sends.
      body: JSON.stringify({ snapshot: "x".repeat(MAX_SNAPSHOT_LENGTH) }),
    });
    assertEquals(status, 200, body);
    const { ticket } = JSON.parse(body);
    const upgrade = await ask(`${prefix}/api/room?ticket=${ticket}`, {
      headers: {
        origin: "https://123456789012345678.discordsays.com",
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": btoa("0123456789abcdef"),
      },
    });
    assertEquals(upgrade.status, 101);
  }
  const { status } = await ask("/api/room/ticket", {
    method: "POST",
    headers: session,
    body: "x".repeat(300_000),
  });
  // Caddy 2.6 says of a body that it cut off that the server failed.
  assert([413, 502].includes(status), `a body that no page sends: ${status}`);
}

/** Whose budget is used is not the caller's to say. */
async function knowsCallers(production: Production, { port }: Proxy) {
  const resume = async (
    ask: (target: string, options: {
      method: string;
      headers: Record<string, string>;
      body: string;
    }) => Promise<{ status: number }>,
    n: number,
  ) => {
    const { status } = await ask("/api/resume", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-forwarded-for": `203.0.113.${n}`,
      },
      body: JSON.stringify({ access_token: "t", instance_id: "i-1-gc-1-2" }),
    });
    return status;
  };
  const all = async (ask: Parameters<typeof resume>[0]) => {
    const statuses: number[] = [];
    // A slow machine gets one or two back meanwhile.
    for (let n = 0; n <= ADDRESS_RESUMES.burst + 2; n++) {
      statuses.push(await resume(ask, n));
    }
    return statuses;
  };
  const through = await all(asking(port));
  assert(through.includes(429), through.join());
  // Whoever reached the server itself would be believed: so it listens to the proxy only.
  const direct = await all(production.ask);
  assert(!direct.includes(429), direct.join());
}

/** More connections of one address than Discord's proxy brings are refused, and not before. */
async function bounds({ port }: Proxy) {
  const conns: Deno.Conn[] = [];
  let refused = 0;
  // One at work counts: it has said its head, and not its body.
  const text = `POST /api/health HTTP/1.1\r\nhost: ${NAME}\r\n` +
    "content-length: 9\r\n\r\n1";
  const open = async () => {
    const plain = await Deno.connect({ hostname: "127.0.0.1", port });
    const conn = await Deno.startTls(plain, TRUST);
    conns.push(conn);
    await conn.write(new TextEncoder().encode(text));
    void hear(conn);
  };
  const hear = async (conn: Deno.Conn) => {
    const buffer = new Uint8Array(64);
    try {
      const count = await conn.read(buffer) ?? 0;
      const said = new TextDecoder().decode(buffer.subarray(0, count));
      if (said.startsWith("HTTP/1.1 503 ")) refused++;
    } catch (error) {
      // Closed at the end, or by a proxy that has waited long enough.
      assert(error instanceof Error);
    }
  };
  // On a slow machine the first are gone before the last have come.
  while (refused === 0 && conns.length < 3 * PER_ADDRESS) {
    await Promise.all(Array.from({ length: BATCH }, open));
    if (conns.length < PER_ADDRESS - BATCH) assertEquals(refused, 0);
  }
  for (const conn of conns) conn.close();
  assert(refused > 0, `${conns.length} connections, none refused`);
}

const installed = PROXIES.filter(({ isInstalled }) => isInstalled);
const missing = PROXIES.filter(({ isInstalled }) => !isInstalled)
  .map(({ name }) => name);

Deno.test({
  name:
    "[O27] behind nginx and Caddy, by the files of the documentation, all passes that pages need, and who says nothing is ended" +
    (missing.length > 0 ? ` (install ${missing.join(", ")} to run)` : ""),
  ignore: installed.length === 0,
  async fn() {
    // Both at once: most of it is waiting. Each is ended, whatever the other says.
    const ends = await Promise.allSettled(installed.map(async (kind) => {
      const { name, start } = kind;
      await using production = await startProduction(BEHIND);
      await using proxy = await start(production.port);
      const request = `/api/health HTTP/1.1\r\nhost: ${NAME}\r\n`;
      const silent = Promise.all([
        { said: null },
        { said: "GET /api/hea" },
        { said: `GET ${request}x-a: 1\r\n` },
        { said: `GET ${request}\r\n` },
        {
          said: `POST ${request}content-length: 9\r\n\r\n1`,
          limitMs: HALF_BODY_MS[name],
        },
      ].map(async ({ said, limitMs = SILENCE_MS }) => ({
        said,
        limitMs,
        ...await fallSilent(proxy.port, said),
      })));
      await passes(production, proxy);
      await knowsCallers(production, proxy);
      if (name === "nginx") await bounds(proxy);
      for (const { said, limitMs, endedAfterMs } of await silent) {
        assert(
          endedAfterMs < limitMs + LATE_MS,
          `${name}, ${said}: ${endedAfterMs} ms`,
        );
      }
    }));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  },
});
