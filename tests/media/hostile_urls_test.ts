/**
 * Spellings by which a manifest or a redirect could send our server elsewhere:
 * none may reach the canary, a server that is on no list.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { createHttpClient } from "../../lib/server/upstream/http_client.ts";
import { createMediaLinks } from "../../lib/server/media/links.ts";
import { createMedia } from "../../lib/server/media/media.ts";
import { fetchAllowed } from "../../lib/server/upstream/allowed_fetch.ts";
import { DomainError } from "../../lib/shared/errors.ts";

/** `{p}` is the canary's port. The listed host is `localhost`; the canary listens on 127.0.0.1. */
const SPELLINGS = [
  // Numbers.
  "http://127.0.0.1:{p}/",
  "http://127.1:{p}/",
  "http://127.0.1:{p}/",
  "http://2130706433:{p}/",
  "http://0x7f000001:{p}/",
  "http://0x7F.0.0.1:{p}/",
  "http://0177.0.0.1:{p}/",
  "http://017700000001:{p}/",
  "http://127.0.0.01:{p}/",
  "http://127.0.0.1.:{p}/",
  "http://127.000.000.001:{p}/",
  "http://0:{p}/",
  "http://0.0.0.0:{p}/",
  "http://127.0.0.2:{p}/",
  "http://[::1]:{p}/",
  "http://[::ffff:127.0.0.1]:{p}/",
  "http://[::ffff:7f00:1]:{p}/",
  "http://[0:0:0:0:0:ffff:127.0.0.1]:{p}/",
  "http://[::]:{p}/",
  "http://[fe80::1]:{p}/",
  "http://①②⑦.⓪.⓪.①:{p}/",
  "http://１２７.0.0.1:{p}/",
  "http://127。0。0。1:{p}/",
  "http://%31%32%37.0.0.1:{p}/",
  // Who is the host?
  "http://localhost@127.0.0.1:{p}/",
  "http://localhost:80@127.0.0.1:{p}/",
  "http://localhost%2f@127.0.0.1:{p}/",
  "http://127.0.0.1:{p}#@localhost/",
  "http://127.0.0.1:{p}?@localhost/",
  "http://127.0.0.1:{p}\\@localhost/",
  "http://127.0.0.1:{p}/;@localhost/",
  "http:\\\\127.0.0.1:{p}\\",
  "http:/\\127.0.0.1:{p}/",
  "\\\\127.0.0.1:{p}/",
  "//127.0.0.1:{p}/",
  "/\\127.0.0.1:{p}/",
  "///127.0.0.1:{p}/",
  "////127.0.0.1:{p}/",
  "http:///127.0.0.1:{p}/",
  "http:////127.0.0.1:{p}/",
  "HtTp://127.0.0.1:{p}/",
  " http://127.0.0.1:{p}/",
  "\thttp://127.0.0.1:{p}/",
  "ht\ttp://127.0.0.1:{p}/",
  "http:/\t/127.0.0.1:{p}/",
  "http://127.0\t.0.1:{p}/",
  "http://127.0.0.1:{p}/\u0000",
  "http://127.0.0.1:0{p}/",
  // Names that look like the listed one.
  "http://localhost.:{p}/",
  "http://localhost.localdomain:{p}/",
  "http://x.localhost:{p}/",
  "http://localhost.127.0.0.1:{p}/",
  "http://localhost%00.127.0.0.1:{p}/",
  "http://LOCALHOST.:{p}/",
  "http://ⓛocalhost。:{p}/",
  "http://.localhost:{p}/",
  "http://user@localhost:{p}/",
  "http://:pass@localhost:{p}/",
  // Schemes.
  "https://127.0.0.1:{p}/",
  "ws://127.0.0.1:{p}/",
  "ftp://127.0.0.1:{p}/",
  "file://127.0.0.1/etc/passwd",
  "data:text/plain,#EXTM3U",
  "blob:http://127.0.0.1:{p}/1",
  "javascript:fetch('http://127.0.0.1:{p}')",
  "view-source:http://127.0.0.1:{p}/",
];

Deno.test(`[M1] [M2] ${SPELLINGS.length} hostile spellings of an address reach no server off the list`, async (t) => {
  assert(SPELLINGS.length >= 60);
  let hits = 0;
  await using canary = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => {
      hits++;
      return new Response("#EXTM3U\n");
    },
  );
  let next = "";
  await using listed = Deno.serve(
    { hostname: "localhost", port: 0, onListen() {} },
    (request) =>
      new URL(request.url).pathname === "/hop"
        // The header is made of bytes, as a hostile server would.
        ? new Response(null, {
          status: 302,
          headers: { location: String.fromCharCode(...utf8(next)) },
        })
        : new Response(`#EXTM3U\n#EXTINF:1,\n${next}\n`),
  );
  const rules = { hosts: ["localhost"], allowsLoopback: true };
  const http = createHttpClient();
  const limits = { timeoutMs: 2000, maxBytes: 1000 };
  const origin = `http://localhost:${listed.addr.port}`;
  const links = createMediaLinks({ secrets: ["s".repeat(32)], now: Date.now });
  const media = createMedia({
    kaltura: { hosts: rules.hosts, cdnUrl: origin, partnerId: "1" },
    mode: "development",
    timeoutMs: limits.timeoutMs,
    http,
    links,
  });
  const grant = { videoId: "v", userId: "u", partnerId: "1", ks: "the-ks" };
  const token = await links.sealGrant(grant);
  const addresses = SPELLINGS.map((spelling) =>
    spelling.replaceAll("{p}", String(canary.addr.port))
  );

  await t.step("control: unguarded, many do reach it", async () => {
    for (const address of addresses) {
      const url = URL.parse(address, origin);
      if (url?.protocol !== "http:") continue;
      await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
        (response) => response.body?.cancel(),
        () => {},
      );
    }
    assert(hits >= 25, `only ${hits} spellings mean the canary`);
    hits = 0;
  });

  await t.step("asked for", async () => {
    for (const address of addresses) {
      await refused(
        address,
        () => fetchAllowed(address, { http, rules, ...limits }),
      );
    }
    assertEquals(hits, 0);
  });

  await t.step("as a redirect", async () => {
    for (next of addresses) {
      // A header can hold neither.
      if (/[\0\r\n]/.test(next)) continue;
      await refused(
        next,
        () => fetchAllowed(`${origin}/hop`, { http, rules, ...limits }),
      );
    }
    assertEquals(hits, 0);
  });

  await t.step("in a playlist", async () => {
    for (next of addresses) {
      await refused(
        next,
        () => media.playlist({ videoId: "v", grant: token, target: null }),
      );
    }
    assertEquals(hits, 0);
  });

  await t.step("in a sealed target, were one forged", async () => {
    for (const address of addresses) {
      const target = await links.sealTarget(address, grant);
      const request = { videoId: "v", grant: token, target };
      await refused(address, () => media.playlist(request));
      await refused(address, () => media.resource(request, { range: null }));
    }
    assertEquals(hits, 0);
  });
});

async function refused(
  address: string,
  ask: () => Promise<unknown>,
): Promise<void> {
  const got = await ask().then(() => "an answer", (error) => error);
  assert(got instanceof DomainError, `${address}: ${got}`);
  assertEquals(got.code, "media_host_refused", address);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
