/**
 * What the sync engine leans on in each engine, shown on a film whose frames
 * say which they are. A test that fails here names the code to look at.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { median } from "../../lib/shared/stats.ts";
import {
  type EngineBrowser,
  type EnginePage,
  startWebKit,
  until,
  type WebKitLaunchOptions,
} from "../support/engines/mod.ts";
import { engineTest, whyNot } from "./engine_test_case.ts";
import type { Probe } from "./probe_page.ts";
import { type ProbeStage, setProbeStage } from "./probe_stage.ts";
import { measureRateLosses } from "./rate_losses.ts";

declare const probe: Probe;

const FPS = 25;
/** MPEG-TS begins its clock before its first picture: 0.7 s by ffmpeg. */
const NATIVE_OFFSETS = [
  { container: "fmp4", aheadS: 0 },
  { container: "ts", aheadS: 0.7 },
] as const;
const FRAME_MS = 1000 / FPS;

async function onStage(act: (stage: ProbeStage) => Promise<void>) {
  await using stage = await setProbeStage({ fps: FPS, durationS: 60 });
  await act(stage);
}

async function play(page: EnginePage): Promise<void> {
  await page.evaluate(() => probe.player.play());
  await until(page, "running", {
    isSo: () => probe.video.currentTime > 1 && !probe.video.paused,
  });
}

engineTest(
  "[B20] mediaTime names the picture that is shown, to within the frame before it",
  (browser) =>
    onStage(async (stage) => {
      const page = await stage.open(browser);
      await play(page);
      const { frames } = await page.evaluate(() => probe.run(4000));
      assert(frames.length > 50, `${frames.length} frames`);
      // The container's own offset is the same for all frames.
      const off = frames.map(({ counter, mediaTime }) =>
        mediaTime * FPS - (counter ?? NaN)
      );
      const offset = Math.min(...off);
      assert(offset >= 0 && offset < 2, `${offset} frames`);
      const later = off.filter((one) => one - offset > 1.5);
      assert(later.length < frames.length / 20, String(later));
    }),
);

engineTest(
  "[B21] currentTime lies within a frame of the pictures, and evenly (the sampler learns how far)",
  (browser) =>
    onStage(async (stage) => {
      const page = await stage.open(browser);
      await play(page);
      const { frames } = await page.evaluate(() =>
        probe.run(4000, { pixels: false })
      );
      const aheadMs = frames.map((one) =>
        (one.currentTime - one.mediaTime) * 1000 - (one.nowMs - one.expectedMs)
      );
      const middleMs = median(aheadMs);
      assert(Math.abs(middleMs) < FRAME_MS, `${middleMs} ms`);
    }),
);

engineTest(
  "[B22] a change of rate costs what this kind of player loses, and the pace is the one asked for",
  (browser) =>
    onStage(async (stage) => {
      const page = await stage.open(browser);
      await play(page);
      const losses = await page.evaluate(measureRateLosses);
      const said = JSON.stringify(losses);
      const leaving = median(losses.leaving);
      const returning = median(losses.returning);
      const changing = median(losses.changing);
      assertAlmostEquals(median(losses.pace), 1.02, 0.005, said);
      switch (browser.engine) {
        case "chromium":
          assert(leaving > 8 && leaving < 45, said);
          assert(Math.abs(changing) < 8 && Math.abs(returning) < 10, said);
          break;
        case "firefox":
          for (const one of [leaving, changing, returning]) {
            assert(Math.abs(one) < 4, said);
          }
          break;
        case "webkit":
          for (const one of [leaving, changing, returning]) {
            assert(one > 1 && one < 100, said);
          }
          break;
      }
    }),
);

engineTest(
  "[B23] a paused seek shows the frame of its place, and tells it as the place",
  (browser) =>
    onStage(async (stage) => {
      const page = await stage.open(browser);
      for (const place of [10, 31, 12.5]) {
        await page.evaluate((place) => probe.player.seek(place), place);
        const counter = await until(page, `at ${place}`, {
          argument: { place, fps: FPS },
          // The container may put the first frame a little after 0.
          isSo: ({ place, fps }) => {
            const counter = probe.counterNow();
            const isThere = counter !== null &&
              counter >= place * fps - 2 && counter <= place * fps;
            return isThere && counter;
          },
        });
        const told = await page.evaluate(() => probe.video.currentTime);
        assertAlmostEquals(told, place, 0.001);
        assertAlmostEquals(counter / FPS, place, 0.081);
      }
    }),
);

