import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import type { Harness } from "./page.ts";
import { countOf, onStage, runsPast, type Stage } from "./stage.ts";

declare const harness: Harness;

/** Both keep one contract. */
const ENGINES = ["hls", "playkit"] as const;

/** Of `sample-tide` from 24 s on: beyond what one ahead buffer needs at first. */
const FAR = /sample-tide\/v0_0(0[6-9]|[1-3]\d)\.m4s/;

for (const engine of ENGINES) {
  mediaTest(
    `the ${engine} engine keeps the player contract on sample media`,
    async (t) => {
      const browser = await launchChromium();
      const step = (name: string, act: (stage: Stage) => Promise<void>) =>
        t.step(name, () => onStage(browser, act, { engine }));
      try {
        await step(
          "[W10] load() ends in ready, paused at the place asked for, with the whole length",
          async ({ page, state }) => {
            await page.evaluate(() => harness.load("sample-tide", 31));
            const now = await state();
            assertEquals(
              now.events.filter(({ type }) => type === "ready").length,
              1,
            );
            assertEquals([now.paused, now.sample?.playing], [true, false]);
            assertAlmostEquals(now.time, 31, 0.05);
            assertAlmostEquals(now.duration, 150, 0.1);
            assert(
              now.buffered.some(({ start, end }) => start <= 31 && end > 31.5),
            );
          },
        );

        await step(
          "[W11] sample() tells the place on screen to within a frame, at any rate",
          async ({ page, until }) => {
            await page.evaluate(() => harness.load("sample-tide"));
            await page.evaluate(() => harness.player.play());
            for (const rate of [1, 0.5, 2]) {
              await page.evaluate((rate) => harness.player.setRate(rate), rate);
              const { time } = await until("running", runsPast(0));
              await until("later", runsPast(time + rate));
              const errorsMs = await page.evaluate(async () => {
                const found: number[] = [];
                const { video, player } = harness;
                for (let i = 0; i < 30; i++) {
                  await new Promise(requestAnimationFrame);
                  const sample = player.sample();
                  if (!sample) continue;
                  const aheadS = (performance.now() - sample.atMs) / 1000;
                  const told = sample.mediaTime + aheadS * video.playbackRate;
                  found.push((told - video.currentTime) * 1000);
                }
                return found.sort((a, b) => a - b);
              });
              // `currentTime` itself moves with the sound's blocks; the middle one is what counts.
              const middleMs = errorsMs[errorsMs.length >> 1] ?? NaN;
              assert(
                Math.abs(middleMs) < 60 * rate,
                `${middleMs} ms at ${rate}`,
              );
            }
          },
        );

        await step(
          "[W12] pause() holds the picture, play() goes on from it",
          async ({ page, until, state }) => {
            await page.evaluate(() => harness.load("sample-tide"));
            await page.evaluate(() => harness.player.play());
            await until("running", runsPast(0.5));
            await page.evaluate(() => harness.player.pause());
            const held = await until(
              "paused",
              (s) => s.paused && s.sample?.playing === false,
            );
            await page.evaluate(async () => {
              for (let n = 0; n < 30; n++) {
                await new Promise(requestAnimationFrame);
              }
            });
            const still = await state();
            assertEquals([still.time, still.sample?.playing], [
              held.time,
              false,
            ]);
            await page.evaluate(() => harness.player.play());
            await until("running on", runsPast(held.time + 0.2));
          },
        );

        await step(
          "[W13] seek() keeps what it found: paused stays paused, playing plays on",
          async ({ page, until }) => {
            await page.evaluate(() => harness.load("sample-tide"));
            await page.evaluate(() => harness.player.seek(60));
            const paused = await until(
              "there",
              (s) => countOf(s, "seeked") > 0 && !s.sample?.buffering,
            );
            assertEquals([paused.paused, paused.sample?.mediaTime], [true, 60]);
            await page.evaluate(() => harness.player.play());
            await until("running", runsPast(60.2));
            await page.evaluate(() => harness.player.seek(20));
            const { time } = await until(
              "running there",
              (s) => s.time < 40 && runsPast(20.2)(s),
            );
            assert(time < 30);
          },
        );

        await step(
          "[W14] setRate() is followed to 1 %, and outlives a load",
          async ({ page, until }) => {
            await page.evaluate(() => harness.load("sample-tide"));
            await page.evaluate(() => harness.player.play());
            for (const rate of [1.02, 0.92]) {
              await page.evaluate((rate) => harness.player.setRate(rate), rate);
              await page.evaluate(() => harness.forget());
              const { pictures } = await until(
                "four seconds",
                ({ pictures }) => {
                  const [first] = pictures;
                  const last = pictures.at(-1);
                  return first !== undefined && last !== undefined &&
                    last.shownAtMs - first.shownAtMs > 4000;
                },
              );
              // The first half second is the change itself.
              const [first] = pictures.filter(({ shownAtMs }) =>
                shownAtMs > (pictures[0]?.shownAtMs ?? 0) + 500
              );
              const last = pictures.at(-1);
              assert(first && last);
              const measured = (last.mediaTime - first.mediaTime) * 1000 /
                (last.shownAtMs - first.shownAtMs);
              assertAlmostEquals(measured, rate, 0.015);
            }
            await page.evaluate(() => harness.load("sample-orbit"));
            await page.evaluate(() => harness.player.play());
            const after = await until("running", runsPast(0.1));
            assertEquals(after.rate, 0.92);
          },
        );

        await step(
          "[W15] an empty buffer is told once as stalled, and once as resumed",
          async ({ page, server, until }) => {
            const release = server.hold(FAR);
            await page.evaluate(() => harness.load("sample-tide", 21));
            await page.evaluate(() => harness.player.play());
            const dry = await until(
              "stalled",
              (s) => countOf(s, "stalled") > 0,
            );
            assertEquals(dry.sample?.buffering, true);
            assertEquals(dry.sample?.playing, false);
            assertEquals(countOf(dry, "resumed"), 0);
            release();
            const wet = await until("running on", runsPast(25));
            assertEquals([countOf(wet, "stalled"), countOf(wet, "resumed")], [
              1,
              1,
            ]);
            assertEquals(countOf(wet, "error"), 0);
          },
        );

        await step(
          "[W16] the end is told, and a seek back plays again",
          async ({ page, until }) => {
            await page.evaluate(() => harness.load("sample-countdown", 58));
            await page.evaluate(() => harness.player.play());
            const over = await until("over", (s) => countOf(s, "ended") === 1);
            assertEquals(over.sample?.playing, false);
            assertEquals(over.sample?.buffering, false);
            await page.evaluate(() => harness.player.seek(10));
            await page.evaluate(() => harness.player.play());
            const again = await until(
              "running there",
              (s) => s.time < 40 && runsPast(10.2)(s),
            );
            assert(again.time < 20);
          },
        );

        await step(
          "[W17] a video that is not there is an error with a sentence, and the next one loads",
          async ({ page, until }) => {
            await page.evaluate(() => harness.load("no-such-video"));
            const failed = await until("told", (s) => countOf(s, "error") > 0);
            const error = failed.events.find(({ type }) => type === "error");
            assert(error?.type === "error");
            assertEquals(error.kind, "not_found");
            assertEquals(error.message, "This video is not there any more.");
            await page.evaluate(() => harness.load("sample-orbit"));
            await page.evaluate(() => harness.player.play());
            await until("running", runsPast(0.2));
          },
        );

        await step(
          "[W18] media that fails for a while comes back by itself",
          async ({ page, server, until }) => {
            server.fail(FAR, 503);
            await page.evaluate(() => harness.load("sample-tide", 21));
            await page.evaluate(() => harness.player.play());
            await until("stalled", (s) => countOf(s, "stalled") > 0);
            server.heal();
            const after = await until("running on", runsPast(25));
            assertEquals(countOf(after, "error"), 0);
          },
        );

        await step(
          "[W19] of two loads the later one counts",
          async ({ page, until }) => {
            await page.evaluate(async () => {
              const first = harness.load("sample-tide", 40);
              await Promise.all([first, harness.load("sample-countdown", 5)]);
            });
            const now = await until("ready", (s) => countOf(s, "ready") > 0);
            assertEquals(countOf(now, "ready"), 1);
            assertAlmostEquals(now.duration, 60, 0.1);
            assertAlmostEquals(now.time, 5, 0.05);
          },
        );

        await step(
          "[W20] play() asked for before there is media plays when it comes; a pause() in between wins",
          async ({ page, server, until }) => {
            const release = server.hold(/master/);
            await page.evaluate(() => {
              void harness.load("sample-tide");
              void harness.player.play();
            });
            release();
            await until("running", runsPast(0.2));
            const again = server.hold(/master/);
            await page.evaluate(() => {
              harness.forget();
              void harness.load("sample-orbit");
              void harness.player.play();
              harness.player.pause();
            });
            again();
            const ready = await until("ready", (s) => countOf(s, "ready") > 0);
            assertEquals([ready.paused, ready.time], [true, 0]);
          },
        );

        await step(
          "[W21] a disposed player is silent and lets go of its element",
          async ({ page, state }) => {
            await page.evaluate(() => harness.load("sample-tide"));
            await page.evaluate(() => {
              harness.forget();
              harness.player.dispose();
            });
            await page.waitForFunction(() => harness.video.readyState === 0);
            assertEquals((await state()).events, []);
          },
        );
      } finally {
        await browser.close();
      }
    },
  );

  mediaTest(
    `[W22] ${engine}: sound before a tap: autoplay_blocked is told, muted plays`,
    async () => {
      const browser = await launchChromium({ autoplay: "default" });
      try {
        await onStage(browser, async ({ page, state, until }) => {
          const told = page.waitForRequest(/told\/autoplay_blocked/);
          await page.goto(`${page.url()}&alone=sample-tide`);
          await told;
          const refused = await state();
          assert(refused.paused);
          assertEquals(countOf(refused, "error"), 0);
          await page.evaluate(() => {
            harness.player.setMuted(true);
            return harness.player.play();
          });
          await until("running", runsPast(0.2));
        }, { engine });
      } finally {
        await browser.close();
      }
    },
  );
}
