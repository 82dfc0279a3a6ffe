import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { isAllowedUrl } from "./hosts.ts";
import { needsDrm, parsePlaylist, PlaylistError } from "./playlist.ts";

const RULES = {
  hosts: ["*.kaltura.com", "media.example.org"],
  allowsLoopback: false,
};
const BASE = "https://cfvod.kaltura.com/hls/p/1/entryId/0_a/master.m3u8?t=1";

/** Replaces every address, the way the manifest route does. @throws {Error} for a refused address. */
function rewritten(text: string, base = BASE): string {
  return parsePlaylist(text).map((part) => {
    if (typeof part === "string") return part;
    const url = URL.parse(part.uri, base);
    if (!url || !isAllowedUrl(url, RULES)) throw new RefusedError(part.uri);
    return `/${part.kind}/${encodeURIComponent(url.href)}`;
  }).join("");
}

class RefusedError extends Error {}

/** What a player would fetch, found by other means than the code under test. */
function fetched(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    if (line === "") return [];
    if (!line.startsWith("#")) return [line];
    return [...line.matchAll(/[A-Z0-9-]*UR[IL]="([^"]*)"/gi)].map(([, uri]) =>
      uri ?? ""
    );
  });
}

Deno.test("[M3] a master playlist: renditions, audio, subtitles and I-frames are playlists", () => {
  const text = `\uFEFF#EXTM3U\r
#EXT-X-VERSION:6\r
## written by hand, ks=secret\r
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Deutsch, laut",LANGUAGE="de",URI="audio/de.m3u8"\r
#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="cc",INSTREAM-ID="CC1"\r
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="https://cfvod.kaltura.com/i.m3u8"\r
#EXT-X-SESSION-DATA:DATA-ID="x",URI="data.json"\r
#EXT-X-STREAM-INF:BANDWIDTH=1000,CODECS="avc1.4d401e,mp4a.40.2",AUDIO="a"\r
\r
v/1.m3u8?x=a,b\r
`;
  assertEquals(parsePlaylist(text), [
    "#EXTM3U\n",
    "#EXT-X-VERSION:6\n",
    "#EXT-X-MEDIA:",
    "TYPE=AUDIO",
    ',GROUP-ID="a"',
    ',NAME="Deutsch, laut"',
    ',LANGUAGE="de"',
    ',URI="',
    { kind: "playlist", uri: "audio/de.m3u8" },
    '"',
    "\n",
    "#EXT-X-MEDIA:",
    "TYPE=CLOSED-CAPTIONS",
    ',GROUP-ID="cc"',
    ',NAME="cc"',
    ',INSTREAM-ID="CC1"',
    "\n",
    "#EXT-X-I-FRAME-STREAM-INF:",
    "BANDWIDTH=1",
    ',URI="',
    { kind: "playlist", uri: "https://cfvod.kaltura.com/i.m3u8" },
    '"',
    "\n",
    '#EXT-X-STREAM-INF:BANDWIDTH=1000,CODECS="avc1.4d401e,mp4a.40.2",AUDIO="a"\n',
    { kind: "playlist", uri: "v/1.m3u8?x=a,b" },
    "\n",
  ]);
});

Deno.test("[M3] a media playlist: keys, init segments, parts, byte ranges and segments are resources", () => {
  const text = `#EXTM3U
#EXT-X-TARGETDURATION:4
#EXT-X-KEY:METHOD=AES-128,URI="../key?id=1",IV=0x0123abcd
#EXT-X-MAP:URI="init.mp4",BYTERANGE="800@0"
#EXTINF:4.0,a title, https://evil.example/
#EXT-X-BYTERANGE:1000@800
all.mp4
#EXT-X-PART:DURATION=1,URI="p.mp4",INDEPENDENT=YES
#EXT-X-RENDITION-REPORT:URI="../2/v.m3u8",LAST-MSN=3
#EXT-X-ENDLIST`;
  const parts = parsePlaylist(text);
  assertEquals(parts.filter((part) => typeof part !== "string"), [
    { kind: "resource", uri: "../key?id=1" },
    { kind: "resource", uri: "init.mp4" },
    { kind: "resource", uri: "all.mp4" },
    { kind: "resource", uri: "p.mp4" },
    { kind: "playlist", uri: "../2/v.m3u8" },
  ]);
  const joined = rewritten(text);
  assert(joined.includes(",IV=0x0123abcd\n"));
  assert(joined.includes(',BYTERANGE="800@0"\n'));
  assert(
    joined.includes("#EXTINF:4.0,\n#EXT-X-BYTERANGE:1000@800\n/resource/"),
  );
});

