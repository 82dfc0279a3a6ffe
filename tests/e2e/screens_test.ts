/** Small, low, zoomed, full and high-contrast screens: what can be done is seen and reached. */
import { assert, assertEquals } from "@std/assert";
import type { Locator } from "playwright-core";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { openParty, openTab, type Party } from "./party.ts";
import { startServer } from "./server.ts";

/** Plays with one viewer. */
async function alone(play: (party: Party) => Promise<void>): Promise<void> {
  const server = await startServer();
  const browser = await launchChromium();
  try {
    const { origin } = server;
    await play(await openParty({ browser, origin, viewers: 1 }));
  } finally {
    await browser.close();
    assertEquals(await server.stop(), 0);
  }
}

/** Gives the first frame a size, at the page's corner. */
async function resize(
  { page, viewer }: Party,
  [width, height]: readonly [number, number],
): Promise<void> {
  await page.locator("iframe[data-viewer]").evaluate((frame, size) => {
    frame.style.cssText = `position:fixed;inset:0;border:0;z-index:9;${size}`;
  }, `width:${width}px;height:${height}px`);
  await viewer(0).locator("html").evaluate(
    (_html, width) =>
      new Promise<void>((resolve) => {
        const look = () =>
          innerWidth === width ? resolve() : requestAnimationFrame(look);
        look();
      }),
    width,
  );
}

/** Places of elements in the first frame, which lies at the page's corner. */
async function boxesOf(elements: Locator) {
  const boxes = [];
  for (const one of await elements.all()) {
    const box = await one.boundingBox();
    if (box) boxes.push(box);
  }
  return boxes;
}

function opacityOf(element: Locator): Promise<number> {
  return element.evaluate((one) => Number(getComputedStyle(one).opacity));
}

browserTest(
  "[U9] all controls stand in one row inside every frame, also a low one that Discord calls focused",
  () =>
    alone(async (party) => {
      // Two qualities: the row with everything in it.
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      const controls = party.viewer(0).locator(
        ".buttons :is(button, select):visible",
      );
      await party.viewer(0).getByLabel("Quality for you").waitFor();
      const sizes = [
        [1280, 720],
        [844, 390],
        [616, 700],
        [640, 360],
        [360, 640],
        [320, 256],
        [320, 200],
      ] as const;
      for (const size of sizes) {
        await resize(party, size);
        const boxes = await boxesOf(controls);
        assertEquals(boxes.length, 6, `controls at ${size}`);
        for (const { x, y, width, height } of boxes) {
          assertEquals(y, boxes[0]?.y, `one row at ${size}`);
          assert(x >= 0 && x + width <= size[0], `inside ${size}`);
          assert(y >= 0 && y + height <= size[1], `inside ${size}`);
        }
      }
      await resize(party, [240, 135]);
      assertEquals(await controls.count(), 0, "a tile shows the video only");

      // Words that a tile hid do not fade in again.
      const words = party.viewer(0).locator(".words");
      const style = await words.evaluate((one) => {
        const { display, visibility } = getComputedStyle(one);
        return { display, visibility };
      });
      assertEquals(style, { display: "flex", visibility: "hidden" });
    }),
);

browserTest(
  "[U68] on a phone, too, the stage is the library while nothing is on",
  () =>
    alone(async (party) => {
      await resize(party, [360, 640]);
      const frame = party.viewer(0);
      const search = frame.getByLabel("Search videos");
      await frame.locator(".card").first().waitFor();
      const [field] = await boxesOf(search);
      const [cinema] = await boxesOf(frame.locator(".cinema"));
      assert(field && cinema);
      assert(field.y + field.height < cinema.y + cinema.height);
      // As one types, without a press.
      await search.pressSequentially("tide");
      await frame.getByText("Sample: Orbit").waitFor({ state: "detached" });
      await frame.getByRole("button", { name: /^Sample: Tide/ }).waitFor();
    }),
);

browserTest(
  "[U9] with the system's colours the sliders and the current video are seen",
  () =>
    alone(async (party) => {
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      await party.page.emulateMedia({ forcedColors: "active" });
      const frame = party.viewer(0);
      for (const slider of [".scrubber", ".volume"]) {
        const style = await frame.locator(`${slider} progress`).first()
          .evaluate((track) => {
            const { borderTopWidth, borderTopColor, backgroundColor } =
              getComputedStyle(track);
            return { borderTopWidth, borderTopColor, backgroundColor };
          });
        assertEquals(style.borderTopWidth, "1px", slider);
        assert(style.borderTopColor !== style.backgroundColor, slider);
      }
      await openTab(frame, "Library");
      const outline = await frame.locator(".card[aria-current]").evaluate(
        (card) => getComputedStyle(card).outlineStyle,
      );
      assertEquals(outline, "solid");
    }),
);

browserTest(
  "[U9] in full screen the controls lie over the picture, and go only while nobody needs them",
  () =>
    alone(async (party) => {
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      const frame = party.viewer(0);
      await frame.getByRole("button", { name: "Full screen" }).click();
      const controls = frame.locator(".cinema-controls");
      const cinema = frame.locator("#cinema");
      const idle = frame.locator("#cinema[data-idle]");
      await frame.locator("#cinema:fullscreen").waitFor();
      const [stage] = await boxesOf(frame.locator(".cinema-stage"));
      const [whole] = await boxesOf(cinema);
      assertEquals(stage?.height, whole?.height);

      await idle.waitFor();
      while (await opacityOf(controls) > 0) {
        assert(await idle.count() > 0, "still shown at rest");
      }
      assertEquals(
        await cinema.evaluate((one) => getComputedStyle(one).cursor),
        "none",
      );

      // By keyboard in the controls: they stay.
      await party.page.keyboard.press("Shift+Tab");
      await frame.locator("#cinema:not([data-idle])").waitFor();
      await idle.waitFor();
      assertEquals(await opacityOf(controls), 1);
    }),
);
