/**
 * Viewers whose media has a hole from 8 to 16 s, in a room that plays on:
 * where media is again, they are with the room again.
 */
import { assert, assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import { launchChromium, mediaTest } from "../support/browser.ts";
import {
  HOLE_FROM_S,
  HOLE_TO_S,
  HOLED_ENTRIES,
} from "../support/fakes/holed_media.ts";
import type { HoleHarness } from "./hole_page.ts";
import { onPage, type StageEngine } from "./stage.ts";

declare const harness: HoleHarness;

/** How far a picture may be from the room's place, s. Source: the promise of W3, and one look of the driver. */
const TOGETHER_S = 0.15;
/** Latest place of the room at which the viewer is with it again, s: two waits for a place beyond the hole. */
const BACK_AT_S = HOLE_TO_S + 6.5;
/** Most seeks that a hole costs: the players' own way over it, and those to the room's place. */
const SEEKS = 4;
/** Pages at once. Chosen: what two cores bear. */
const AT_ONCE = 3;

const ALL = Object.keys(HOLED_ENTRIES);
const CASES: Record<StageEngine, readonly string[]> = {
  hls: ALL,
  playkit: ALL.filter((entry) => !entry.endsWith("refused")),
  native: ["0_hole-sound-gap", "0_hole-sound-blank"],
};

async function plays(
  browser: Browser,
  { engine, entry, from = 5, backAtS = BACK_AT_S }: {
    engine: StageEngine;
    entry: string;
    /** Where the viewer joins, s. */
    from?: number;
    backAtS?: number;
  },
) {
  await onPage(browser, { file: "hole_page.ts", engine }, async ({ page }) => {
    await page.evaluate(
      ({ entry, from }) => harness.watch(entry, from),
      { entry, from },
    );
    for (;;) {
      const now = await page.evaluate(() => harness.state());
      const { events, room, time, sample, seeks } = now;
      const said = JSON.stringify(now);
      const count = (type: string) =>
        events.filter((event) => event.type === type).length;
      assertEquals(count("error"), 0, said);
      assert(room < backAtS, `not together again: ${said}`);
      const isTogether = sample?.playing && Math.abs(time - room) < TOGETHER_S;
      if (room > HOLE_TO_S + 1 && isTogether) {
        const inHole = seeks.filter(({ atS }) => atS > HOLE_FROM_S).length;
        assert(inHole <= SEEKS, `${inHole} seeks: ${said}`);
        assert(count("stalled") <= 1, said);
        assertEquals(count("resumed"), count("stalled"), said);
        return;
      }
      await page.waitForTimeout(50);
    }
  });
}

for (const engine of ["hls", "playkit", "native"] as const) {
  mediaTest(`[W30] [W31] holes, on the engine ${engine}`, async (t) => {
    const browser = await launchChromium();
    const left = [...CASES[engine]];
    async function playOn() {
      for (let entry = left.shift(); entry; entry = left.shift()) {
        const name = entry;
        await t.step({
          name: `${name} freezes nobody for good`,
          fn: () => plays(browser, { engine, entry: name }),
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

/** Media that begins and ends inside a hole, so that a player has something to wait in: who joins there still waits. */
const ISLANDS = /stripped$/;
/** Latest place of the room at which who joined inside a hole is with it, s: a load that is begun again after 8 s, and then 16 s. */
const JOINED_AT_S = HOLE_TO_S + 14;

mediaTest(
  "[W36] who joins inside a hole is with the room behind it",
  async (t) => {
    const browser = await launchChromium();
    try {
      for (const entry of ALL.filter((entry) => !ISLANDS.test(entry))) {
        await t.step(entry, () =>
          plays(browser, {
            engine: "hls",
            entry,
            from: HOLE_FROM_S + 2,
            backAtS: JOINED_AT_S,
          }));
      }
    } finally {
      await browser.close();
    }
  },
);
