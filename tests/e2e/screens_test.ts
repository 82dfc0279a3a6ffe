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

/** Frames: wide, as it is in Discord, low, upright, small. */
const SIZES = [
  [1600, 900],
  [1280, 720],
  [844, 390],
  [616, 700],
  [640, 360],
  [390, 844],
  [320, 256],
  [320, 200],
] as const;

/** From it on film and panel stand above each other. Source: the style sheet of layouts. */
const isUpright = ([width, height]: readonly [number, number]) =>
  width <= 760 && height > 420;

browserTest(
  "[U9] [U51] nothing scrolls but lists, the film has the window, all controls stand in one row",
  () =>
    alone(async (party) => {
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      const frame = party.viewer(0);
      const controls = frame.locator(".buttons :is(.button, summary):visible");
      // So wide that the panel has stayed, beside the film.
      await resize(party, SIZES[0]);
      await frame.getByRole("button", { name: "Hide the room" }).click();
      for (const size of SIZES) {
        const [width, height] = size;
        await resize(party, size);
        const heights = await frame.locator("html").evaluate((html) => [
          html.scrollHeight,
          document.body.scrollHeight,
        ]);
        assertEquals(heights, [height, height], `nothing scrolls at ${size}`);
        const [stage] = await boxesOf(frame.locator(".stage"));
        assert(stage);
        const share = stage.width * stage.height / (width * height);
        if (!isUpright(size)) assertEquals(share, 1, `at ${size}`);
        else assertEquals(stage.width, width, `at ${size}`);
        const boxes = await boxesOf(controls);
        assert(boxes.length >= 4, `${boxes.length} controls at ${size}`);
        const middle = (box: { y: number; height: number }) =>
          Math.round(box.y + box.height / 2);
        const [first] = boxes;
        assert(first);
        for (const box of boxes) {
          assertEquals(middle(box), middle(first), `one row at ${size}`);
          assert(box.x >= 0 && box.x + box.width <= width, `inside ${size}`);
          assert(box.y >= 0 && box.y + box.height <= height, `inside ${size}`);
        }
      }
      await resize(party, [240, 135]);
      assertEquals(await controls.count(), 0, "a tile shows the video only");

      // Words that a tile hid do not fade in again.
      const words = frame.locator(".words");
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
  "[U50] the panel goes when a film begins, and comes when it is asked for",
  () =>
    alone(async (party) => {
      await resize(party, [1280, 720]);
      const frame = party.viewer(0);
      const panel = frame.locator("#panel");
      await panel.waitFor();
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      await panel.waitFor({ state: "hidden" });
      await party.page.keyboard.press("]");
      await panel.waitFor();
      await frame.getByRole("button", { name: "Hide the room" }).click();
      await panel.waitFor({ state: "hidden" });
      await party.page.keyboard.press("/");
      await panel.waitFor();
      await panel.locator("[type=search]:focus").waitFor();
    }),
);

browserTest(
  "[U52] bars beside the film glow in its colours, and stand still where motion is to be reduced",
  () =>
    alone(async (party) => {
      await resize(party, [844, 390]);
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      const glow = party.viewer(0).locator("canvas.glow");
      const colours = () =>
        glow.evaluate((one) => {
          const canvas = one as HTMLCanvasElement;
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d")!
            .getImageData(0, 0, width, height);
          return data.reduce((sum, value, i) => sum + (i % 4 < 3 ? value : 0));
        });
      while (await colours() === 0) await party.untilMoved(0, 0.2);
      const first = await colours();
      while (await colours() === first) await party.untilMoved(0, 0.5);
      await party.page.emulateMedia({ reducedMotion: "reduce" });
      await party.untilMoved(0, 0.5);
      const still = await colours();
      await party.untilMoved(0, 2);
      assertEquals(await colours(), still);
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
  "[U9] the controls lie over the picture, and go only while nobody needs them",
  () =>
    alone(async (party) => {
      await resize(party, [1280, 720]);
      await party.load(0, "Sample: Orbit");
      await party.untilPlaying(1);
      const frame = party.viewer(0);
      const controls = frame.locator(".cinema-controls");
      const cinema = frame.locator("#cinema");
      const idle = frame.locator("#cinema[data-idle]");
      const mute = frame.getByRole("button", { name: "Mute" });
      await mute.click();
      await party.page.mouse.move(400, 300);
      await idle.waitFor();
      while (await opacityOf(controls) > 0) {
        assert(await idle.count() > 0, "still shown at rest");
      }
      assertEquals(
        await cinema.evaluate((one) => getComputedStyle(one).cursor),
        "none",
      );

      // By keyboard in the controls: they stay.
      await party.page.keyboard.press("Tab");
      await frame.locator("#cinema:not([data-idle])").waitFor();
      await idle.waitFor();
      await frame.locator(".cinema-controls :focus").waitFor();
      assertEquals(await opacityOf(controls), 1);

      // Paused, too.
      await party.page.keyboard.press("k");
      await party.untilPaused(1);
      await frame.locator("body").evaluate(() =>
        (document.activeElement as HTMLElement).blur()
      );
      await idle.waitFor();
      assertEquals(await opacityOf(controls), 1);
    }),
);
