/**
 * WebKitGTK behind the seam of {@linkcode EngineBrowser}: its small browser,
 * driven by W3C WebDriver over HTTP.
 * @module
 */
import { type Display, startDisplay, xvfbPath } from "./display.ts";
import {
  DEFAULT_VIEW,
  type EngineBrowser,
  type EngineLaunchOptions,
  type EnginePage,
} from "./engine.ts";
import { findProgram } from "./programs.ts";
import { startWebDriver, type WebDriver } from "./webdriver.ts";

const driverPath = findProgram("WEBKIT_DRIVER_PATH", [
  "/usr/bin/WebKitWebDriver",
]);
const browserPath = findProgram("WEBKIT_PATH", [
  "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
  "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
  "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
]);

/** What of WebKitGTK is missing here; `null` when all is there. */
export const missingForWebKit: string | null = driverPath === null
  ? "WebKitWebDriver"
  : browserPath === null
  ? "MiniBrowser"
  : xvfbPath === null
  ? "Xvfb"
  : null;

/** Options of {@linkcode startWebKit}. */
export interface WebKitLaunchOptions extends EngineLaunchOptions {
  /** Lets `<video>` read HLS itself, as Safari's does. @default {false} */
  nativeHls?: boolean;
  /** Draws without its compositor, as on machines without OpenGL. @default {false} */
  isPlain?: boolean;
}

/** Starts it. @throws {Error} When it is missing or does not start. */
export async function startWebKit(
  { autoplay = "allowed", display, nativeHls = false, isPlain = false }:
    WebKitLaunchOptions = {},
): Promise<EngineBrowser> {
  if (driverPath === null || browserPath === null) {
    throw new Error(`${missingForWebKit} is missing`);
  }
  const own: Display | null = display === undefined
    ? await startDisplay({ width: 1600, height: 1200 })
    : null;
  const driver = await startWebDriver(driverPath, {
    DISPLAY: display ?? own?.name ?? "",
    // Without it GTK would look for the session bus of a desktop.
    NO_AT_BRIDGE: "1",
    GDK_BACKEND: "x11",
    // Painting by OpenGL in software took a core for 14 of 25 pictures a second; this way 24 are shown.
    WEBKIT_SKIA_ENABLE_CPU_RENDERING: "1",
    ...(isPlain ? { WEBKIT_DISABLE_DMABUF_RENDERER: "1" } : {}),
    ...(nativeHls ? { WEBKIT_GST_ENABLE_HLS_SUPPORT: "1" } : {}),
  });
  const session = await driver.open({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": {
      binary: browserPath,
      args: [
        "--automation",
        ...(autoplay === "allowed" ? ["--autoplay-policy=allow"] : []),
      ],
    },
  });
  return {
    engine: "webkit",
    version: `WebKitGTK ${session.version}`,
    // One window a session: a second page takes the place of the first.
    async newPage({ view = DEFAULT_VIEW } = {}) {
      await fitWindow(session, view);
      return pageOf(session);
    },
    async close() {
      await session.close();
      await driver.close();
      await own?.[Symbol.asyncDispose]();
    },
  };
}

type Session = Awaited<ReturnType<WebDriver["open"]>>;

/** WebDriver sizes windows, so the view is fitted by the difference. */
async function fitWindow(
  session: Session,
  view: { width: number; height: number },
): Promise<void> {
  await session.call("POST", "/url", { url: "about:blank" });
  await session.call("POST", "/window/rect", { ...view, x: 0, y: 0 });
  const inner = await session.run<[number, number]>(
    "return [innerWidth, innerHeight]",
  );
  const outer = await session.call<{ width: number; height: number }>(
    "GET",
    "/window/rect",
  );
  await session.call("POST", "/window/rect", {
    x: 0,
    y: 0,
    width: view.width + outer.width - inner[0],
    height: view.height + outer.height - inner[1],
  });
}

function pageOf(session: Session): EnginePage {
  return {
    async goto(url) {
      await session.call("POST", "/url", { url });
    },
    evaluate: (fn, argument) => session.evaluate(fn, argument),
    async inject(source) {
      await session.run(source);
    },
    move: (place) => moveMouse(session, place, []),
    click: (place) =>
      moveMouse(session, place, [
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ]),
    async press(key) {
      const value = KEYS[key] ?? key;
      await session.call("POST", "/actions", {
        actions: [{
          type: "key",
          id: "keyboard",
          actions: [{ type: "keyDown", value }, { type: "keyUp", value }],
        }],
      });
    },
    async screenshot() {
      const text = await session.call<string>("GET", "/screenshot");
      return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    },
    async close() {
      await session.call("POST", "/url", { url: "about:blank" });
    },
  };
}

/** Moves the pointer, and does what follows there. */
async function moveMouse(
  session: Session,
  place: { x: number; y: number },
  then: readonly { type: "pointerDown" | "pointerUp"; button: number }[],
): Promise<void> {
  const [x, y] = [Math.round(place.x), Math.round(place.y)];
  const to = { type: "pointerMove", duration: 0, origin: "viewport", x, y };
  await session.call("POST", "/actions", {
    actions: [{
      type: "pointer",
      id: "mouse",
      parameters: { pointerType: "mouse" },
      actions: [to, ...then],
    }],
  });
}

/** Code points of keys without a letter, W3C WebDriver §17.4.2. */
const KEYS: Record<string, string> = {
  Tab: "\ue004",
  Enter: "\ue007",
  Escape: "\ue00c",
  ArrowLeft: "\ue012",
  ArrowUp: "\ue013",
  ArrowRight: "\ue014",
  ArrowDown: "\ue015",
};
