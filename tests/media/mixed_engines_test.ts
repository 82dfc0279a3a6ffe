import { assert } from "@std/assert";
import { launchChromium, mediaTest } from "../support/browser.ts";
import { percentile } from "@/lib/shared/stats.ts";
import type { MixedHarness } from "./mixed_page.ts";
import { onPage } from "./stage.ts";

declare const harness: MixedHarness;

/** Largest skew at p95, ms. Source: the promise of W3. */
const SKEW_MS = 100;

mediaTest(
  "[W3] viewers on different engines stay within 100 ms of each other (p95)",
  async () => {
    const browser = await launchChromium();
    try {
      const options = { file: "mixed_page.ts", engine: "playkit" } as const;
      await onPage(browser, options, async ({ page }) => {
        await page.evaluate(() =>
          harness.watch({ playing: true, position: 0, rate: 1, at: 1500 })
        );
        // To settle: lead and a second, as promised.
        await page.waitForTimeout(3000);
        const skews = await page.evaluate(() => harness.skews(10_000));
        assert(
          skews.length > 300,
          `both played in ${skews.length} samples only`,
        );
        const p95 = percentile(skews, 0.95);
        assert(p95 <= SKEW_MS, `${p95.toFixed(1)} ms`);
      });
    } finally {
      await browser.close();
    }
  },
);
