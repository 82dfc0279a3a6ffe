import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Extras } from "../../shared/video/extras.ts";
import { NO_EXTRAS } from "../../shared/video/extras_at.ts";
import type { PlayEvent } from "../../shared/video/play_reports.ts";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import { createBesideMedia } from "./beside_media.ts";
import { NO_PLAYBACK } from "../model/screen.ts";
import { NO_SYNC } from "../watching/sync_report.ts";

function setUp() {
  const playback = signal(NO_PLAYBACK);
  const report = signal(NO_SYNC);
  const room = signal(fakeRoom());
  const asked: { id: string; answer: PromiseWithResolvers<Extras> }[] = [];
  const events: string[] = [];
  const reported: PlayEvent[] = [];
  const beside = createBesideMedia({
    screen: { playback, report },
    room,
    api: {
      extras(id) {
        const answer = Promise.withResolvers<Extras>();
        asked.push({ id, answer });
        return answer.promise;
      },
      reportPlay(id, { event }) {
        events.push(`${id} ${event.type}`);
        reported.push(event);
        return Promise.resolve({ time: 1, wantsViews: true });
      },
    },
    now: () => 0,
  });
  return {
    playback,
    asked,
    events,
    reported,
    beside,
    on(id: string) {
      room.value = fakeRoom({ video: { ...video, id } });
    },
    showPicture(isShown: boolean) {
      report.value = { ...NO_SYNC, status: isShown ? "in_sync" : "loading" };
    },
  };
}

const video = { id: "v1", title: "Tide pools", duration: 120 };
const SOME: Extras = {
  ...NO_EXTRAS,
  chapters: [{ start: 0, title: "Welcome" }],
};

Deno.test("[W40] what is beside a video is asked for once, after its first picture, and belongs to that video", async () => {
  const { asked, beside, on, showPicture } = setUp();
  assertEquals(asked.length, 0, "nothing delays the picture");
  showPicture(true);
  showPicture(false);
  showPicture(true);
  assertEquals(asked.map(({ id }) => id), ["v1"]);
  on("v2");
  assertEquals(asked.map(({ id }) => id), ["v1", "v2"]);
  asked[1]?.answer.resolve(SOME);
  await settled();
  assertEquals(beside.extras.value, SOME);
  asked[0]?.answer.resolve(NO_EXTRAS);
  await settled();
  assertEquals(beside.extras.value, SOME, "a late answer changes nothing");
  on("v3");
  assertEquals(beside.extras.value, NO_EXTRAS);
  asked[2]?.answer.reject(new Error("away"));
  await settled();
  assertEquals(beside.extras.value, NO_EXTRAS);
  beside.dispose();
});

Deno.test("[W49] plays are reported where that is wished, and nowhere else", async () => {
  for (const reportsPlays of [true, false]) {
    const { asked, beside, events, playback, showPicture } = setUp();
    showPicture(true);
    asked[0]?.answer.resolve({ ...SOME, reportsPlays });
    await settled();
    for (const position of [0, 1, 2]) {
      playback.value = { ...NO_PLAYBACK, playing: true, position };
      await settled();
    }
    assertEquals(
      events,
      reportsPlays ? ["v1 impression", "v1 play_request", "v1 play"] : [],
    );
    beside.dispose();
  }
});

Deno.test("[W47] of a broadcast the distance from live is reported, and from two minutes on that it is behind", async () => {
  for (
    const [position, offset, kind] of [
      [990, -10, "live"],
      [1001, 0, "live"],
      [800, -200, "dvr"],
    ] as const
  ) {
    const { asked, beside, playback, reported, showPicture } = setUp();
    showPicture(true);
    asked[0]?.answer.resolve({ ...SOME, reportsPlays: true });
    await settled();
    const live = { from: 500, to: 1000, isOver: false };
    playback.value = { ...NO_PLAYBACK, position, live };
    await settled();
    const [impression] = reported;
    assertEquals([impression?.position, impression?.playback], [offset, kind]);
    beside.dispose();
  }
});

/** Lets everything that is under way come to rest. */
async function settled(): Promise<void> {
  for (let n = 0; n < 20; n++) await Promise.resolve();
}
