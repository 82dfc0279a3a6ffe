import { assert, assertEquals, assertRejects } from "@std/assert";
import type { HttpClient } from "../../lib/server/upstream/http_client.ts";
import { createMediaLinks } from "../../lib/server/media/links.ts";
import { createMedia } from "../../lib/server/media/media.ts";
import type { Session } from "../../lib/server/auth/sessions.ts";
import { MEDIA_GRANT_TTL_S } from "../../lib/shared/limits.ts";
import {
  type FakeKaltura,
  startFakeKaltura,
} from "../support/fakes/fake_kaltura.ts";
import { crawl } from "./crawl.ts";
import { type MediaServer, startMediaServer } from "./media_server.ts";

interface Setting {
  kaltura: FakeKaltura;
  server: MediaServer;
}

async function withServers(
  act: (setting: Setting) => Promise<void>,
  options: Partial<Parameters<typeof startMediaServer>[0]> = {},
): Promise<void> {
  await using kaltura = startFakeKaltura();
  await using server = startMediaServer({ cdnUrl: kaltura.api, ...options });
  await act({ kaltura, server });
}

async function refusal(response: Response) {
  const { error, code } = await response.json();
  assertEquals(typeof error, "string");
  return { status: response.status, code };
}

for (const entry of ["0_plain", "0_sounds", "0_secret", "0_ranges"]) {
  Deno.test(`[M3] [M4] ${entry}: everything in its manifest can be fetched, and the KS is in none of it`, () =>
    withServers(async ({ kaltura, server }) => {
      const ks = kaltura.mintKs();
      const all = await crawl(await server.manifestUrl(entry, { ks }));
      const addresses = [...all.keys()];
      const texts = [...all.values(), ...server.lines];
      for (const spelling of [ks, encodeURIComponent(ks)]) {
        for (const told of [...addresses, ...texts]) {
          assert(!told.includes(spelling), told);
        }
      }
      const lists = [...all.values()].filter((t) => t.startsWith("#EXTM3U"));
      // Master, three renditions, two captions; two sounds where there are any.
      assertEquals(lists.length, entry === "0_sounds" ? 8 : 6);
      const direct = addresses.filter((url) => url.startsWith(kaltura.cdn));
      assert(direct.length > 0, "segments come from the CDN itself");
      assert(direct.every((url) => /\/(seg-\d+|all)\.ts$/.test(url)));
      const passed = addresses.filter((url) => url.includes("/media?"));
      const cues = passed.map((url) => all.get(url) ?? "");
      // Captions of two languages in four segments, and the key under an address for each rendition.
      assertEquals(cues.length, entry === "0_secret" ? 11 : 8);
      assert(cues.some((text) => text.includes("\nde 23\n")));
    }));
}

Deno.test("[M7] a playlist is for its person alone: nobody may keep it", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const response = await fetch(await server.manifestUrl("0_plain", { ks }));
    await response.body?.cancel();
    assertEquals(response.headers.get("cache-control"), "private, no-store");
    assertEquals(
      response.headers.get("content-type"),
      "application/vnd.apple.mpegurl",
    );
  }));

Deno.test("[M5] each reason of Kaltura's has its own word and sentence", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const of = async (entry: string, own = ks) =>
      await refusal(
        await fetch(await server.manifestUrl(entry, { ks: own })),
      );
    assertEquals(await of("0_gone"), { status: 404, code: "media_not_found" });
    assertEquals(await of("0_later"), {
      status: 403,
      code: "media_not_scheduled",
    });
    assertEquals(await of("0_forbidden"), {
      status: 403,
      code: "media_forbidden",
    });
    assertEquals(await of("0_geo"), { status: 403, code: "media_geo_blocked" });
    assertEquals(await of("0_plain", "made up"), {
      status: 410,
      code: "media_expired",
    });
    for (
      const [entry, code] of [
        ["0_elsewhere", "media_host_refused"],
        ["0_astray", "media_host_refused"],
        ["0_html", "media_unreadable"],
        ["0_huge", "media_unreadable"],
      ] as const
    ) {
      assertEquals(await of(entry), { status: 422, code });
    }
    assertEquals(await of("0_loop"), {
      status: 502,
      code: "media_unavailable",
    });
    const sentences = new Set(
      await Promise.all(
        [
          "0_gone",
          "0_later",
          "0_forbidden",
          "0_geo",
          "0_loop",
          "0_html",
          "0_astray",
        ].map(
          async (entry) => {
            const url = await server.manifestUrl(entry, { ks });
            const { error } = await (await fetch(url)).json();
            return error;
          },
        ),
      ),
    );
    assertEquals(sentences.size, 7);
  }));

