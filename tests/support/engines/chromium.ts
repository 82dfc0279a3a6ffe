/**
 * Chromium behind the seam of {@linkcode EngineBrowser}.
 * @module
 */
import { launchChromium } from "../browser.ts";
import {
  DEFAULT_VIEW,
  type EngineBrowser,
  type EngineLaunchOptions,
} from "./engine.ts";

/** Starts it. @throws {Error} When it is missing or does not start. */
export async function startChromium(
  { autoplay = "allowed", display, at }: EngineLaunchOptions = {},
): Promise<EngineBrowser> {
  const browser = await launchChromium({
    autoplay,
    headless: display === undefined,
    ...(display === undefined ? {} : {
      env: { DISPLAY: display },
      args: [`--window-position=${at?.x ?? 0},${at?.y ?? 0}`],
    }),
  });
  return {
    engine: "chromium",
    version: `Chromium ${browser.version()}`,
    async newPage({ view = DEFAULT_VIEW } = {}) {
      const context = await browser.newContext({ viewport: view });
      const page = await context.newPage();
      return {
        async goto(url) {
          await page.goto(url);
        },
        // The driver's types unwrap handles, which nobody passes here.
        evaluate: (fn, argument) =>
          page.evaluate(fn as never, argument as never),
        async inject(source) {
          await page.evaluate(source);
        },
        move: ({ x, y }) => page.mouse.move(x, y),
        click: ({ x, y }) => page.mouse.click(x, y),
        press: (key) => page.keyboard.press(key),
        phone: {
          async slowDown(rate) {
            const session = await context.newCDPSession(page);
            await session.send("Emulation.setCPUThrottlingRate", { rate });
          },
          async setFrozen(isFrozen) {
            const session = await context.newCDPSession(page);
            const state = isFrozen ? "frozen" : "active";
            await session.send("Page.setWebLifecycleState", { state });
          },
        },
        screenshot: () => page.screenshot(),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
