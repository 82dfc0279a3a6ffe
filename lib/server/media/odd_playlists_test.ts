/**
 * Odd playlists, each with what a viewer gets: `<…>` stands for an address
 * that leads to another playlist, `(…)` for any other.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { isAllowedUrl } from "../upstream/allowed_hosts.ts";
import { PlaylistError, readPlaylist } from "./playlist.ts";

const BASE = new URL("https://cfvod.kaltura.com/a/b/index.m3u8?t=1&host=cdn");
const RULES = { hosts: ["*.kaltura.com"], allowsLoopback: false };
const EVIL = "https://evil.example/x";
const SECRET = "the-ks";

function shown(text: string): string[] {
  return readPlaylist(text, {
    url: BASE,
    imports: new Map([["token", "t0k"]]),
    tellsSecret: (text) => text.includes(SECRET),
    resolve(uri) {
      const url = URL.parse(uri, BASE);
      return url && isAllowedUrl(url, RULES) ? url : null;
    },
  }).parts.map((part) => {
    if (typeof part === "string") return part;
    const { href } = part.url;
    const short = href.replace("https://cfvod.kaltura.com/a/b/", "");
    return part.kind === "playlist" ? `<${short}>` : `(${short})`;
  }).join("").trimEnd().split("\n");
}

/** Rows: what stands there, and what comes out or why nothing does. */
type Rows = Record<
  string,
  [odd: string, right: string | PlaylistError["fault"]]
>;

const STREAM = "#EXT-X-STREAM-INF:BANDWIDTH=1";
const MEDIA = "#EXT-X-MEDIA:TYPE=SUBTITLES";
const AUDIO = "#EXT-X-MEDIA:TYPE=AUDIO";

