/**
 * Firefox behind the seam of {@linkcode EngineBrowser}, driven by WebDriver BiDi.
 * @module
 */
import puppeteer, { type KeyInput } from "puppeteer-core";
import {
  DEFAULT_VIEW,
  type EngineBrowser,
  type EngineLaunchOptions,
} from "./engine.ts";
import { findProgram } from "./programs.ts";

/** Where Firefox is: `FIREFOX_PATH`, else a usual place; `null` when missing. */
export const firefoxPath: string | null = findProgram("FIREFOX_PATH", [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
]);

/** Starts it. @throws {Error} When it is missing or does not start. */
export async function startFirefox(
  { autoplay = "allowed", display, at }: EngineLaunchOptions = {},
): Promise<EngineBrowser> {
  if (firefoxPath === null) throw new Error("Firefox is missing");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath,
    headless: display === undefined,
    ...(display === undefined ? {} : {
      env: {
        ...Deno.env.toObject(),
        DISPLAY: display,
        MOZ_ENABLE_WAYLAND: "0",
      },
    }),
    extraPrefsFirefox: {
      // 0 allows sound without a tap, 1 is Firefox's own rule.
      "media.autoplay.default": autoplay === "allowed" ? 0 : 1,
      "datareporting.policy.dataSubmissionEnabled": false,
    },
  });
  return {
    engine: "firefox",
    version: (await browser.version()).replace(/^firefox\//i, "Firefox "),
    async newPage({ view = DEFAULT_VIEW } = {}) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport(view);
      if (at) await page.evaluate(({ x, y }) => globalThis.moveTo(x, y), at);
      return {
        async goto(url) {
          await page.goto(url);
        },
        evaluate: (fn, argument) =>
          page.evaluate(fn as never, argument as never),
        async inject(source) {
          await page.evaluate(source);
        },
        move: ({ x, y }) => page.mouse.move(x, y),
        click: ({ x, y }) => page.mouse.click(x, y),
        press: (key) => page.keyboard.press(key as KeyInput),
        screenshot: () => page.screenshot(),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
