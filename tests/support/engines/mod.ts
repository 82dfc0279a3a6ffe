/**
 * All engines that a machine has.
 * @module
 */
import { hasChromium } from "../browser.ts";
import { startChromium } from "./chromium.ts";
import {
  type BrowserEngine,
  type EngineBrowser,
  type EngineLaunchOptions,
} from "./engine.ts";
import { firefoxPath, startFirefox } from "./firefox.ts";
import { missingForWebKit, startWebKit } from "./webkit.ts";

export type { WebKitLaunchOptions } from "./webkit.ts";

export * from "./engine.ts";
export { startChromium, startFirefox, startWebKit };

/** Starts an engine. @throws {Error} When it is missing or does not start. */
export const START_ENGINE: Record<
  BrowserEngine,
  (options?: EngineLaunchOptions) => Promise<EngineBrowser>
> = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };

/** What must be installed for an engine; `null` when it is there. */
export function missingFor(engine: BrowserEngine): string | null {
  switch (engine) {
    case "chromium":
      return hasChromium ? null : "needs Chromium: apt-get install chromium";
    case "firefox":
      return firefoxPath ? null : "needs Firefox: apt-get install firefox-esr";
    case "webkit":
      return missingForWebKit
        ? `needs WebKitGTK (${missingForWebKit}): apt-get install webkit2gtk-driver xvfb gstreamer1.0-libav gstreamer1.0-plugins-good gstreamer1.0-plugins-bad`
        : null;
  }
}