/** Lines behind `#EXTM3U`, on both sides. */
const MASTERS: Rows = {
  "captions with an empty URI": [
    `${MEDIA},GROUP-ID="s",NAME="n",URI=""\n${STREAM},SUBTITLES="s"\nv`,
    `${STREAM}\n<v>`,
  ],
  "captions without a URI": [
    `${MEDIA},GROUP-ID="s",NAME="n"\n${STREAM},SUBTITLES="s"\nv`,
    `${STREAM}\n<v>`,
  ],
  "one of two captions out of reach": [
    `${MEDIA},GROUP-ID="s",NAME="a",URI="${EVIL}"\n` +
    `${MEDIA},GROUP-ID="s",NAME="b",URI="b"\n${STREAM},SUBTITLES="s"\nv`,
    `${MEDIA},GROUP-ID="s",NAME="b",URI="<b>"\n${STREAM},SUBTITLES="s"\n<v>`,
  ],
  "closed captions with an address, which has no meaning": [
    `#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="c",INSTREAM-ID="CC1",URI="x"\n` +
    `${STREAM},CLOSED-CAPTIONS="c"\nv`,
    `#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="c",INSTREAM-ID="CC1"\n` +
    `${STREAM},CLOSED-CAPTIONS="c"\n<v>`,
  ],
  "no closed captions, said so": [
    `${STREAM},CLOSED-CAPTIONS=NONE\nv`,
    `${STREAM},CLOSED-CAPTIONS=NONE\n<v>`,
  ],
  "a sound in the picture's stream, with an empty URI": [
    `${AUDIO},GROUP-ID="a",NAME="n",URI=""\n${STREAM},AUDIO="a"\nv`,
    `${AUDIO},GROUP-ID="a",NAME="n"\n${STREAM},AUDIO="a"\n<v>`,
  ],
  "one of two sounds out of reach": [
    `${AUDIO},GROUP-ID="a",NAME="n",URI="${EVIL}"\n` +
    `${AUDIO},GROUP-ID="a",NAME="m",URI="m"\n${STREAM},AUDIO="a"\nv`,
    `${AUDIO},GROUP-ID="a",NAME="m",URI="<m>"\n${STREAM},AUDIO="a"\n<v>`,
  ],
  "the only sound out of reach": [
    `${AUDIO},GROUP-ID="a",NAME="n",URI="${EVIL}"\n${STREAM},AUDIO="a"\nv`,
    "host",
  ],
  "the only sound of one quality out of reach": [
    `${AUDIO},GROUP-ID="a",NAME="n",URI="${EVIL}"\n${STREAM},AUDIO="a"\nv\n${STREAM}\nw`,
    `${STREAM}\n<w>`,
  ],
  "a sound's group that is nowhere": [
    `${STREAM},AUDIO="a"\nv`,
    `${STREAM}\n<v>`,
  ],
  "one quality out of reach": [
    `${STREAM}\n${EVIL}\n${STREAM}\nv`,
    `${STREAM}\n<v>`,
  ],
  "every quality out of reach": [`${STREAM}\n${EVIL}`, "host"],
  "a quality without an address": [
    `${STREAM}\n${STREAM},NAME="x"\nv`,
    `${STREAM},NAME="x"\n<v>`,
  ],
  "a quality whose tag is the last line": [
    `${STREAM}\nv\n${STREAM}`,
    `${STREAM}\n<v>`,
  ],
  "a quality without a bandwidth": [
    "#EXT-X-STREAM-INF:RESOLUTION=2x1\nv\n#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=7\nw",
    "#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=2x1\n<v>\n" +
    "#EXT-X-STREAM-INF:BANDWIDTH=7,AVERAGE-BANDWIDTH=7\n<w>",
  ],
  "numbers in quotes, a size of words": [
    '#EXT-X-STREAM-INF:BANDWIDTH="5",RESOLUTION=big,FRAME-RATE="25.0"\nv',
    "#EXT-X-STREAM-INF:BANDWIDTH=5,FRAME-RATE=25.0\n<v>",
  ],
  "one name twice: the last counts": [
    "#EXT-X-STREAM-INF:BANDWIDTH=1,BANDWIDTH=2\nv",
    "#EXT-X-STREAM-INF:BANDWIDTH=2\n<v>",
  ],
  "names in small letters are other names": [
    `${STREAM},codecs="x"\nv`,
    `${STREAM}\n<v>`,
  ],
  "quotes in a name": [
    `${MEDIA},GROUP-ID="s",NAME="the "good" one",LANGUAGE="en",URI="c"\n${STREAM}\nv`,
    `${MEDIA},GROUP-ID="s",NAME="the 'good' one",LANGUAGE="en",URI="<c>"\n${STREAM}\n<v>`,
  ],
  "a name with blanks and no quotes": [
    `${MEDIA},GROUP-ID=s,NAME=For the deaf,URI=c\n${STREAM},SUBTITLES=s\nv`,
    `${MEDIA},GROUP-ID="s",NAME="For the deaf",URI="<c>"\n${STREAM},SUBTITLES="s"\n<v>`,
  ],
  "a name with a comma and no quotes": [
    `${MEDIA},GROUP-ID=s,NAME=Deutsch, laut,LANGUAGE=de,URI=c\n${STREAM}\nv`,
    `${MEDIA},GROUP-ID="s",NAME="Deutsch",LANGUAGE="de",URI="<c>"\n${STREAM}\n<v>`,
  ],
  "blanks around everything": [
    `#EXT-X-MEDIA: TYPE = SUBTITLES , GROUP-ID = "s" , NAME = "n" , URI = "c" \n ${STREAM}\n  v  `,
    `${MEDIA},GROUP-ID="s",NAME="n",URI="<c>"\n${STREAM}\n<v>`,
  ],
  "no name": [
    `${MEDIA},GROUP-ID="s",LANGUAGE="de",URI="c"\n${STREAM}\nv`,
    `${MEDIA},GROUP-ID="s",NAME="de",LANGUAGE="de",URI="<c>"\n${STREAM}\n<v>`,
  ],
  "a line end for hls.js within a name": [
    `${MEDIA},GROUP-ID="s",NAME="a\u2028${EVIL}",URI="c"\n${STREAM}\nv`,
    `${MEDIA},GROUP-ID="s",NAME="a ${EVIL}",URI="<c>"\n${STREAM}\n<v>`,
  ],
  "a name that tells the KS": [
    `${MEDIA},GROUP-ID="s",NAME="n",LANGUAGE="${SECRET}",URI="c"\n${STREAM}\nv`,
    `${MEDIA},GROUP-ID="s",NAME="n",URI="<c>"\n${STREAM}\n<v>`,
  ],
  "pictures for winding out of reach": [
    `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="${EVIL}"\n` +
    `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=2,URI="i"\n${STREAM}\nv`,
    `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=2,URI="<i>"\n${STREAM}\n<v>`,
  ],
  "keys and data of the session, and steering": [
    `#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="skd://1",KEYFORMAT="x"\n` +
    `#EXT-X-SESSION-DATA:DATA-ID="d",URI=""\n#EXT-X-CONTENT-STEERING:SERVER-URI="s"\n${STREAM}\nv`,
    `${STREAM}\n<v>`,
  ],
  "a variable that nobody uses, and one without a name": [
    `#EXT-X-DEFINE:NAME="h",VALUE="${EVIL}"\n#EXT-X-DEFINE:VALUE="x"\n${STREAM}\nv`,
    `${STREAM}\n<v>`,
  ],
  "variables in an address and in a name": [
    `#EXT-X-DEFINE:NAME="d",VALUE="c"\n#EXT-X-DEFINE:NAME="p",VALUE="{$d}/d"\n` +
    `${MEDIA},GROUP-ID="s",NAME="{$d}",URI="{$p}"\n${STREAM}\n{$p}/v`,
    `${MEDIA},GROUP-ID="s",NAME="c",URI="<c/d>"\n${STREAM}\n<c/d/v>`,
  ],
  "a variable from the address of the playlist": [
    `#EXT-X-DEFINE:QUERYPARAM="host"\n${STREAM}\nhttps://{$host}.kaltura.com/v`,
    `${STREAM}\n<https://cdn.kaltura.com/v>`,
  ],
  "a variable that leads off the list": [
    `#EXT-X-DEFINE:NAME="h",VALUE="${EVIL}"\n${STREAM}\n{$h}/v\n${STREAM}\nw`,
    `${STREAM}\n<w>`,
  ],
  "a variable that nobody defined": [
    `#EXT-X-DEFINE:NAME="a",VALUE="b"\n${STREAM}\n{$c}/v\n${STREAM}\nw`,
    `${STREAM}\n<w>`,
  ],
  "variables made of variables, without end": [
    Array.from(
      { length: 30 },
      (_, i) => `#EXT-X-DEFINE:NAME="v${i + 1}",VALUE="{$v${i}}{$v${i}}"\n`,
    ).join("").replace("{$v0}{$v0}", "xxxxxxxx") +
    `${STREAM}\n{$v3}\n${STREAM}\n{$v30}`,
    `${STREAM}\n<${"x".repeat(32)}>`,
  ],
  "what looks like a variable where there are none": [
    `${STREAM}\nv?a={$b}`,
    `${STREAM}\n<v?a={$b}>`,
  ],
  "nothing to play": ["#EXT-X-VERSION:4", "unreadable"],
};

