import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { isAllowedUrl } from "../upstream/allowed_hosts.ts";
import { PlaylistError, readPlaylist } from "./playlist.ts";

const RULES = {
  hosts: ["*.kaltura.com", "media.example.org"],
  allowsLoopback: false,
};
const BASE = new URL(
  "https://cfvod.kaltura.com/hls/p/1/entryId/0_a/master.m3u8?t=1",
);

/** Replaces every address by a path that says where it leads, the way the manifest route does. */
function rewritten(text: string): string {
  return readPlaylist(text, {
    url: BASE,
    imports: new Map(),
    tellsSecret: () => false,
    resolve(uri) {
      const url = URL.parse(uri, BASE);
      return url && isAllowedUrl(url, RULES) ? url : null;
    },
  }).parts.map((part) =>
    typeof part === "string"
      ? part
      : `/${part.kind}/${encodeURIComponent(part.url.href)}`
  ).join("");
}

/** What a player would fetch, found by other means than the code under test: as hls.js does, whose lines end at U+2028 too. */
function fetched(text: string): string[] {
  return text.split(/[\r\n\u2028\u2029]/).flatMap((line) => {
    if (line === "") return [];
    if (!line.startsWith("#")) return [line];
    const [, list = ""] = /:(.*)/.exec(line) ?? [];
    return [...list.matchAll(/(.+?)=(".*?"|.*?)(?:,|$)/g)].flatMap((
      [, name = "", value = ""],
    ) => /UR[IL]/i.test(name) ? [value.replaceAll('"', "")] : []);
  });
}

function faultOf(text: string): string {
  return assertThrows(() => rewritten(text), PlaylistError).fault;
}

