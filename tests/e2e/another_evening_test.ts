/** What a device keeps from one evening to the next: where a film was left, and a switch. */
import { assert, assertEquals, assertLess } from "@std/assert";
import type { FrameLocator, Page } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { openParty } from "./party.ts";
import { withParty } from "./with_party.ts";

/** Notes asked of the browser in one frame. */
function notes(frame: FrameLocator): Promise<number> {
  return frame.locator("html").evaluate(() =>
    (globalThis as { notes?: number }).notes ?? 0
  );
}

/** Counts them from the beginning of each document. */
async function countNotes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { createOscillator } = AudioContext.prototype;
    AudioContext.prototype.createOscillator = function () {
      const world = globalThis as { notes?: number };
      world.notes = (world.notes ?? 0) + 1;
      return createOscillator.call(this);
    };
  });
}

browserTest(
  "[U77] [R95] in a new room of the same channel the host goes on where the film was left, by a press, and everybody with them",
  () =>
    withParty({ viewers: 2 }, async (party, browser) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      // To four tenths of it, which is a minute.
      await party.viewer(0).locator("body").press("4");
      await party.viewer(0).getByText("You jumped to").first().waitFor();
      await party.untilMoved(0, 0.5);
      const { page } = party;
      const { origin } = new URL(page.url());
      const again = await openParty({ browser, page, origin, viewers: 2 });
      const ask = (index: number) =>
        again.viewer(index).getByText(/^Go on with Sample: Tide at 1:0/);
      await ask(0).waitFor();
      await again.viewer(1).getByText("Nothing on yet").waitFor();
      assertEquals(await ask(1).count(), 0);
      await again.viewer(0).getByRole("button", { name: "Go on", exact: true })
        .click();
      await again.untilPlaying(2);
      for (const time of await again.times()) {
        assertLess(55, time ?? 0);
        assertLess(time ?? Infinity, 80);
      }
      assertEquals(await ask(0).count(), 0);
    }),
);

browserTest(
  "[U78] nothing of the tones is loaded until somebody switches them on; then a pause is heard",
  () => {
    const scripts = new Map<string, Promise<string>>();
    const withTones = async () => {
      const texts = await Promise.all(scripts.values());
      return texts.filter((text) => text.includes("createOscillator")).length;
    };
    return withParty({
      viewers: 2,
      async prepare(page) {
        await countNotes(page);
        page.on("response", (response) => {
          if (!response.url().endsWith(".js")) return;
          scripts.set(response.url(), response.text().catch(() => ""));
        });
      },
    }, async (party) => {
      await party.load(0, "Sample: Tide");
      await party.untilPlaying(2);
      const host = party.viewer(0);
      assertEquals([await notes(host), await withTones()], [0, 0]);
      assert(scripts.size > 10);
      await host.getByLabel("Settings").click();
      const toneScript = party.page.waitForResponse(async (response) =>
        response.url().endsWith(".js") &&
        (await response.text()).includes("createOscillator")
      );
      await host.getByLabel("Soft sounds").check();
      await toneScript;
      await host.locator("body").press("Escape");
      // Its code may run a moment after it has come.
      for (let presses = 0; await notes(host) === 0; presses++) {
        assertLess(presses, 6);
        await host.locator("body").press("k");
        await (presses % 2 === 0
          ? party.untilPaused(2)
          : party.untilPlaying(2));
      }
      // The others have not asked for any.
      assertEquals(await notes(party.viewer(1)), 0);
    });
  },
);
