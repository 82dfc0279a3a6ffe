import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { behindLive, placeIn, showPlace, speakPlace } from "./live_place.ts";

const LIVE_S = 1_764_000_000;
const broadcast = {
  duration: 0,
  live: { from: LIVE_S - 7200, to: LIVE_S, isOver: false },
};
const film = { duration: 120 };
const unknown = { duration: 0 };
const locale = "en-US";

Deno.test("[T10] a broadcast is live, or so much behind", () => {
  const shown = (position: number) =>
    showPlace(broadcast, { position, locale }).place;
  assertEquals(shown(LIVE_S - 2), "Live");
  assertEquals(shown(LIVE_S - 65), "1:05 behind live");
  assertEquals(shown(LIVE_S - 3723), "1:02:03 behind live");
  assertEquals(behindLive(broadcast, LIVE_S - 2), 0);
  assertEquals(
    speakPlace(broadcast, LIVE_S - 65),
    "1 minute 5 seconds behind live",
  );
});

Deno.test("[T10] one that is over is told as a film", () => {
  const over = { ...broadcast, live: { ...broadcast.live, isOver: true } };
  assertEquals(behindLive(over, LIVE_S - 65), null);
  assertEquals(
    showPlace(over, { position: LIVE_S - 7135, locale }),
    { place: "1:05", of: "2:00:00" },
  );
});

Deno.test("[R60] a film of unknown length shows its place alone, and may be sought in", () => {
  assertEquals(showPlace(unknown, { position: 65, locale }), {
    place: "1:05",
    of: null,
  });
  assertEquals(speakPlace(unknown, 65), "1 minute 5 seconds");
  assertEquals(placeIn(unknown, 5000), 5000);
  assertEquals(placeIn(film, 5000), 120);
  assertEquals(placeIn(broadcast, 0), LIVE_S - 7200);
  assertEquals(placeIn(broadcast, LIVE_S + 60), LIVE_S);
});