// Playlists from pieces: good ones, odd ones, and ones that try to get out.
const goodUri = fc.oneof(
  fc.constantFrom("a.ts", "../b/c.m4s?x=1&y=2,3", "/abs/seg%20 1.ts", "?q"),
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
const dropped = fc.constantFrom(
  "",
  "# a comment about https://evil.example/",
  '#EXT-X-SESSION-DATA:DATA-ID="d",URI="https://evil.example/"',
  '#EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://evil.example/"',
  '#EXT-X-CONTENT-STEERING:SERVER-URI="https://evil.example/"',
  '#EXT-X-DATERANGE:ID="i",X-ASSET-URI="https://evil.example/"',
  '#EXT-X-PART:DURATION=1,URI="https://evil.example/"',
  '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="https://evil.example/"',
  '#EXT-X-RENDITION-REPORT:URI="https://evil.example/"',
  '#EXT-X-NEW-TAG:URI="https://evil.example/"',
  '#EXT-X-DEFINE:NAME="unused",VALUE="https://evil.example/"',
).map((line) => ({ lines: [line], uris: [] as string[] }));
type Piece = { lines: string[]; uris: string[] };
const tagWith = (tags: string[]) => (uri: fc.Arbitrary<string>) =>
  fc.tuple(
    fc.constantFrom(...tags),
    uri,
    fc.constantFrom("", ',BYTERANGE="1@2"', ',X-TITLE="a"'),
  ).map(([tag, u, rest]): Piece => ({
    lines: [`${tag}URI="${u}"${rest}`],
    uris: [u],
  }));
const rendition = tagWith([
  '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a,b=c",',
  '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="x",',
  "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=s,",
]);
const variant = (uri: fc.Arbitrary<string>) =>
  uri.map((u): Piece => ({
    lines: ["#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1x1", u],
    uris: [u],
  }));
const needed = tagWith([
  "#EXT-X-KEY:METHOD=AES-128,IV=0x1,",
  "#EXT-X-MAP:",
]);
const segment = (uri: fc.Arbitrary<string>) =>
  fc.tuple(
    fc.constantFrom(
      ["#EXTINF:4.0,title"],
      ["#EXT-X-BYTERANGE:10@20", "#EXTINF: 4"],
    ),
    uri,
  ).map(([lines, u]): Piece => ({ lines: [...lines, u], uris: [u] }));
const LAST: Piece = { lines: ["#EXTINF:4,", "last.ts"], uris: ["last.ts"] };
const BEST: Piece = {
  lines: ["#EXT-X-STREAM-INF:BANDWIDTH=9", "best.m3u8"],
  uris: ["best.m3u8"],
};

const joined = (pieces: fc.Arbitrary<Piece[]>) =>
  fc.tuple(
    fc.constantFrom("", "\uFEFF"),
    fc.constantFrom("\n", "\r\n", "\r"),
    pieces,
  ).map(([bom, end, all]) => ({
    text: bom + ["#EXTM3U", ...all.flatMap(({ lines }) => lines)].join(end) +
      end,
    uris: all.flatMap(({ uris }) => uris),
  }));
const listOf = (uri: fc.Arbitrary<string>) =>
  joined(
    fc.array(fc.oneof(segment(uri), needed(uri), dropped), { maxLength: 12 })
      .map((pieces) => [...pieces, LAST]),
  );
const masterOf = (uri: fc.Arbitrary<string>) =>
  joined(
    fc.tuple(
      fc.array(fc.oneof(rendition(uri), dropped), { maxLength: 6 }),
      fc.array(fc.oneof(variant(uri), dropped), { maxLength: 6 }),
    ).map(([renditions, variants]) => [...renditions, ...variants, BEST]),
  );
const leadsTo = (uris: string[]) =>
  uris.map((uri) => decodeURIComponent(uri.split("/")[2] ?? ""));

Deno.test("[M1] [M3] of 10,000 generated playlists everything on the list comes out, in order, and nothing else", () => {
  fc.assert(
    fc.property(
      fc.oneof(listOf(goodUri), masterOf(goodUri)),
      ({ text, uris }) => {
        assertEquals(
          leadsTo(fetched(rewritten(text))),
          uris.map((uri) => new URL(uri.trim(), BASE).href),
        );
      },
    ),
    { numRuns: 10_000 },
  );
});

Deno.test("[M1] [M9] of 5,000 master playlists with addresses off the list the rest comes out", () => {
  fc.assert(
    fc.property(
      masterOf(fc.oneof(goodUri, badUri)),
      ({ text, uris }) => {
        const allowed = uris.flatMap((uri) => {
          const url = URL.parse(uri.trim(), BASE);
          return url && isAllowedUrl(url, RULES) ? [url.href] : [];
        });
        assertEquals(leadsTo(fetched(rewritten(text))), allowed);
      },
    ),
    { numRuns: 5000 },
  );
});

Deno.test("[M1] [M3] of 5,000 lists of segments with an address off the list none gets through", () => {
  fc.assert(
    fc.property(
      listOf(goodUri),
      // A key of that scheme is DRM.
      fc.oneof(segment(badUri), needed(badUri))
        .filter(({ uris }) => !uris[0]?.startsWith("skd:")),
      ({ text }, bad) => {
        const rest = [...bad.lines, "#EXTINF:1,", "after.ts"].join("\n");
        assertEquals(faultOf(`${text}${rest}\n`), "host");
      },
    ),
    { numRuns: 5000 },
  );
});

Deno.test("[M1] [M3] of 20,000 mangled playlists each is refused or safe", () => {
  const anyUri = fc.oneof(goodUri, badUri);
  const defines = fc.constantFrom(
    "",
    '#EXT-X-DEFINE:NAME="h",VALUE="https://evil.example/"\n',
    '#EXT-X-DEFINE:NAME="h",VALUE="x\u2028https://evil.example/"\n',
    '#EXT-X-DEFINE:NAME="h",VALUE="a"\n#EXT-X-DEFINE:QUERYPARAM="t"\n',
  );
  const mangle = fc.tuple(
    fc.oneof(listOf(anyUri), masterOf(anyUri), masterOf(goodUri)),
    defines,
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
          "{$h}",
          "{$t}",
          "https://evil.example/",
          "#EXT-X-GAP\n",
          "#EXT-X-KEY:METHOD=NONE,URI=//evil.example/",
        ),
      ),
      { maxLength: 6 },
    ),
  ).map(([{ text }, define, edits]) =>
    edits.reduce((now, [at, piece]) => {
      const i = at % (now.length + 1);
      return now.slice(0, i) + piece + now.slice(i);
    }, text.replace(/(#EXTM3U\s)/, `$1${define}`))
  );
  let passed = 0;
  fc.assert(
    fc.property(mangle, (text) => {
      let out: string;
      try {
        out = rewritten(text);
      } catch (error) {
        assert(error instanceof PlaylistError, String(error));
        return;
      }
      passed++;
      for (const uri of fetched(out)) {
        // What is not fetched has to have a line.
        if (uri === "gap") continue;
        const [, kind = "", encoded = ""] = uri.split("/");
        assert(kind === "playlist" || kind === "resource", uri);
        const url = new URL(decodeURIComponent(encoded));
        assert(isAllowedUrl(url, RULES), uri);
      }
    }),
    { numRuns: 20_000 },
  );
  assert(passed > 5000, `only ${passed} got through: the test shows little`);
});

Deno.test("[M12] reading takes time in proportion to the length, whatever stands there", () => {
  const MIB = 1024 * 1024;
  const lines = [
    '#EXT-X-MEDIA:A="x,',
    '#EXT-X-MEDIA:A="x"   y,',
    "#EXT-X-MEDIA:a,",
    '"',
    "=",
    "{$a}",
    " ",
  ];
  for (const piece of lines) {
    for (const end of ["", "\n"]) {
      const text = `#EXTM3U\n${(piece + end).repeat(MIB / piece.length)}`;
      const beganMs = performance.now();
      faultOf(text);
      const tookMs = performance.now() - beganMs;
      // A reader that goes back and forth takes minutes.
      assert(tookMs < 3000, `${JSON.stringify(piece + end)}: ${tookMs} ms`);
    }
  }
});

Deno.test("[M12] of 45,000 qualities 128 are offered, of as many sounds 256", () => {
  const text = "#EXTM3U\n" +
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",URI="a.m3u8"\n'.repeat(
      2000,
    ) +
    "#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n".repeat(45_000);
  const out = rewritten(text);
  assertEquals(out.match(/#EXT-X-STREAM-INF/g)?.length, 128);
  assertEquals(out.match(/#EXT-X-MEDIA/g)?.length, 256);
});

Deno.test("[M12] too many lines or segments are refused", () => {
  const head = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n";
  assertEquals(faultOf(head + "#EXT-X-GAP\n".repeat(100_001)), "unreadable");
  assertEquals(
    faultOf(head + "#EXTINF:1,\na.ts\n".repeat(20_001)),
    "unreadable",
  );
  assert(rewritten(head + "#EXTINF:1,\na.ts\n".repeat(20_000)));
});
