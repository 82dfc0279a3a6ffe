import { assert, assertEquals } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import { MEDIA_DURATION_S } from "../support/fakes/kaltura_media.ts";
import type { Harness } from "./page.ts";
import { onStage, type Stage, type State } from "./stage.ts";

declare const harness: Harness;

/** Segments from 8 s on: the buffer would hold all there is within a second. */
const LATE = /seg-([4-9]|1\d)\.ts/;
const errorsOf = ({ events }: State) =>
  events.flatMap((event) => event.type === "error" ? [event] : []);
const isPlayingFrom = (from: number) => ({ sample }: State) =>
  sample !== null && sample.playing && sample.mediaTime > from;

/** Between the place at which a seek to 15 s is asked for, and that place. */
const isSkipped = (time: number) => time > 10 && time < 14.5;

type Act = (stage: Stage) => Promise<void>;
const scenes: { name: string; act: Act }[] = [];
function scene(name: string, act: Act): void {
  scenes.push({ name, act });
}

for (const entry of ["0_plain", "0_sounds", "0_secret", "0_ranges"]) {
  scene(
    `[W1] ${entry} plays, and seeks`,
    async ({ page, until }) => {
      await page.evaluate((entry) => harness.load(entry, 4), entry);
      const { duration } = await until(
        "ready",
        ({ events }) => events.some(({ type }) => type === "ready"),
      );
      assert(
        Math.abs(duration - MEDIA_DURATION_S) < 0.5,
        String(duration),
      );
      await page.evaluate(() => harness.play());
      await until("playing", isPlayingFrom(4.5));
      await page.evaluate(() => harness.seek(15));
      const after = await until("playing on", isPlayingFrom(15.5));
      assertEquals(errorsOf(after), []);
      // It would be there after a while without a seek, too.
      assert(!after.frames.some(isSkipped), String(after.frames));
    },
  );
}

scene(
  "[W4] qualities are named, chosen, and automatic again",
  async ({ page, until }) => {
    await page.evaluate(() => harness.load("0_plain"));
    await page.evaluate(() => harness.play());
    const first = await until("playing", isPlayingFrom(0.5));
    assertEquals(
      first.qualities.map(({ label }) => label),
      ["288p", "216p", "144p"],
    );
    assertEquals(first.quality, null);
    // Best first, so that each is news, and the best is again at the end.
    const others = first.qualities.filter(({ height }) =>
      height !== first.height
    );
    assertEquals(others.length, 2);
    for (const { id, height, label } of others) {
      await page.evaluate((id) => harness.setQuality(id), id);
      const now = await until(label, (s) => s.height === height);
      assertEquals(now.quality, id);
    }
    await page.evaluate(() => harness.setQuality(null));
    const last = await until("best", (s) => s.height === 288);
    assertEquals(last.quality, null);
    assertEquals(errorsOf(last), []);
  },
);

scene(
  "[W5] captions show what belongs to the place, and go away",
  async ({ page, until }) => {
    await page.evaluate(() => harness.load("0_plain", 10));
    const { captionTracks: tracks } = await until(
      "tracks",
      (s) => s.captionTracks.length > 0,
    );
    assertEquals(
      tracks.map(({ language, label }) => [language, label]),
      [["en", "English"], ["de", "Deutsch"]],
    );
    await page.evaluate(
      (id) => harness.setCaptionTrack(id),
      tracks[1]?.id ?? "",
    );
    await page.evaluate(() => harness.play());
    const shown = await until("captions", ({ cues }) => cues.length > 0);
    assertEquals(shown.captionTrack, tracks[1]?.id);
    assertEquals(shown.cues, [`de ${Math.floor(shown.time + 0.05)}`]);
    await page.evaluate(() => harness.seek(20.2));
    await until("later captions", ({ cues }) => cues[0] === "de 20");
    await page.evaluate(
      (id) => harness.setCaptionTrack(id),
      tracks[0]?.id ?? "",
    );
    await until(
      "other captions",
      ({ cues }) => /^en 2\d$/.test(cues[0] ?? ""),
    );
    await page.evaluate(() => harness.setCaptionTrack(null));
    await until("no captions", ({ cues }) => cues.length === 0);
  },
);

scene(
  "[W6] another sound is heard when chosen",
  async ({ page, until }) => {
    await page.evaluate(() => harness.load("0_sounds"));
    await page.evaluate(() => harness.play());
    const { audioTracks: sounds } = await until(
      "playing",
      (s) => isPlayingFrom(0.5)(s) && s.audioTracks.length === 2,
    );
    assertEquals(
      sounds.map(({ language }) => language),
      ["en", "de"],
    );
    const heard = (hz: number) =>
      page.waitForFunction((hz) => harness.loudness(hz) > 100, hz);
    await page.evaluate(() => harness.loudness(440));
    await heard(440);
    await page.evaluate(
      (id) => harness.setAudioTrack(id),
      sounds[1]?.id ?? "",
    );
    await heard(880);
  },
);

