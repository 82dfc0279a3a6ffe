/**
 * WebVTT files as strangers write them, each with the cues that are right by
 * the parsing algorithm of W3C WebVTT §6.
 * @module
 */

/** A cue as it should come out; times in s, other fields where they are no defaults. */
export interface ExpectedCue {
  start: number;
  end: number;
  text: string;
  id?: string;
  line?: number | "auto";
  snapToLines?: boolean;
  position?: number | "auto";
  size?: number;
  align?: string;
  vertical?: string;
}

/** A file. */
interface OddFile {
  name: string;
  text: string;
  cues: ExpectedCue[];
}

/** The cue that a file has when all is well. */
const A: ExpectedCue = { start: 1, end: 2, text: "A" };
const B: ExpectedCue = { start: 3, end: 4, text: "B" };
const T = "00:01.000 --> 00:02.000";
const U = "00:03.000 --> 00:04.000";

/** The table. */
export const ODD_FILES: readonly OddFile[] = [
  file("plain", `WEBVTT\n\n${T}\nA\n`, [A]),
  file("a cue right under the header", `WEBVTT\n${T}\nA\n`, [A]),
  file(
    "a cue right under a header of several lines",
    `WEBVTT - film\nKind: captions\nLanguage: en\n${T}\nA\n`,
    [A],
  ),
  file(
    "a map of times right above a cue",
    `WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n${T}\nA\n`,
    // Chromium takes the line for the cue's name, which nobody sees.
    [{ ...A, id: "X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000" }],
  ),
  file("an arrow without blanks", "WEBVTT\n\n00:01.000-->00:02.000\nA\n", [A]),
  file(
    "an arrow between tabs and many blanks",
    "WEBVTT\n\n \t00:01.000\t-->   00:02.000\t\nA\n",
    [A],
  ),
  file("no blank line between cues", `WEBVTT\n\n${T}\nA\n${U}\nB\n`, [A, B]),
  file(
    "no blank line between cues, and a name: it belongs to the text above",
    `WEBVTT\n\n${T}\nA\n2\n${U}\nB\n`,
    [{ ...A, text: "A\n2" }, B],
  ),
  file("names", `WEBVTT\n\nintro\n${T}\nA\n\n2\n${U}\nB\n`, [
    { ...A, id: "intro" },
    { ...B, id: "2" },
  ]),
  file(
    "hours of one digit",
    "WEBVTT\n\n1:00:01.000 --> 1:00:02.000\nA\n",
    [{ start: 3601, end: 3602, text: "A" }],
  ),
  file(
    "hours of three digits",
    "WEBVTT\n\n100:00:01.000 --> 100:00:02.000\nA\n",
    [{ start: 360_001, end: 360_002, text: "A" }],
  ),
  file(
    "minutes of one digit are none",
    `WEBVTT\n\n0:01.000 --> 0:02.000\nno\n\n${U}\nB\n`,
    [B],
  ),
  file(
    "a comma for the point is none",
    `WEBVTT\n\n00:01,000 --> 00:02,000\nno\n\n${U}\nB\n`,
    [B],
  ),
  file(
    "two digits after the point are none",
    `WEBVTT\n\n00:01.00 --> 00:02.00\nno\n\n${U}\nB\n`,
    [B],
  ),
  file(
    "a sixtieth second, a sixtieth minute",
    `WEBVTT\n\n00:00:60.000 --> 00:01:00.000\nno\n\n00:60:00.000 --> 01:00:00.000\nno\n\n${U}\nB\n`,
    [B],
  ),
  file(
    "a time below zero",
    `WEBVTT\n\n-00:01.000 --> 00:02.000\nno\n\n${U}\nB\n`,
    [B],
  ),
  file("a sign for the order of bytes", `\uFEFFWEBVTT\n\n${T}\nA\n`, [A]),
  file("lines that end in CR LF", `WEBVTT\r\n\r\n${T}\r\nA\r\n`, [A]),
  file("lines that end in CR", `WEBVTT\r\r${T}\rA\r`, [A]),
  file("no end of the last line", `WEBVTT\n\n${T}\nA`, [A]),
  file("an end after the times", `WEBVTT\n\n${T}`, [{ ...A, text: "" }]),
  file("a word after the signature", `WEBVTT\ta film\n\n${T}\nA\n`, [A]),
  file("a signature that is none", `WEBVTTX\n\n${T}\nno\n`, []),
  file("a signature in small letters", `webvtt\n\n${T}\nno\n`, []),
  file("a line above the signature", `\nWEBVTT\n\n${T}\nno\n`, []),
  file("SubRip", `1\n00:00:01,000 --> 00:00:02,000\nno\n`, []),
  file("a page", "<!doctype html><title>Sign in</title>", []),
  file("nothing", "", []),
  file(
    "notes and styles",
    `WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE nobody\nreads this\n\n${T}\nA\n\nNOTE\n\n${U}\nB\n`,
    [A, B],
  ),
  file(
    "text of two lines, after one of blanks",
    `WEBVTT\n\n${T}\nA\n  \nb\n\n${U}\nB\n`,
    [{ ...A, text: "A\n  \nb" }, B],
  ),
  file(
    "an arrow in the text ends the cue",
    `WEBVTT\n\n${T}\nA\nthis --> that\nno\n\n${U}\nB\n`,
    [A, B],
  ),
  file(
    "words behind the times",
    `WEBVTT\n\n${T}and more\nA\n\n${U} X1:40 X2:600\nB\n`,
    [A, B],
  ),
  file(
    "settings",
    `WEBVTT\n\n${T} line:80% position:10%,line-left size:35% align:start\nA\n\n${U} vertical:rl line:-2 align:right\nB\n`,
    [
      {
        ...A,
        line: 80,
        snapToLines: false,
        position: 10,
        size: 35,
        align: "start",
      },
      { ...B, vertical: "rl", line: -2, align: "right" },
    ],
  ),
  file(
    "settings that are none",
    `WEBVTT\n\n${T} align:middle size:120% line:high position:-1%\nA\n`,
    [A],
  ),
  file(
    "markup and signs stay text",
    `WEBVTT\n\n${T}\n<v Ann><b>1 &lt; 2</b> &amp; <script>x()</script>\n`,
    [{ ...A, text: "<v Ann><b>1 &lt; 2</b> &amp; <script>x()</script>" }],
  ),
  file("from right to left", `WEBVTT\n\n${T}\nשלום, עולם!\n`, [
    { ...A, text: "שלום, עולם!" },
  ]),
  file("a character of no value", `WEBVTT\n\n${T}\nA\0\n`, [
    { ...A, text: "A\uFFFD" },
  ]),
  file(
    "times out of order",
    `WEBVTT\n\n${U}\nB\n\n${T}\nA\n`,
    // A track lists its cues by time.
    [A, B],
  ),
  file("times that overlap", `WEBVTT\n\n${T}\nA\n\n${T}\nB\n`, [
    A,
    { ...A, text: "B" },
  ]),
];

function file(name: string, text: string, cues: ExpectedCue[]): OddFile {
  return { name, text, cues };
}
