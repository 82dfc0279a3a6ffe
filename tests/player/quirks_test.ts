/**
 * What the engine and the sync engine lean on in browsers, shown on a bare
 * element. A test that fails here names the code to look at.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import type { Harness } from "./page.ts";
import { onStage, runsPast, type Stage } from "./stage.ts";

declare const harness: Harness;

mediaTest("quirks of media elements that the player leans on", async (t) => {
  const browser = await launchChromium();
  const step = (name: string, act: (stage: Stage) => Promise<void>) =>
    t.step(name, () => onStage(browser, act, { engine: "hls" }));
  const play = async ({ page, until }: Stage, name: string, startAt = 0) => {
    await page.evaluate(
      ({ name, startAt }) => harness.load(name, startAt),
      { name, startAt },
    );
    await page.evaluate(() => harness.video.play());
    await until("running", runsPast(startAt + 0.2));
  };
  try {
    await step(
      "[B1] a load resets playbackRate to defaultPlaybackRate (setRate() sets both)",
      async (stage) => {
        await play(stage, "sample-tide");
        const rates = await stage.page.evaluate(() => {
          harness.video.defaultPlaybackRate = 1;
          harness.video.playbackRate = 1.5;
          harness.video.load();
          return harness.video.playbackRate;
        });
        assertEquals(rates, 1);
      },
    );

    await step(
      "[B2] play() that a pause() overtakes is rejected with AbortError (no fault of the media)",
      async ({ page }) => {
        await page.evaluate(() => harness.load("sample-tide"));
        const name = await page.evaluate(async () => {
          harness.video.pause();
          harness.video.load();
          const playing = harness.video.play();
          harness.video.pause();
          return await playing.then(() => "none", (e: Error) => e.name);
        });
        assertEquals(name, "AbortError");
      },
    );

    await step(
      "[B3] a running element pauses itself at its end, before `ended` (the pause is nobody's)",
      async (stage) => {
        await play(stage, "sample-countdown", 58);
        const { raw, paused } = await stage.until("over", (s) => s.ended);
        assert(paused);
        assertEquals(raw.slice(-2), ["pause", "ended"]);
      },
    );

    await step(
      "[B4] play() after the end begins anew at 0 (the controller seeks first)",
      async (stage) => {
        await play(stage, "sample-countdown", 59);
        await stage.until("over", (s) => s.ended);
        await stage.page.evaluate(() => harness.video.play());
        const { time } = await stage.until("running", (s) => !s.paused);
        assert(time < 5);
      },
    );

    await step(
      "[B5] a seek beyond the end is one to the end",
      async ({ page, until }) => {
        await page.evaluate(() => harness.load("sample-countdown"));
        await page.evaluate(() => harness.video.currentTime = 1e6);
        const { time, duration } = await until("there", (s) => s.time > 50);
        assertEquals(time, duration);
      },
    );

    await step(
      "[B6] a seek presents its picture also while paused (the sampler leaves it out)",
      async ({ page, until }) => {
        await page.evaluate(() => harness.load("sample-tide"));
        await page.evaluate(() => {
          harness.forget();
          harness.video.currentTime = 30;
        });
        const { pictures, paused } = await until(
          "shown",
          (s) => s.pictures.length > 0,
        );
        assert(paused);
        assertAlmostEquals(pictures.at(-1)?.mediaTime ?? NaN, 30, 0.041);
      },
    );

    await step(
      "[B7] a seek outside the buffer fires `waiting` too (no stall: `seeking` came first)",
      async (stage) => {
        await play(stage, "sample-tide");
        const release = stage.server.hold(/v0_03\d/);
        await stage.page.evaluate(() => {
          harness.forget();
          harness.video.currentTime = 130;
        });
        const { raw, events } = await stage.until(
          "waiting",
          (s) => s.raw.includes("waiting"),
        );
        assert(raw.indexOf("seeking") < raw.indexOf("waiting"), String(raw));
        assert(!events.some(({ type }) => type === "stalled"));
        release();
      },
    );

    await step(
      "[B8] media time keeps to the rate asked for: 0.5 % more is seen within seconds",
      async (stage) => {
        // Chromium ignores rates nearer 1 than about 882/881, so steps are 0.5 %.
        await play(stage, "sample-tide");
        const slope = async (rate: number) => {
          await stage.page.evaluate((rate) => {
            harness.video.playbackRate = rate;
            harness.forget();
          }, rate);
          const { pictures } = await stage.until("4 seconds", (s) => {
            const [first] = s.pictures;
            const last = s.pictures.at(-1);
            return first !== undefined && last !== undefined &&
              last.shownAtMs - first.shownAtMs > 4000;
          });
          return slopeOf(pictures.slice(12));
        };
        // A busy machine loses sound by blocks, so one calm stretch of each is looked for.
        const seen: number[][] = [];
        const isFollowed = () =>
          seen.some(([normal = NaN, fast = NaN]) =>
            Math.abs(normal - 1) < 0.002 && Math.abs(fast - 1.005) < 0.002
          );
        while (!isFollowed() && seen.length < 6) {
          seen.push([await slope(1), await slope(1.005)]);
        }
        assert(isFollowed(), JSON.stringify(seen));
      },
    );

    await step(
      "[B9] rates that no room allows throw (rooms are bounded by the schema)",
      async ({ page }) => {
        const name = await page.evaluate(() => {
          try {
            harness.video.playbackRate = 17;
            return "none";
          } catch (error) {
            return (error as Error).name;
          }
        });
        assertEquals(name, "NotSupportedError");
      },
    );

    await step(
      "[B10] the display time of a picture is on the clock of performance.now(), a few frames off at most",
      async (stage) => {
        await play(stage, "sample-tide");
        const awayMs = await stage.page.evaluate(() =>
          new Promise<number>((resolve) =>
            harness.video.requestVideoFrameCallback((_now, meta) =>
              resolve(Math.abs(meta.expectedDisplayTime - performance.now()))
            )
          )
        );
        assert(awayMs < 250, `${awayMs} ms`);
      },
    );

    await step(
      "[B11] leaving rate 1 costs some media, other changes and the way back do not (the controller reckons with it)",
      async (stage) => {
        await play(stage, "sample-tide");
        const lost = await stage.page.evaluate(measureLosses);
        const middle = (of: keyof typeof lost[number]) =>
          lost.map((one) => one[of]).sort((a, b) => a - b)[
            lost.length >> 1
          ] ?? NaN;
        const said = JSON.stringify(lost);
        assert(middle("leaving") > 8 && middle("leaving") < 40, said);
        assert(Math.abs(middle("changing")) < 6, said);
        assert(Math.abs(middle("returning")) < 10, said);
      },
    );
  } finally {
    await browser.close();
  }
});

/** Runs in the page. @returns Media that each kind of change of rate has cost, ms. */
async function measureLosses() {
  const { video } = harness;
  const frames: { mediaMs: number; atMs: number }[] = [];
  video.requestVideoFrameCallback(function onFrame(_now, meta) {
    frames.push({
      mediaMs: meta.mediaTime * 1000,
      atMs: meta.expectedDisplayTime,
    });
    video.requestVideoFrameCallback(onFrame);
  });
  let rate = 1;
  let sinceMs = performance.now();
  let askedMs = 0;
  /** Media at hand less what was asked for, over the second that follows. */
  const stretch = async (next: number) => {
    const nowMs = performance.now();
    askedMs += (nowMs - sinceMs) * rate;
    [rate, sinceMs] = [next, nowMs];
    video.playbackRate = next;
    // The change is complete after 300 ms.
    const ends = (ms: number) =>
      new Promise<void>((resolve) => setTimeout(resolve, ms));
    await ends(400);
    const first = frames.length;
    await ends(900);
    const origins = frames.slice(first).map(({ mediaMs, atMs }) =>
      mediaMs - askedMs - (atMs - sinceMs) * rate
    ).sort((a, b) => a - b);
    return origins[origins.length >> 1] ?? NaN;
  };
  const losses: { leaving: number; changing: number; returning: number }[] = [];
  for (let n = 0; n < 5; n++) {
    const natural = await stretch(1);
    const stretched = await stretch(1.02);
    const other = await stretch(0.99);
    const back = await stretch(1);
    losses.push({
      leaving: natural - stretched,
      changing: stretched - other,
      returning: other - back,
    });
  }
  return losses;
}

/** Media seconds per second, by least squares. */
function slopeOf(
  pictures: readonly { mediaTime: number; shownAtMs: number }[],
): number {
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const x0 = mean(pictures.map(({ shownAtMs }) => shownAtMs / 1000));
  const y0 = mean(pictures.map(({ mediaTime }) => mediaTime));
  let xy = 0;
  let xx = 0;
  for (const { shownAtMs, mediaTime } of pictures) {
    const x = shownAtMs / 1000 - x0;
    xy += x * (mediaTime - y0);
    xx += x * x;
  }
  return xy / xx;
}