scene(
  "[W7] a permission that ends while watching is renewed, and the place is kept",
  async ({ kaltura, page, until }) => {
    // Tokens from the start, so that those handed out now can be old later.
    kaltura.endTokens();
    const release = kaltura.hold(LATE);
    await page.evaluate(() => harness.load("0_plain", 2));
    await page.evaluate(() => harness.setRate(1.25));
    await page.evaluate(() => harness.play());
    const before = await until("playing", isPlayingFrom(3));
    kaltura.endSessions();
    kaltura.endTokens();
    await page.evaluate(() => harness.forget());
    release();
    const after = await until("playing on", isPlayingFrom(9));
    assertEquals(errorsOf(after), []);
    assert(!after.paused);
    assertEquals(after.rate, 1.25);
    // Neither back nor ahead: what was on screen goes on.
    const steps = after.frames.slice(1).map((time, i) =>
      time - (after.frames[i] ?? 0)
    );
    assert(Math.min(...after.frames) >= before.time - 0.1);
    assert(
      Math.min(...steps) > -0.2 && Math.max(...steps) < 0.5,
      String(steps),
    );
    const types = after.events.map(({ type }) => type);
    // None where another quality fills in, more where the machine is busy; each with its end.
    const stalls = types.filter((type) => type === "stalled").length;
    assertEquals(types.filter((type) => type === "resumed").length, stalls);
    assert(!types.includes("ready"));
  },
);

scene(
  "[W7] paused stays paused through a renewal",
  async ({ kaltura, page, until }) => {
    kaltura.endTokens();
    const release = kaltura.hold(LATE);
    await page.evaluate(() => harness.load("0_plain"));
    await page.evaluate(() => harness.play());
    await until("playing", isPlayingFrom(0.5));
    await page.evaluate(() => harness.pause());
    kaltura.endTokens();
    await page.evaluate(() => harness.forget());
    await page.evaluate(() => harness.seek(21));
    release();
    const after = await until(
      "there",
      ({ frames }) => frames.some((time) => Math.abs(time - 21) < 0.05),
    );
    assert(after.paused);
    assertEquals(errorsOf(after), []);
    const count = (wanted: string) =>
      after.events.filter(({ type }) => type === wanted).length;
    assertEquals(count("resumed"), count("stalled"));
  },
);

scene(
  "[W8] a network that fails for a while costs a pause, not the video",
  async ({ kaltura, page, until }) => {
    kaltura.fail(LATE, 503);
    await page.evaluate(() => harness.load("0_plain", 6.5));
    await page.evaluate(() => harness.play());
    await until("waiting", (s) => {
      const tries = kaltura.requests.filter(({ path }) => LATE.test(path));
      return tries.length >= 3 && s.sample?.buffering === true;
    });
    kaltura.heal();
    const after = await until("playing on", isPlayingFrom(9), 20_000);
    assertEquals(errorsOf(after), []);
  },
);

scene(
  "[W8] an answer cut in the middle is asked for again",
  async ({ kaltura, page, until }) => {
    kaltura.fail(/seg-[0-3]\.ts/, "cut", { times: 2 });
    await page.evaluate(() => harness.load("0_plain"));
    await page.evaluate(() => harness.play());
    const after = await until("playing", isPlayingFrom(1), 20_000);
    assertEquals(errorsOf(after), []);
  },
);

for (
  const [entry, kind, words] of [
    ["0_gone", "not_found", /is not there any more/],
    ["0_forbidden", "not_allowed", /may not watch/],
    ["0_geo", "geo_blocked", /not be shown where you are/],
    ["0_later", "not_scheduled", /at this time/],
    ["0_drm", "drm", /protected in a way/],
  ] as const
) {
  scene(
    `[W9] ${entry}: the viewer is told why`,
    async ({ page, until }) => {
      void page.evaluate((entry) => harness.load(entry), entry);
      const state = await until(
        "an error",
        (s) => errorsOf(s).length > 0,
      );
      const [error] = errorsOf(state);
      assertEquals(error?.kind, kind);
      assert(words.test(error?.message ?? ""), error?.message);
    },
  );
}

/** Scenes that are played at once, each on a page of its own. Chosen: what two cores bear. */
const AT_ONCE = 3;

for (const engine of ["hls", "playkit"] as const) {
  mediaTest(`the ${engine} engine on Kaltura's media`, async (t) => {
    const browser = await launchChromium();
    const left = [...scenes];
    async function playOn() {
      for (let next = left.shift(); next; next = left.shift()) {
        const { name, act } = next;
        await t.step({
          name,
          fn: () => onStage(browser, engine, act),
          // Steps at once cannot be told apart by what they leave.
          sanitizeOps: false,
          sanitizeResources: false,
          sanitizeExit: false,
        });
      }
    }
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, playOn));
    } finally {
      await browser.close();
    }
  });
}