const KEY = "#EXT-X-KEY:METHOD=AES-128";
/** Lines between the head and the end of a film's list of segments. */
const LISTS: Rows = {
  "a key of method NONE with an empty URI": [
    '#EXT-X-KEY:METHOD=NONE,URI=""\n#EXTINF:4,\na',
    "#EXT-X-KEY:METHOD=NONE\n#EXTINF:4,\n(a)",
  ],
  "a key without a method": [
    '#EXT-X-KEY:URI="k"\n#EXTINF:4,\na',
    "#EXTINF:4,\n(a)",
  ],
  "a key without quotes": [
    `${KEY},URI=k,IV=0x0A\n#EXTINF:4,\na`,
    `${KEY},IV=0x0A,URI="(k)"\n#EXTINF:4,\n(a)`,
  ],
  "a key whose quotes never close": [
    `${KEY},URI="k\n#EXTINF:4,\na`,
    `${KEY},URI="(k)"\n#EXTINF:4,\n(a)`,
  ],
  "a key without an address": [`${KEY}\n#EXTINF:4,\na`, "unreadable"],
  "a key out of reach": [`${KEY},URI="${EVIL}"\n#EXTINF:4,\na`, "host"],
  "copy protection": [
    '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://1"\n#EXTINF:4,\na',
    "protected",
  ],
  "copy protection of another kind": [
    '#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI="data:x",KEYFORMAT="com.widevine"\n#EXTINF:4,\na',
    "protected",
  ],
  "copy protection beside a plain key": [
    '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://1",KEYFORMAT="com.apple"\n' +
    `${KEY},URI="k",KEYFORMAT="identity"\n#EXTINF:4,\na`,
    `${KEY},KEYFORMAT="identity",URI="(k)"\n#EXTINF:4,\n(a)`,
  ],
  "lengths with blanks, titles, words and exponents": [
    `#EXTINF: 3.5 ,${EVIL}\na\n#EXTINF:long,\nb\n#EXTINF:-1,\nc\n#EXTINF:0.0000004,\nd`,
    "#EXTINF:3.5,\n(a)\n#EXTINF:4,\n(b)\n#EXTINF:4,\n(c)\n#EXTINF:0,\n(d)",
  ],
  "a segment without a length, and a length twice": [
    "a\n#EXTINF:1,\n#EXTINF:2,\nb",
    "#EXTINF:4,\n(a)\n#EXTINF:2,\n(b)",
  ],
  "tags behind the last segment": [
    "#EXTINF:4,\na\n#EXT-X-DISCONTINUITY\n#EXTINF:4,",
    "#EXTINF:4,\n(a)",
  ],
  "a gap out of reach": [
    `#EXT-X-GAP\n#EXTINF:4,\n${EVIL}\n#EXTINF:4,\na`,
    "#EXT-X-GAP\n#EXTINF:4,\ngap\n#EXTINF:4,\n(a)",
  ],
  "a segment out of reach": [`#EXTINF:4,\n${EVIL}`, "host"],
  "a head out of reach": [
    `#EXT-X-MAP:URI="${EVIL}"\n#EXTINF:4,\na`,
    "host",
  ],
  "a head with an empty URI": [
    '#EXT-X-MAP:URI=""\n#EXTINF:4,\na',
    "unreadable",
  ],
  "ranges, good and bad": [
    '#EXT-X-MAP:URI="i",BYTERANGE="800@0"\n#EXT-X-BYTERANGE:5@800\n#EXTINF:4,\na\n#EXT-X-BYTERANGE:x\n#EXTINF:4,\nb',
    '#EXT-X-MAP:URI="(i)",BYTERANGE="800@0"\n#EXT-X-BYTERANGE:5@800\n#EXTINF:4,\n(a)\n#EXTINF:4,\n(b)',
  ],
  "heads twice and too late": [
    "#EXTINF:4,\na\n#EXT-X-TARGETDURATION:9\n#EXT-X-VERSION:4\n#EXT-X-VERSION:5\n#EXT-X-ENDLIST",
    "#EXT-X-VERSION:4\n#EXTINF:4,\n(a)",
  ],
  "dates of every kind are the same moment for all": [
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.678+0200\n#EXTINF:4,\na\n" +
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05\n#EXTINF:4,\nb\n" +
    "#EXT-X-PROGRAM-DATE-TIME:yesterday\n#EXTINF:4,\nc",
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T01:04:05.678Z\n#EXTINF:4,\n(a)\n" +
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.000Z\n#EXTINF:4,\n(b)\n" +
    "#EXTINF:4,\n(c)",
  ],
  "an imported variable": [
    '#EXT-X-DEFINE:IMPORT="token"\n#EXTINF:4,\na?t={$token}',
    "#EXTINF:4,\n(a?t=t0k)",
  ],
  "an imported variable that the master has not": [
    '#EXT-X-DEFINE:IMPORT="other"\n#EXTINF:4,\na?t={$other}',
    "unreadable",
  ],
  "a variable in a vector": [
    `#EXT-X-DEFINE:NAME="v",VALUE="0x01"\n${KEY},URI="k",IV={$v}\n#EXTINF:4,\na`,
    `${KEY},IV=0x01,URI="(k)"\n#EXTINF:4,\n(a)`,
  ],
  "tags that nobody knows": [
    `#EXT-X-CUE-OUT:30\n#EXT-X-ASSET:CAID=0x1\n#EXT-X-DATERANGE:ID="i",X-ASSET-URI="${EVIL}"\n#EXTINF:4,\na`,
    "#EXTINF:4,\n(a)",
  ],
  "an end without anything": ["", "unreadable"],
};