for (
  const [name, text] of Object.entries({
    "an HTML page": "<html><body>#EXTM3U</body></html>",
    "an empty answer": "",
    "a list without its first line": "#EXTINF:1,\na.ts",
    "two URIs in a tag":
      '#EXTM3U\n#EXT-X-MAP:URI="https://a.kaltura.com/1",URI="https://evil.example/"',
    "a URI without quotes": "#EXTM3U\n#EXT-X-MAP:URI=https://evil.example/",
    "quotes that never close": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="key',
    "an empty URI": '#EXTM3U\n#EXT-X-MAP:URI=""',
    "an address in a tag that has none":
      '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,URI="https://evil.example/"\na.m3u8',
    "attributes of another grammar": "#EXTM3U\n#EXT-X-MEDIA:{uri:'x'}",
    "variables":
      '#EXTM3U\n#EXT-X-DEFINE:NAME="h",VALUE="https://evil.example"\n#EXTINF:1,\n{$h}/a.ts',
    "a hundred thousand lines": "#EXTM3U\n" + "#EXT-X-GAP\n".repeat(100_001),
  })
) {
  Deno.test(`[M3] ${name} is refused`, () => {
    assertThrows(() => parsePlaylist(text), PlaylistError);
  });
}

Deno.test("[M5] DRM is told from plain encryption", () => {
  const key = (list: string) => `#EXTM3U\n#EXT-X-KEY:${list}\n`;
  assert(!needsDrm(key('METHOD=AES-128,URI="k"')));
  assert(!needsDrm(key('METHOD=AES-128,URI="k",KEYFORMAT="identity"')));
  assert(!needsDrm(key("METHOD=NONE")));
  assert(needsDrm(key('METHOD=SAMPLE-AES,URI="skd://1"')));
  assert(
    needsDrm(
      key('METHOD=SAMPLE-AES-CTR,URI="data:x",KEYFORMAT="com.widevine"'),
    ),
  );
  assert(
    needsDrm(
      '#EXTM3U\n#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="x",KEYFORMAT="com.apple"',
    ),
  );
});

// Playlists from pieces: good ones, odd ones, and ones that try to get out.
const goodUri = fc.oneof(
  fc.constantFrom("a.ts", "../b/c.m4s?x=1&y=2,3", "/root/seg%20 1.ts", "?q"),
  fc.webPath().map((path) => `.${path || "/"}`),
  fc.tuple(
    fc.constantFrom(
      "cfvod.kaltura.com",
      "CDN.Kaltura.COM:443",
      "media.example.org",
    ),
    fc.webPath(),
  ).map(([host, path]) => `https://${host}${path}`),
  fc.webPath().map((path) => `//cdnapisec.kaltura.com${path}`),
);
const badUri = fc.constantFrom(
  "https://evil.example/a.ts",
  "http://cfvod.kaltura.com/a.ts",
  "https://cfvod.kaltura.com:8443/a.ts",
  "https://kaltura.com.evil.example/",
  "https://evilkaltura.com/",
  "https://user@cfvod.kaltura.com/",
  "//evil.example/x",
  "\\\\evil.example\\x",
  "https:\\\\evil.example/",
  "data:video/mp4;base64,AAAA",
  "blob:https://cfvod.kaltura.com/1",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "skd://cfvod.kaltura.com/1",
);
const anyLine = (uri: fc.Arbitrary<string>) =>
  fc.oneof(
    uri.map((u) => [`#EXTINF:4.0,title`, u]),
    uri.map((u) => ["#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1x1", u]),
    uri.map((u) => ["#EXT-X-BYTERANGE:10@20", u]),
    fc.tuple(
      fc.constantFrom(
        '#EXT-X-MEDIA:TYPE=AUDIO,NAME="a,b=c",',
        "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=2,",
        "#EXT-X-KEY:METHOD=AES-128,IV=0x1,",
        "#EXT-X-MAP:",
        "#EXT-X-PRELOAD-HINT:TYPE=PART,",
      ),
      uri,
      fc.constantFrom("", ',BYTERANGE="1@2"', ',X-TITLE="a"'),
    ).map(([tag, u, rest]) => [`${tag}URI="${u}"${rest}`]),
    fc.constantFrom(
      ["#EXT-X-VERSION:7"],
      ["#EXT-X-ENDLIST"],
      [""],
      ["# a comment about https://evil.example/"],
      ['#EXT-X-SESSION-DATA:DATA-ID="d",URI="https://evil.example/"'],
      ['#EXT-X-CONTENT-STEERING:SERVER-URI="https://evil.example/"'],
      ['#EXT-X-DATERANGE:ID="i",X-ASSET-URI="https://evil.example/"'],
      ['#EXT-X-NEW-TAG:URI="https://evil.example/"'],
    ),
  );
