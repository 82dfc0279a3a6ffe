import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { launchChromium, mediaTest } from "../support/browser.ts";
import { bundle } from "../support/bundle.ts";
import { startSampleServer } from "../player/sample_server.ts";
import type { Harness } from "./page.ts";

declare const harness: Harness;

const TIDE = "/samples/sample-tide/master.m3u8";
/** All pairs within this count as together, ms. Source: one frame at 24 a second. */
const TOGETHER_MS = 42;
/** Longest wait for that, ms: a busy machine loses sound, and so time, by blocks. */
const PATIENCE_MS = 30_000;

/** Waits until viewers 0 and 1 have shown the same for a second. @throws {Error} With what they show, when they never do. */
async function untilTogether(page: Page, rate = 1): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { middleMs, seen, told } = await page.evaluate((rate) => {
      // What was shown before the last change says nothing about it.
      const fromMs = Math.max(performance.now() - 1000, harness.changedMs());
      const recent = harness.skews(rate)
        .filter(({ atMs }) => atMs > fromMs)
        .map(({ skewMs }) => Math.abs(skewMs))
        .sort((a, b) => a - b);
      return {
        middleMs: recent[recent.length >> 1] ?? Infinity,
        seen: recent.length,
        told: [0, 1].map((i) => harness.get(i).report),
      };
    }, rate);
    const areTogether = seen > 5 && middleMs <= TOGETHER_MS &&
      told.every((report) => report?.status === "in_sync");
    if (areTogether) return;
    if (performance.now() > deadline) {
      throw new Error(`${middleMs} ms apart: ${JSON.stringify(told)}`);
    }
    await page.waitForTimeout(100);
  }
}

mediaTest("viewers of one room in real Chromium", async (t) => {
  const script = await bundle(new URL("./page.ts", import.meta.url));
  await using server = startSampleServer(script);
  const browser = await launchChromium();
  const step = (name: string, act: (page: Page) => Promise<void>) =>
    t.step(name, async () => {
      const page = await browser.newPage();
      try {
        await page.goto(server.origin);
        await act(page);
      } finally {
        await page.close();
      }
    });
  /** Two viewers at rest at a place, then set in motion together. */
  const begin = async (page: Page, position = 10) => {
    await page.evaluate((position) => {
      harness.change({ playing: false, position });
    }, position);
    await page.evaluate((url) => harness.join(url), TIDE);
    await page.evaluate((url) => harness.join(url), TIDE);
    await page.evaluate(() => harness.change({ playing: true }));
    await untilTogether(page);
  };
  try {
    await step(
      "[S13] a play is followed together, a pause rests at one place",
      async (page) => {
        await begin(page);
        await page.evaluate(() => harness.change({ playing: false }, 400));
        await page.waitForFunction(() =>
          [0, 1].every((i) => harness.get(i).paused)
        );
        await page.waitForFunction(() =>
          Math.abs(harness.get(0).time - harness.get(1).time) < 0.001
        );
        const [a, b] = await page.evaluate(
          () => [harness.get(0), harness.get(1)],
        );
        assertEquals([a?.paused, b?.paused], [true, true]);
      },
    );

    await step("[S12] a seek leads both to the new place", async (page) => {
      await begin(page);
      await page.evaluate(() => harness.change({ position: 90 }));
      await page.waitForFunction(() =>
        [0, 1].every((i) => harness.get(i).time > 90.5)
      );
      await untilTogether(page);
      const { time, events } = await page.evaluate(() => harness.get(1));
      assert(time > 90 && time < 140, `${time} s`);
      assert(!events.some(({ type }) => type === "error"));
    });

    await step(
      "[S12] who joins late comes in at the room's place",
      async (page) => {
        await page.evaluate(() =>
          harness.change({ playing: true, position: 20 })
        );
        await page.evaluate((url) => harness.join(url), TIDE);
        await page.waitForFunction(() => harness.get(0).time > 22);
        await page.evaluate((url) => harness.join(url), TIDE);
        await untilTogether(page);
      },
    );

    await step("[S13] a rate of the room's is kept by both", async (page) => {
      await begin(page);
      await page.evaluate(() => harness.change({ rate: 1.5 }));
      await page.waitForFunction(() =>
        [0, 1].every((i) => Math.abs(harness.get(i).rate - 1.5) < 0.13)
      );
      await untilTogether(page, 1.5);
    });

    await step("[S14] a picture that stood still catches up", async (page) => {
      await begin(page);
      await page.evaluate(async () => {
        await harness.stall(1, 1500);
        harness.clear();
      });
      await untilTogether(page);
    });

    await step(
      "[S16] a viewer who pauses here stays so, and comes back when asked",
      async (page) => {
        await begin(page);
        await page.evaluate(() => harness.pauseLocally(1));
        const { time } = await page.evaluate(() => harness.get(0));
        await page.waitForFunction(
          (time) => harness.get(0).time > time + 3,
          time,
        );
        const away = await page.evaluate(() => harness.get(1));
        assertEquals([away.paused, away.report?.away], [true, "person"]);
        await page.evaluate(() => {
          harness.clear();
          harness.resync(1);
        });
        await untilTogether(page);
      },
    );

    await step(
      "[S21] a device clock that jumps by an hour in the middle changes nothing",
      async (page) => {
        await begin(page);
        await page.evaluate(() => {
          harness.clear();
          const now = Date.now;
          Date.now = () => now() + 3_600_000;
        });
        const { time } = await page.evaluate(() => harness.get(0));
        await page.waitForFunction(
          (time) => harness.get(0).time > time + 3,
          time,
        );
        await untilTogether(page);
        const seeks = await page.evaluate(() =>
          harness.get(0).seeks + harness.get(1).seeks
        );
        assertEquals(seeks, 0);
      },
    );
  } finally {
    await browser.close();
  }
});
