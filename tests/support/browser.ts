/**
 * Real Chromium for tests and benchmarks: found, launched, or asked for.
 * @module
 */
import { type Browser, chromium, type Route } from "playwright-core";

interface LaunchOptions {
  /**
   * `default` keeps the browser's own rule, by which sound needs a click;
   * `allowed` plays at once.
   * @default {"allowed"}
   */
  autoplay?: "allowed" | "default";
  /** More command-line arguments. */
  args?: string[];
  /** @default {true} */
  headless?: boolean;
  /** Environment beside this process's own. */
  env?: Record<string, string>;
}

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where Chromium is: `CHROMIUM_PATH`, else a usual place; `null` when missing. */
export const chromiumPath: string | null = findChromium();

/** Whether browser tests can run here. */
export const hasChromium: boolean = chromiumPath !== null;

/**
 * How much later than asked for each document comes, ms: `SLOW_LOADS_MS`, else
 * 0. A test that waits for what the former document shows already fails so.
 */
export const slowLoadsMs: number = Number(Deno.env.get("SLOW_LOADS_MS") ?? 0);

/** Starts Chromium; close it when done. @throws {Error} When it is missing or does not start. */
export async function launchChromium(
  options: LaunchOptions = {},
): Promise<Browser> {
  const { autoplay = "allowed", args = [], headless = true, env } = options;
  if (chromiumPath === null) {
    throw new Error(
      "Chromium is missing: apt-get install chromium, or set CHROMIUM_PATH",
    );
  }
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    headless,
    ...(env ? { env: { ...Deno.env.toObject(), ...env } } : {}),
    args: [
      ...ARGS,
      ...(autoplay === "allowed"
        ? ["--autoplay-policy=no-user-gesture-required"]
        : []),
      ...args,
    ],
  });
  if (slowLoadsMs > 0) slowDown(browser);
  return browser;
}

/** Holds back documents in each context that is made from now on. What a test routes itself goes first, and holds back by itself. */
function slowDown(browser: Browser): void {
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    await context.route("**", async (route) => {
      await holdBack(route);
      // A page that was closed meanwhile has nothing to go on with.
      await route.fallback().catch(() => {});
    });
    return context;
  };
}

/** Waits as {@linkcode slowLoadsMs} says, if a document is asked for. */
export async function holdBack(route: Route): Promise<void> {
  if (slowLoadsMs === 0 || !route.request().isNavigationRequest()) return;
  await new Promise((resolve) => setTimeout(resolve, slowLoadsMs));
}

/**
 * Registers a test that needs Chromium. Without it the test is ignored, by a
 * name that says what to install. Sanitizers are off: the driver keeps pipes.
 */
export function browserTest(
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  register(name, {
    fn,
    missing: hasChromium ? null : "needs Chromium: apt-get install chromium",
  });
}

/**
 * Registers a test that measures media in real time, for minutes: it runs by
 * `deno task test:media`, alone, since a busy machine drops frames.
 */
export function mediaTest(
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  if (!hasChromium) return browserTest(name, fn);
  const isAsked = Deno.env.get("MEDIA_TESTS") === "1";
  register(name, {
    fn,
    missing: isAsked ? null : "real time: deno task test:media",
  });
}

function register(
  name: string,
  { fn, missing }: {
    fn: (t: Deno.TestContext) => void | Promise<void>;
    /** What must be done to run it. */
    missing: string | null;
  },
): void {
  Deno.test({
    name: missing === null ? name : `${name} (${missing})`,
    ignore: missing !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    sanitizeExit: false,
    fn,
  });
}

function findChromium(): string | null {
  const given = Deno.env.get("CHROMIUM_PATH");
  return (given ? [given] : PLACES).find(isFile) ?? null;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