const playlistOf = (uri: fc.Arbitrary<string>) =>
  fc.tuple(
    fc.constantFrom("", "\uFEFF"),
    fc.constantFrom("\n", "\r\n", "\r"),
    fc.array(anyLine(uri), { maxLength: 12 }),
  ).map(([bom, end, lines]) =>
    bom + ["#EXTM3U", ...lines.flat()].join(end) + end
  );

Deno.test("[M1] [M3] of 15,000 generated playlists nothing points off the list, and everything on it still resolves", () => {
  fc.assert(
    fc.property(playlistOf(goodUri), (text) => {
      const out = rewritten(text);
      const uris = fetched(out);
      for (const uri of uris) {
        const [, , encoded = ""] = uri.split("/");
        const url = new URL(decodeURIComponent(encoded));
        assert(isAllowedUrl(url, RULES), uri);
      }
      // Every address that went in, and is one, came out, in order.
      const wanted = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
        .filter((line) =>
          !/^#($|[^E]|EXT-X-(SESSION-DATA|CONTENT|DATERANGE|NEW))/.test(line)
        )
        .join("\n");
      assertEquals(
        uris.map((uri) => decodeURIComponent(uri.split("/")[2] ?? "")),
        fetched(wanted).map((uri) => new URL(uri.trim(), BASE).href),
      );
    }),
    { numRuns: 15_000 },
  );
});

Deno.test("[M1] [M3] of 5,000 playlists with an address off the list none gets through", () => {
  fc.assert(
    fc.property(
      playlistOf(goodUri),
      badUri,
      anyLine(badUri),
      (text, uri, lines) => {
        const bad = lines.some((line) => line.includes(uri))
          ? lines
          : ["#EXTINF:1,", uri];
        assertThrows(
          () => rewritten(`${text}${bad.join("\n")}\n`),
          RefusedError,
        );
      },
    ),
    { numRuns: 5000 },
  );
});

Deno.test("[M3] of 5,000 mangled playlists each is refused or safe", () => {
  const mangle = fc.tuple(
    playlistOf(fc.oneof(goodUri, badUri)),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom(
          '"',
          ",",
          "\n",
          "=",
          "#",
          " ",
          "\0",
          'URI="',
          "\t",
          "\u2028",
        ),
      ),
      { maxLength: 6 },
    ),
  ).map(([text, edits]) =>
    edits.reduce((now, [at, piece]) => {
      const i = at % (now.length + 1);
      return now.slice(0, i) + piece + now.slice(i);
    }, text)
  );
  let passed = 0;
  fc.assert(
    fc.property(mangle, (text) => {
      let out: string;
      try {
        out = rewritten(text);
      } catch (error) {
        assert(error instanceof PlaylistError || error instanceof RefusedError);
        return;
      }
      passed++;
      for (const uri of fetched(out)) {
        assert(/^\/(playlist|resource)\/https%3A%2F%2F/.test(uri), uri);
      }
    }),
    { numRuns: 5000 },
  );
  assert(passed > 100, `only ${passed} got through: the test shows little`);
});
