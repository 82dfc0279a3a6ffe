/** Variables of playlists, through the media routes. */
import { assert, assertEquals } from "@std/assert";
import { startMediaServer } from "./media_server.ts";

const KS = "djJ8MTIz+/ks==";

/** A Kaltura whose playlists hold variables, the KS among them. */
function startUpstream() {
  const asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname + search);
      if (pathname.endsWith("/a.m3u8")) {
        const location = `/master.m3u8?ks=${encodeURIComponent(KS)}&dc=eu`;
        return new Response(null, { status: 302, headers: { location } });
      }
      if (pathname === "/master.m3u8") {
        return new Response(
          '#EXTM3U\n#EXT-X-DEFINE:QUERYPARAM="ks"\n' +
            '#EXT-X-DEFINE:QUERYPARAM="dc"\n#EXT-X-DEFINE:NAME="p",VALUE="v/{$dc}"\n' +
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="{$ks}"\n' +
            '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\n/{$p}/index.m3u8\n',
        );
      }
      return new Response(
        '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-DEFINE:IMPORT="ks"\n' +
          '#EXT-X-DEFINE:IMPORT="dc"\n#EXTINF:2,\nseg-{$dc}.ts\n' +
          "#EXTINF:2,\nseg-2.ts?ks={$ks}\n#EXT-X-ENDLIST\n",
      );
    },
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("[M4] [M11] variables of a master reach its lists, and the KS among them reaches nobody", async () => {
  await using upstream = startUpstream();
  await using server = startMediaServer({ cdnUrl: upstream.origin });
  const url = await server.manifestUrl("0_a", { ks: KS });
  const master = await (await fetch(url)).text();
  const [child = ""] = master.split("\n").filter((line) =>
    line.startsWith("manifest.m3u8?")
  );
  const list = await (await fetch(new URL(child, url))).text();
  const [direct, passed = ""] = list.split("\n").filter((line) =>
    line !== "" && !line.startsWith("#")
  );
  assertEquals(direct, `${upstream.origin}/v/eu/seg-eu.ts`);
  assert(passed.startsWith("media?"), passed);
  await (await fetch(new URL(passed, url))).body?.cancel();
  assertEquals(upstream.asked.slice(-2), [
    "/v/eu/index.m3u8",
    `/v/eu/seg-2.ts?ks=${encodeURIComponent(KS)}`,
  ]);
  for (const spelling of [KS, encodeURIComponent(KS)]) {
    assert(!master.includes(spelling), master);
    assert(!list.includes(spelling), list);
  }
});
