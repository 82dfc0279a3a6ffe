import { assertEquals } from "@std/assert";
import { nextPiece, piecesOf } from "./caption_pieces.ts";

const AT = "https://cdn.example/captions/en/a.m3u8";

/** Names, starts and ends of the pieces of a playlist. */
function read(lines: string[]) {
  return piecesOf(["#EXTM3U", ...lines].join("\n"), AT)
    .map(({ url, start, end }) => [url.split("/").at(-1), start, end]);
}

Deno.test("[W34] the pieces of a playlist lie one after another, however it is written", () => {
  const right = [["0.vtt", 0, 10], ["1.vtt", 10, 14.5]];
  for (
    const lines of [
      ["#EXTINF:10,", "0.vtt", "#EXTINF:4.5,", "1.vtt"],
      ["#EXTINF: 10,", "0.vtt", "#EXTINF:  4.5 ,last", "1.vtt"],
      ["#EXTINF:10", "", "  0.vtt  ", "# words", "#EXTINF:4.5,", "1.vtt"],
      [
        "#EXTINF:10,",
        "#EXT-X-DISCONTINUITY",
        "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z",
        "0.vtt",
        "#EXTINF:4.5,",
        "1.vtt",
        "#EXT-X-ENDLIST",
      ],
    ]
  ) assertEquals(read(lines), right);
});

Deno.test("[W34] a gap has no captions, and ranges of one file are one piece", () => {
  assertEquals(
    read([
      "#EXTINF:6,",
      "#EXT-X-GAP",
      "0.vtt",
      "#EXTINF:6,",
      "#EXT-X-BYTERANGE:100@0",
      "all.vtt",
      "#EXTINF:6,",
      "#EXT-X-BYTERANGE:90@100",
      "all.vtt",
    ]),
    [["all.vtt", 6, 18]],
  );
});

Deno.test("[W34] a file that is no playlist is one piece for the whole video", () => {
  assertEquals(piecesOf("WEBVTT\n", AT), [
    { url: AT, start: 0, end: Infinity },
  ]);
  assertEquals(piecesOf("", AT), []);
});

Deno.test("[W34] what is on screen is fetched first, then what comes, then what was", () => {
  const pieces = [0, 10, 20, 30, 40].map((start) => ({
    url: `${start}`,
    start,
    end: start + 10,
  }));
  const left = new Set(pieces);
  const order: string[] = [];
  for (;;) {
    const next = nextPiece([...left], { place: 25, behindS: 15, aheadS: 12 });
    if (!next) break;
    order.push(next.url);
    left.delete(next);
  }
  assertEquals(order, ["20", "30", "10"]);
});