const HEAD = ["#EXTM3U", "#EXT-X-TARGETDURATION:4"];
const START = "#EXT-X-MEDIA-SEQUENCE:0";
const END = "#EXT-X-ENDLIST";

/** Whole texts. */
const WHOLE: Rows = {
  "an HTML page": ["<html><body>#EXTM3U</body></html>", "unreadable"],
  "an empty answer": ["", "unreadable"],
  "a list without its first line": ["#EXTINF:1,\na.ts", "unreadable"],
  "words behind the first line": [
    `#EXTM3U x-tvg-url="${EVIL}"\n${STREAM}\nv`,
    `#EXTM3U\n${STREAM}\n<v>`,
  ],
  "a byte order mark, blank lines before, and old line ends": [
    `\uFEFF\r\n \r\n#EXTM3U\r\r\n${STREAM}\r\n\r\nv\r`,
    `#EXTM3U\n${STREAM}\n<v>`,
  ],
  "no target duration": [
    "#EXTM3U\n#EXTINF:3.6,\na\n#EXTINF:5.4,\nb\n#EXT-X-ENDLIST",
    `#EXTM3U\n#EXT-X-TARGETDURATION:5\n${START}\n#EXTINF:3.6,\n(a)\n#EXTINF:5.4,\n(b)\n${END}`,
  ],
  "a target duration with a fraction": [
    "#EXTM3U\n#EXT-X-TARGETDURATION: 3.7 s\n#EXTINF:3.6,\na\n#EXT-X-ENDLIST",
    [...HEAD, START, "#EXTINF:3.6,", "(a)", END].join("\n"),
  ],
  "a film that does not say where it ends": [
    [...HEAD, "#EXT-X-PLAYLIST-TYPE:VOD", "#EXTINF:4,", "a"].join("\n"),
    [...HEAD, START, "#EXT-X-PLAYLIST-TYPE:VOD", "#EXTINF:4,", "(a)", END]
      .join("\n"),
  ],
  "a list of segments that names qualities too": [
    [...HEAD, `${STREAM},URI="${EVIL}"`, "#EXTINF:4,", "a", END].join("\n"),
    [...HEAD, START, "#EXTINF:4,", "(a)", END].join("\n"),
  ],
  "live that has not begun": [HEAD.join("\n"), [...HEAD, START].join("\n")],
  "live with a sliding window": [
    [...HEAD, "#EXT-X-MEDIA-SEQUENCE:77", "#EXT-X-DISCONTINUITY-SEQUENCE:3"]
      .concat("#EXTINF:4,", "a", "#EXT-X-DISCONTINUITY", "#EXTINF:4,", "b")
      .join("\n"),
    [...HEAD, "#EXT-X-MEDIA-SEQUENCE:77", "#EXT-X-DISCONTINUITY-SEQUENCE:3"]
      .concat("#EXTINF:4,", "(a)", "#EXT-X-DISCONTINUITY", "#EXTINF:4,", "(b)")
      .join("\n"),
  ],
  "live with low latency": [
    [
      ...HEAD,
      "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0,CAN-SKIP-UNTIL=24,HOLD-BACK=12.0",
      "#EXT-X-PART-INF:PART-TARGET=0.33",
      "#EXT-X-MEDIA-SEQUENCE:5",
      '#EXT-X-PART:DURATION=0.33,URI="a.1.mp4",INDEPENDENT=YES',
      "#EXTINF:4,",
      "a",
      `#EXT-X-PART:DURATION=0.33,URI="${EVIL}"`,
      '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="b.2.mp4"',
      '#EXT-X-RENDITION-REPORT:URI="../2/v",LAST-MSN=5,LAST-PART=1',
    ].join("\n"),
    [
      ...HEAD,
      "#EXT-X-MEDIA-SEQUENCE:5",
      "#EXT-X-SERVER-CONTROL:HOLD-BACK=12.0",
      "#EXTINF:4,",
      "(a)",
    ].join("\n"),
  ],
  "live that leaves out what should be known": [
    [...HEAD, "#EXT-X-MEDIA-SEQUENCE:5", "#EXT-X-SKIP:SKIPPED-SEGMENTS=3"]
      .concat("#EXTINF:4,", "d").join("\n"),
    [...HEAD, "#EXT-X-MEDIA-SEQUENCE:8", "#EXTINF:4,", "(d)"].join("\n"),
  ],
};

function check(
  name: string,
  { odd, right }: { odd: string; right: string },
): void {
  Deno.test(`[M9] ${name}`, () => {
    if (["unreadable", "host", "protected"].includes(right)) {
      assertEquals(
        assertThrows(() => shown(odd), PlaylistError).fault,
        right,
      );
    } else assertEquals(shown(odd), right.split("\n"));
  });
}

for (const [name, [odd, right]] of Object.entries(MASTERS)) {
  const isFault = !right.startsWith("#");
  check(name, {
    odd: `#EXTM3U\n${odd}`,
    right: isFault ? right : `#EXTM3U\n${right}`,
  });
}
for (const [name, [odd, right]] of Object.entries(LISTS)) {
  const isFault = !right.startsWith("#");
  check(name, {
    odd: [...HEAD, odd, END].join("\n"),
    right: isFault ? right : [...HEAD, START, right, END].join("\n"),
  });
}
for (const [name, [odd, right]] of Object.entries(WHOLE)) {
  check(name, { odd, right });
}
