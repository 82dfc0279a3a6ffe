import { assert, assertEquals } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import type { Harness } from "./page.ts";
import { onStage, type Stage, type State } from "./stage.ts";

declare const harness: Harness;

const isPlayingFrom = (from: number) => ({ sample }: State) =>
  sample !== null && sample.playing && sample.mediaTime > from;

mediaTest("the browser's own HLS on Kaltura's media", async (t) => {
  const browser = await launchChromium();
  const step = (name: string, act: (stage: Stage) => Promise<void>) =>
    t.step(name, () => onStage(browser, "native", act));
  try {
    for (const entry of ["0_plain", "0_mp4", "0_secret", "0_ranges"]) {
      await step(
        `[W1] ${entry} plays from its place, and seeks`,
        async ({ page, until }) => {
          await page.evaluate((entry) => harness.load(entry, 4), entry);
          await page.evaluate(() => harness.play());
          await until("playing", isPlayingFrom(4.5));
          await page.evaluate(() => harness.seek(15));
          const { events, frames } = await until(
            "playing on",
            isPlayingFrom(15.5),
          );
          // It would be there after a while without a seek, too.
          const skipped = frames.filter((time) => time > 10 && time < 14.5);
          assertEquals(skipped, []);
          assertEquals(events.filter(({ type }) => type === "error"), []);
          assertEquals(events.filter(({ type }) => type === "ready").length, 1);
        },
      );
    }

    await step(
      "[W7] a permission that ends is renewed, and the place is kept",
      async ({ kaltura, page, until }) => {
        kaltura.endTokens();
        const release = kaltura.hold(/seg-([4-9]|1\d)\.ts/);
        await page.evaluate(() => harness.load("0_plain", 2));
        await page.evaluate(() => harness.play());
        await until("playing", isPlayingFrom(3));
        kaltura.endTokens();
        await page.evaluate(() => harness.forget());
        release();
        const after = await until("playing on", isPlayingFrom(9), 20_000);
        // The browser shows the first picture for an instant; nothing of ours can stop it.
        const frames = after.frames.filter((time) => time > 0.5);
        assert(Math.min(...frames) > 2.9, String(frames.slice(0, 9)));
        assertEquals(after.events.filter(({ type }) => type === "error"), []);
      },
    );

    for (
      const [entry, kind, words] of [
        ["0_gone", "not_found", /no media/],
        ["0_html", "unsupported", /a form that cannot be played/],
      ] as const
    ) {
      await step(
        `[W9] ${entry}: the viewer is told why`,
        async ({ page, until }) => {
          await page.evaluate((entry) => void harness.load(entry), entry);
          const { events } = await until(
            "told",
            ({ events }) => events.some(({ type }) => type === "error"),
          );
          const error = events.find((event) => event.type === "error");
          assertEquals(error?.kind, kind);
          assert(words.test(error?.message ?? ""), error?.message);
        },
      );
    }
  } finally {
    await browser.close();
  }
});
