/**
 * Live playlists through the media routes: fresh, whole, and once for all who
 * reload them together.
 */
import { assert, assertEquals } from "@std/assert";
import { startMediaServer } from "./media_server.ts";

/** A Kaltura that is live: a window of three segments that moves on with each request. */
function startLive() {
  const asked: string[] = [];
  let sequence = 100;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname + search);
      if (!pathname.startsWith("/live/")) {
        return new Response(
          "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/live/v.m3u8?t=1&_HLS_msn=7&a=b\n",
        );
      }
      const segments = [0, 1, 2].map((i) =>
        // The KS makes it pass through us.
        `#EXT-X-PROGRAM-DATE-TIME:${
          new Date((sequence + i) * 4000).toISOString()
        }\n#EXTINF:4,\nseg-${sequence + i}.ts?ks=the-ks\n`
      );
      return new Response(
        "#EXTM3U\n#EXT-X-TARGETDURATION:4\n" +
          "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1\n" +
          `#EXT-X-MEDIA-SEQUENCE:${sequence++}\n` + segments.join(""),
      );
    },
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const uris = (text: string) =>
  text.split("\n").filter((line) => line && !line.startsWith("#"));

async function childOf(master: string): Promise<URL> {
  const [child = ""] = uris(await (await fetch(master)).text());
  return new URL(child, master);
}

Deno.test("[M10] thirty viewers who reload together cost one request; each gets the window with its times, and no low latency", async () => {
  await using live = startLive();
  await using server = startMediaServer({ cdnUrl: live.origin });
  const children = await Promise.all(
    Array.from({ length: 30 }, async (_, i) =>
      await childOf(
        await server.manifestUrl("0_live", { ks: "the-ks", userId: `u${i}` }),
      )),
  );
  live.asked.length = 0;
  const texts = await Promise.all(
    children.map(async (url) => await (await fetch(url)).text()),
  );
  assertEquals(live.asked, ["/live/v.m3u8?t=1&a=b"]);
  for (const text of texts) {
    assertEquals(text.replaceAll(/^media\?.*$/gm, "media").split("\n"), [
      "#EXTM3U",
      "#EXT-X-TARGETDURATION:4",
      "#EXT-X-MEDIA-SEQUENCE:100",
      "#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:06:40.000Z",
      "#EXTINF:4,",
      "media",
      "#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:06:44.000Z",
      "#EXTINF:4,",
      "media",
      "#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:06:48.000Z",
      "#EXTINF:4,",
      "media",
      "",
    ]);
  }
});

Deno.test("[M10] a reload a second later is fresh, asks for nothing that blocks, and names old segments as before", async () => {
  await using live = startLive();
  await using server = startMediaServer({ cdnUrl: live.origin });
  const child = await childOf(
    await server.manifestUrl("0_live", { ks: "the-ks" }),
  );
  const first = await (await fetch(child)).text();
  child.searchParams.set("_HLS_msn", "103");
  child.searchParams.set("_HLS_skip", "YES");
  // The answer is anybody's for a second: the condition is its end.
  let second = first;
  const deadline = performance.now() + 5000;
  while (second === first) {
    assert(performance.now() < deadline, "never fresh");
    second = await (await fetch(child)).text();
  }
  assert(second.includes("#EXT-X-MEDIA-SEQUENCE:101\n"));
  assertEquals(uris(second).slice(0, 2), uris(first).slice(1));
  assert(live.asked.every((path) => !path.includes("_HLS_")), live.asked[1]);
});

Deno.test("[M4] [M10] who has another KS asks with it", async () => {
  await using live = startLive();
  await using server = startMediaServer({ cdnUrl: live.origin });
  await Promise.all(
    ["one", "two"].map(async (ks) =>
      await childOf(await server.manifestUrl("0_live", { ks }))
    ),
  );
  assertEquals(
    live.asked.map((path) => /ks\/(\w+)/.exec(path)?.[1]).toSorted(),
    ["one", "two"],
  );
});
