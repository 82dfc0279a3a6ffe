import { assertEquals } from "@std/assert";
import { timeMapOf } from "./webvtt.ts";

Deno.test("[W32] the map of times is read in all the ways it is written, in the header only", () => {
  const map = { mpegS: 10, localS: 3601.5 };
  for (
    const header of [
      "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:01:00:01.500\n\n",
      "WEBVTT - words\nX-TIMESTAMP-MAP=LOCAL:1:00:01.500,MPEGTS:900000\n\n",
      "WEBVTT\r\nKind: captions\r\nX-TIMESTAMP-MAP = MPEGTS: 900000, LOCAL: 01:00:01.500\r\n",
    ]
  ) assertEquals(timeMapOf(header), map, header);
  assertEquals(
    timeMapOf("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00.000"),
    { mpegS: 0, localS: 0 },
  );
  for (
    const none of [
      "",
      "WEBVTT\n\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n",
      "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:x,LOCAL:00:00:00.000\n",
      "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000\n",
      "WEBVTT\n00:01.000 --> 00:02.000\nX-TIMESTAMP-MAP=MPEGTS:9,LOCAL:00:00.000",
    ]
  ) assertEquals(timeMapOf(none), null, none);
});
