/** What the bar tells of a place: its picture, its chapter, its time; by pointer, by finger and by key. */
import { assert, assertEquals } from "@std/assert";
import type { Locator } from "playwright-core";
import { browserTest } from "@/tests/support/browser.ts";
import { withParty } from "./with_party.ts";

/** The middle of the strip's frame that shows, in frames from 0, and the size of what shows. */
function shownFrame(picture: Locator) {
  return picture.evaluate(async (box) => {
    const image = box.querySelector("img");
    while (!image?.complete || image.naturalWidth === 0) {
      await new Promise(requestAnimationFrame);
    }
    const { left, width, height } = box.getBoundingClientRect();
    const strip = image.getBoundingClientRect();
    const frames = Math.round(strip.width / width);
    return {
      frame: Math.floor((left + width / 2 - strip.left) / width),
      frames,
      width: Math.round(width),
      height: Math.round(height),
    };
  });
}

browserTest(
  "[W40] [W41] pointing, dragging and keys show the place's picture, chapter and time; the slider says the chapter",
  () =>
    withParty({ viewers: 2 }, async (party) => {
      await party.load(0, "Sample: Countdown");
      await party.untilPlaying(2);
      const [host, guest] = [party.viewer(0), party.viewer(1)];
      const notches = host.locator(".notch");
      await notches.nth(1).waitFor({ state: "attached" });
      assertEquals(await notches.count(), 2, "none at the very beginning");
      await host.getByRole("button", { name: "Pause for everyone" }).click();
      await party.untilPaused(2);

      const tip = host.locator(".scrub-preview");
      const bar = host.locator(".scrubber");
      const box = await bar.boundingBox();
      assert(box);
      // The handle is 16 px wide; its middle runs between its halves.
      const at = (share: number) => ({
        x: box.x + 8 + (box.width - 16) * share,
        y: box.y + box.height / 2,
      });
      assertEquals(await tip.count(), 0);
      // In the middle of a second, so that no rounding matters.
      const { x, y } = at(35.5 / 60);
      await party.page.mouse.move(x, y);
      await tip.getByText("Half a minute").waitFor();
      assertEquals(await tip.locator(".scrub-time").textContent(), "0:35");
      const shown = await shownFrame(tip.locator(".scrub-picture"));
      assertEquals(shown.frames, 30);
      assertEquals(shown.frame, 17, "2 s a frame");
      assert(shown.height > 80 && shown.height < 100, "16:9 as it is");

      // At the ends it stays inside the frame.
      const end = at(1);
      await party.page.mouse.move(end.x, end.y);
      await tip.getByText("The last ten seconds").waitFor();
      const inside = await tip.evaluate((one) => {
        const { left, right } = one.getBoundingClientRect();
        return left >= 0 && right <= innerWidth;
      });
      assert(inside);
      await party.page.mouse.move(box.x, box.y - 200);
      await tip.waitFor({ state: "detached" });

      // By key: what is looked for is shown, and told.
      const slider = host.getByRole("slider", { name: "Place in the video" });
      await slider.fill("52");
      await tip.getByText("The last ten seconds").waitFor();
      assert(
        (await slider.getAttribute("aria-valuetext"))?.endsWith(
          ", The last ten seconds",
        ),
      );

      // Who may not seek may look.
      const guestBar = await guest.locator(".scrubber").boundingBox();
      assert(guestBar);
      await party.page.mouse.move(
        guestBar.x + guestBar.width / 4,
        guestBar.y + guestBar.height / 2,
      );
      await guest.locator(".scrub-preview").getByText("A minute to go")
        .waitFor();
    }),
);

browserTest(
  "[W46] a playlist narrows the library; a search, and all, widen it again",
  () =>
    withParty({ viewers: 1 }, async (party) => {
      const library = party.viewer(0).locator(".library");
      const titles = () => library.locator(".card-title").allTextContents();
      const menu = library.getByLabel("Playlist or category");
      await menu.selectOption("Samples: the short ones");
      await library.getByText("Sample: Tide").waitFor({ state: "detached" });
      assertEquals(await titles(), ["Sample: Orbit", "Sample: Countdown"]);
      await library.getByLabel("Search videos").fill("tide");
      await library.getByRole("button", { name: "Search" }).click();
      await library.getByText("Sample: Tide").waitFor();
      assertEquals(await titles(), ["Sample: Tide"]);
      assertEquals(await menu.inputValue(), "", "all videos");
    }),
);