Deno.test("[M9] the log names a host off the list, once, and no path", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    for (let tries = 0; tries < 3; tries++) {
      await (await fetch(await server.manifestUrl("0_astray", { ks }))).body
        ?.cancel();
    }
    const told = server.lines.map((line) => JSON.parse(line))
      .filter(({ event }) => event === "media_host_refused");
    assertEquals(told.map(({ host }) => host), ["kaltura.com.example"]);
  }));

Deno.test("[M5] a copy-protected video says so", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const master = await server.manifestUrl("0_drm", { ks });
    const [child = ""] = (await (await fetch(master)).text()).split("\n")
      .filter((line) => line && !line.startsWith("#"));
    assertEquals(await refusal(await fetch(new URL(child, master))), {
      status: 403,
      code: "media_protected",
    });
  }));

for (
  const [name, fault, expected] of [
    ["404", 404, { status: 404, code: "media_not_found" }],
    ["403", 403, { status: 403, code: "media_forbidden" }],
    ["401", 401, { status: 410, code: "media_expired" }],
    ["451", 451, { status: 403, code: "media_geo_blocked" }],
    ["500", 500, { status: 502, code: "media_unavailable" }],
    ["503", 503, { status: 502, code: "media_unavailable" }],
    ["silence", "hang", { status: 502, code: "media_unavailable" }],
    ["half an answer", "cut", { status: 502, code: "media_unavailable" }],
  ] as const
) {
  Deno.test(`[M2] [M5] ${name} from Kaltura, at the manifest or behind a redirect`, () =>
    withServers(async ({ kaltura, server }) => {
      const ks = kaltura.mintKs();
      for (const path of [/playManifest/, /^\/hop/, /master\.m3u8/]) {
        kaltura.fail(path, fault);
        const began = performance.now();
        const url = await server.manifestUrl("0_plain", { ks });
        assertEquals(await refusal(await fetch(url)), expected);
        assert(performance.now() - began < 1500);
        kaltura.heal();
      }
    }, { timeoutMs: 300 }));
}

Deno.test("[M7] an old grant, one of another video and none are refused; with a new one the old addresses work", async () => {
  let nowMs = Date.now();
  await withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const master = await server.manifestUrl("0_plain", { ks });
    const before = [...(await crawl(master)).keys()]
      .filter((url) => url.startsWith(server.origin));
    nowMs += (MEDIA_GRANT_TTL_S + 1) * 1000;
    const gone = { status: 410, code: "media_link_expired" };
    for (const url of before) {
      assertEquals(await refusal(await fetch(url)), gone);
    }
    const bare = `${server.origin}/api/videos/0_plain/manifest.m3u8`;
    assertEquals(await refusal(await fetch(bare)), gone);
    const other = await server.manifestUrl("0_sounds", { ks });
    assertEquals(
      await refusal(await fetch(other.replace("0_sounds", "0_plain"))),
      gone,
    );

    // The KS ended too: a target takes the new one.
    kaltura.endSessions();
    const renewed = new URL(
      await server.manifestUrl("0_plain", { ks: kaltura.mintKs() }),
    );
    for (const address of before) {
      const url = new URL(address);
      url.searchParams.set("grant", renewed.searchParams.get("grant") ?? "");
      const response = await fetch(url);
      await response.body?.cancel();
      assertEquals(response.status, 200, address);
    }
  }, { now: () => nowMs });
});

Deno.test("[M7] a target of Ann's does not open with Ben's grant", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const ann = await server.manifestUrl("0_plain", { ks, userId: "ann" });
    const ben = await server.manifestUrl("0_plain", { ks, userId: "ben" });
    const grant = new URL(ben).searchParams.get("grant") ?? "";
    const [, child = ""] = [...(await crawl(ann)).keys()];
    const url = new URL(child);
    url.searchParams.set("grant", grant);
    assertEquals(await refusal(await fetch(url)), {
      status: 410,
      code: "media_link_expired",
    });
  }));

Deno.test("[M5] a KS that ends while watching is told as such", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const all = await crawl(await server.manifestUrl("0_plain", { ks }));
    const caption = [...all.keys()].find((url) => url.includes("/media?"));
    kaltura.endSessions();
    assertEquals(await refusal(await fetch(caption ?? "")), {
      status: 410,
      code: "media_expired",
    });
  }));