engineTest(
  "[B27] [S32] a frame that is told over a second from the clock is told falsely; few are, and the sample is the picture's all the same",
  (browser) =>
    onStage(async (stage) => {
      const page = await stage.open(browser);
      await play(page);
      const { frames } = await page.evaluate(() =>
        probe.run(6000, { pixels: false })
      );
      assert(frames.length > 75, `${frames.length} frames`);
      const falsely = frames.filter(({ mediaTime, currentTime }) =>
        Math.abs(mediaTime - currentTime) > 1
      );
      assert(falsely.length <= frames.length / 20, JSON.stringify(falsely));
      const offMs = await page.evaluate(() => probe.sampleOff(25));
      assert(Math.abs(offMs) < FRAME_MS, `${offMs} ms`);
    }),
);

engineTest(
  "[B24] sound without a tap is refused by NotAllowedError (the player then plays without sound)",
  (browser) =>
    onStage(async (stage) => {
      await stage.open(browser, { isAlone: true });
      assertEquals(await stage.unaskedPlay, "NotAllowedError");
    }),
  { autoplay: "default" },
);

/** A quirk of one way in which WebKit may run. */
function webKitTest(
  name: string,
  fn: (browser: EngineBrowser) => Promise<void>,
  options: WebKitLaunchOptions,
): void {
  const why = whyNot(["webkit"]);
  Deno.test({
    name: why === null ? name : `${name} (${why})`,
    ignore: why !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const browser = await startWebKit(options);
      try {
        await fn(browser);
      } finally {
        await browser.close();
      }
    },
  });
}

/** What the media's clock is ahead of the picture, s. */
async function aheadOfPicture(page: EnginePage): Promise<number> {
  const { frames } = await page.evaluate(() => probe.run(3000));
  const seen = frames.filter(({ counter }) => counter !== null);
  assert(seen.length > 20, `${seen.length} frames`);
  return median(
    seen.map(({ mediaTime, counter }) => mediaTime - (counter ?? NaN) / FPS),
  );
}

for (const { container, aheadS } of NATIVE_OFFSETS) {
  webKitTest(
    `[B25] GStreamer's own HLS plays and seeks ${container}; its clock is ahead of the picture by ${aheadS} s (whoever has Media Source is fed by hls.js)`,
    async (browser) => {
      await using stage = await setProbeStage({
        fps: FPS,
        durationS: 60,
        container,
      });
      const page = await stage.open(browser, { isNative: true });
      await play(page);
      const before = await aheadOfPicture(page);
      await page.evaluate(() => probe.player.seek(20));
      await until(page, "beyond the seek", {
        isSo: () => probe.video.currentTime > 21 && !probe.video.seeking,
      });
      const after = await aheadOfPicture(page);
      for (const ahead of [before, after]) {
        assertAlmostEquals(ahead, aheadS, 0.05);
      }
      const told = await page.evaluate(() => probe.told());
      assertEquals(told.filter((one) => one === "ready").length, 1);
    },
    { nativeHls: true },
  );
}

webKitTest(
  "[B26] without its compositor WebKit tells of no frame though it could; the sample is the picture's all the same [S32]",
  (browser) =>
    onStage(async (stage) => {
      const page = await stage.open(browser);
      await play(page);
      const { frames, pixels } = await page.evaluate(() => probe.run(4000));
      assertEquals(frames, []);
      const seen = pixels.filter(({ counter }) => counter !== null);
      assert(new Set(seen.map(({ counter }) => counter)).size > 50);
      const offMs = await page.evaluate(() => probe.sampleOff(25));
      assert(Math.abs(offMs) < FRAME_MS, `${offMs} ms`);
    }),
  { isPlain: true },
);
