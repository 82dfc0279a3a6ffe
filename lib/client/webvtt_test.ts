import { assertEquals } from "@std/assert";
import { parseVtt } from "./webvtt.ts";

Deno.test("[W5] captions are read with their times, settings and markup", () => {
  const text = `\uFEFFWEBVTT - a file\r
X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:01.500\r
\r
STYLE\r
::cue { color: red }\r
\r
NOTE nobody reads this\r
\r
intro\r
00:01.000 --> 00:02.500 line:80% align:start\r
<v Ann>Hello</v>\r
there\r
\r
\r
01:00:00.000 --> 01:00:01.000\r
An hour later\r
`;
  assertEquals(parseVtt(text), {
    mpegOffset: 8.5,
    cues: [
      {
        start: 1,
        end: 2.5,
        text: "<v Ann>Hello</v>\nthere",
        settings: { line: "80%", align: "start" },
      },
      { start: 3600, end: 3601, text: "An hour later", settings: {} },
    ],
  });
});

Deno.test("[W5] what is no caption is left out", () => {
  assertEquals(parseVtt("<html></html>").cues, []);
  assertEquals(parseVtt("WEBVTTX\n\n00:01.000 --> 00:02.000\nno").cues, []);
  assertEquals(
    parseVtt(`WEBVTT

00:05.000 --> 00:01.000
ends before it begins

00:99.000 --> 01:00.000
no such second

00:01.000 --> 00:02.000
good`).cues.map(({ text }) => text),
    ["good"],
  );
  assertEquals(parseVtt("WEBVTT\n\n").mpegOffset, null);
});