Deno.test("[M8] what passes through here may break off, but never hangs nor becomes a page", () =>
  withServers(async ({ kaltura, server }) => {
    const ks = kaltura.mintKs();
    const all = await crawl(await server.manifestUrl("0_plain", { ks }));
    const url = [...all.keys()].find((key) => key.includes("/media?")) ?? "";
    const good = await fetch(url);
    assertEquals(good.headers.get("content-type"), "text/vtt");
    await good.body?.cancel();
    kaltura.fail(/vtt/, "cut", { times: 1 });
    await assertRejects(() => fetch(url).then((answer) => answer.text()));
    kaltura.fail(/vtt/, "hang", { times: 1 });
    assertEquals(await refusal(await fetch(url)), {
      status: 502,
      code: "media_unavailable",
    });
  }, { timeoutMs: 300 }));

Deno.test("[M8] a page or a script from upstream comes as bytes", async () => {
  await using upstream = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      new Response("<script>alert(1)</script>", {
        headers: {
          "content-type": new URL(request.url).searchParams.get("as") ?? "",
          "set-cookie": "a=b",
          "content-range": "bytes 0-24/25",
        },
      }),
  );
  const links = createMediaLinks({ secrets: ["s".repeat(32)], now: Date.now });
  const origin = `http://127.0.0.1:${upstream.addr.port}`;
  const media = make({ links, cdnUrl: origin });
  const grant = { videoId: "v", userId: "u", partnerId: "1", ks: "k" };
  for (const type of ["text/html", "image/svg+xml", "text/javascript", ""]) {
    const target = await links.sealTarget(`${origin}/?as=${type}`, grant);
    const response = await media.resource(
      { videoId: "v", grant: await links.sealGrant(grant), target },
      { range: "bytes=0-24" },
    );
    await response.body?.cancel();
    const { headers } = response;
    assertEquals(headers.get("content-type"), "application/octet-stream");
    assertEquals(headers.get("set-cookie"), null);
    assertEquals(headers.get("content-range"), "bytes 0-24/25");
  }
});

Deno.test("[M6] in production what Discord maps goes straight, the rest passes through here, and plain HTTP nowhere", async () => {
  const links = createMediaLinks({ secrets: ["s".repeat(32)], now: Date.now });
  const asked: string[] = [];
  let text = "";
  const http: HttpClient = {
    send({ url }) {
      asked.push(String(url));
      return Promise.resolve({
        status: 200,
        headers: new Headers(),
        json: undefined,
        bytes: new TextEncoder().encode(text),
      });
    },
  };
  const media = make({ links, http, mode: "production" });
  const session = { user: { id: "ann" } } as Session;
  const open = async () => {
    const path = await media.manifestUrl(
      { id: "0_a", partnerId: 77 },
      { ks: "a/b", session },
    );
    const grant = new URL(path, "https://x").searchParams.get("grant") ?? "";
    const request = { videoId: "0_a", grant, target: null };
    return (await media.playlist(request)).text();
  };
  text = `#EXTM3U
#EXT-X-TARGETDURATION:1
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-MAP:URI="https://cfvod.kaltura.com/init.mp4?a=1"
#EXTINF:1,
https://cdnapisec.kaltura.com/seg.m4s
#EXTINF:1,
https://other.kaltura.com/seg.m4s
#EXTINF:1,
https://cfvod.kaltura.com/ks/a%2Fb/seg.m4s
#EXT-X-ENDLIST
`;
  const lines = (await open()).split("\n");
  assertEquals(asked, [
    "https://cdnapisec.kaltura.com/p/77/sp/7700/playManifest/entryId/0_a/format/applehttp/protocol/https/ks/a%2Fb/a.m3u8",
  ]);
  assertEquals(lines[3], '#EXT-X-MAP:URI="/k/vod/init.mp4?a=1"');
  assertEquals(lines[5], "/k/api/seg.m4s");
  assert(lines[7]?.startsWith("media?grant="));
  assert(lines[9]?.startsWith("media?grant="));
  text = "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/seg.m4s\n#EXT-X-ENDLIST\n";
  await assertRejects(open);
});

function make(
  options: Partial<Parameters<typeof createMedia>[0]> & { cdnUrl?: string },
) {
  const { cdnUrl = "https://cdnapisec.kaltura.com", ...rest } = options;
  return createMedia({
    kaltura: {
      cdnUrl,
      hosts: ["*.kaltura.com", "127.0.0.1"],
      partnerId: undefined,
    },
    mode: "development",
    timeoutMs: 1000,
    http: { send: () => Promise.reject(new Error("not expected")) },
    links: createMediaLinks({ secrets: ["s".repeat(32)], now: Date.now }),
    ...rest,
  });
}
