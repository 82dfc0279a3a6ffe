/** Every state of the page, judged by what people with a keyboard, a screen reader, large letters or few colours meet. */
import axe from "axe-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import type { Page } from "playwright-core";
import {
  browserTest,
  chromiumPath,
  launchChromium,
} from "@/tests/support/browser.ts";
import { difference } from "./compare.ts";
import { type Gallery, openGallery } from "./gallery.ts";
import { fileOf, KEPT, MADE_BY, STILL, TOLERANCE } from "./kept.ts";
import { LAYOUTS, type StateName, STATES } from "./states.ts";

const NAMES = Object.keys(STATES) as StateName[];

async function inGallery(
  look: (gallery: Gallery) => Promise<void>,
): Promise<void> {
  const browser = await launchChromium();
  try {
    await using gallery = await openGallery(browser);
    await look(gallery);
  } finally {
    await browser.close();
  }
}

/** What axe finds, one line a rule and element. */
async function violationsOf(
  page: Page,
  rules: Record<string, { enabled: boolean }> = {},
): Promise<string[]> {
  return await page.evaluate(async (rules) => {
    const { violations } = await (globalThis as unknown as {
      axe: typeof import("axe-core");
    }).axe.run(document, { resultTypes: ["violations"], rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(" ")}`)
    );
  }, rules);
}

browserTest(
  "[U44] axe finds nothing in any state, on a desktop and on a phone, from left to right and from right to left",
  () =>
    inGallery(async ({ page, show }) => {
      await page.evaluate(axe.source);
      const found: string[] = [];
      for (const state of NAMES) {
        for (const layout of ["desktop", "phone"] as const) {
          await show({ state, layout });
          for (const violation of await violationsOf(page)) {
            found.push(`${state}, ${layout}: ${violation}`);
          }
        }
      }
      await show({ state: "playing", layout: "desktop", language: "ar" });
      found.push(...await violationsOf(page));
      assertEquals(found, []);
    }),
);

browserTest(
  "[U45] what stands still looks as it did, to a hair",
  async (t) => {
    const madeBy = await Deno.readTextFile(MADE_BY);
    const browser = await launchChromium();
    try {
      const isSame = madeBy.trim() === `Chromium ${browser.version()}`;
      await t.step({
        name: isSame
          ? `pictures of ${KEPT.length} views`
          : `pictures were made by ${madeBy.trim()}, not ${chromiumPath}`,
        ignore: !isSame,
        sanitizeResources: false,
        sanitizeOps: false,
        async fn() {
          await using gallery = await openGallery(browser);
          await gallery.page.addStyleTag({ content: STILL });
          for (const view of KEPT) {
            await gallery.show(view);
            const now = await gallery.page.screenshot();
            const before = await Deno.readFile(fileOf(view));
            const share = await difference(gallery.page, [
              before,
              new Uint8Array(now),
            ]);
            assertLess(share, TOLERANCE, JSON.stringify(view));
          }
        },
      });
    } finally {
      await browser.close();
    }
  },
);

/** What has the focus: its name and box, and whether one sees that it has it. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const { x, y, width, height } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return {
      name: element.getAttribute("aria-label") ?? element.textContent ?? "",
      tag: element.tagName,
      isInside: x + width > 0 && y + height > 0 && x < innerWidth &&
        y < innerHeight,
      isShown: outlineStyle !== "none" && outlineWidth !== "0px" ||
        boxShadow !== "none",
    };
  });
}

browserTest(
  "[U46] with a keyboard alone everything is reached once, in sight, and seen to be reached",
  () =>
    inGallery(async ({ page, show }) => {
      for (const state of ["nothing-on", "playing", "queue"] as const) {
        for (const layout of ["desktop", "phone"] as const) {
          await show({ state, layout });
          const names: string[] = [];
          const at = `${state}, ${layout}`;
          for (let step = 0; step < 120; step++) {
            await page.keyboard.press("Tab");
            const now = await focused(page);
            if (now === null) break;
            const told = `${at}: ${now.tag} "${now.name}"`;
            assert(now.name.trim() !== "" || now.tag !== "BUTTON", told);
            assert(now.isInside, `out of sight: ${told}`);
            assert(now.isShown, `not seen to have the focus: ${told}`);
            names.push(now.name);
          }
          assertLess(3, names.length, at);
          assertLess(names.length, 120, `${at}: no way out`);
        }
      }
    }),
);

browserTest(
  "[U47] at 200 % nothing scrolls sideways, and every button is inside or can be scrolled to",
  () =>
    inGallery(async ({ page, show }) => {
      for (const state of NAMES) {
        await show({ state, layout: "desktop" });
        const { width, height } = LAYOUTS.desktop;
        // Zoom by two is half the window to the page.
        await page.setViewportSize({ width: width / 2, height: height / 2 });
        const faults = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          const found = scrollWidth > innerWidth ? ["scrolls sideways"] : [];
          if (scrollHeight > innerHeight) found.push("the page scrolls");
          for (const button of document.querySelectorAll("button")) {
            if (!button.checkVisibility({ visibilityProperty: true })) continue;
            button.scrollIntoView({ block: "nearest", inline: "nearest" });
            const { x, right, y, bottom } = button.getBoundingClientRect();
            if (
              x < -1 || right > innerWidth + 1 || y < -1 ||
              bottom > innerHeight + 1
            ) {
              found.push(`cut off: ${button.ariaLabel ?? button.textContent}`);
            }
          }
          return found;
        });
        assertEquals(faults, [], state);
      }
    }),
);

browserTest(
  "[U48] with the system's few colours every button and field has an edge or a background of its own",
  () =>
    inGallery(async ({ page, show }) => {
      await page.emulateMedia({ forcedColors: "active" });
      await page.evaluate(axe.source);
      for (const state of ["nothing-on", "playing", "queue"] as const) {
        await show({ state, layout: "desktop" });
        const bare = await page.evaluate(() =>
          [...document.querySelectorAll(
            // A slider is drawn by the bar behind it (U9).
            "button, input:not([type=range]), select",
          )]
            .filter((element) =>
              element.checkVisibility({ visibilityProperty: true })
            )
            .filter((element) => {
              const { borderTopStyle, borderTopWidth, appearance } =
                getComputedStyle(element);
              const hasEdge = borderTopStyle !== "none" &&
                borderTopWidth !== "0px";
              const hasWords = (element.textContent ?? "").trim() !== "" ||
                element.querySelector("svg, img") !== null;
              return !hasEdge && !hasWords && appearance === "none";
            })
            .map((element) => element.outerHTML.slice(0, 120))
        );
        assertEquals(bare, [], state);
        // The colours are the system's own.
        const rules = { "color-contrast": { enabled: false } };
        assertEquals(await violationsOf(page, rules), [], state);
      }
    }),
);
