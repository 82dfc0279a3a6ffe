/**
 * Tests that run in every engine that a machine has.
 * @module
 */
import {
  type BrowserEngine,
  ENGINE_NAMES,
  type EngineBrowser,
  type EngineLaunchOptions,
  missingFor,
  START_ENGINE,
} from "../support/engines/mod.ts";

/** Words of a test's name for each engine. */
const NAMES: Record<BrowserEngine, string> = {
  chromium: "Chromium",
  firefox: "Firefox",
  webkit: "WebKit",
};

/** Which engines a test is for, and how they are started. */
interface EngineTestOptions extends EngineLaunchOptions {
  /** @default {all} */
  engines?: readonly BrowserEngine[];
}

/**
 * Registers a test once for each engine; where one is missing, it is ignored by
 * a name that says what to install. They take minutes of real time, so they run
 * by `deno task test:engines`.
 */
export function engineTest(
  name: string,
  fn: (browser: EngineBrowser, t: Deno.TestContext) => Promise<void>,
  { engines = ENGINE_NAMES, ...launch }: EngineTestOptions = {},
): void {
  for (const engine of engines) {
    const missing = whyNot([engine]);
    Deno.test({
      name: `${name}, in ${NAMES[engine]}${
        missing === null ? "" : ` (${missing})`
      }`,
      ignore: missing !== null,
      sanitizeOps: false,
      sanitizeResources: false,
      sanitizeExit: false,
      async fn(t) {
        const browser = await START_ENGINE[engine](launch);
        try {
          await fn(browser, t);
        } finally {
          await browser.close();
        }
      },
    });
  }
}

/** Why tests with these engines cannot run; `null` when they can. */
export function whyNot(engines: readonly BrowserEngine[]): string | null {
  const missing = engines.map(missingFor).find((what) => what !== null) ?? null;
  if (missing !== null) return missing;
  return Deno.env.get("ENGINE_TESTS") === "1"
    ? null
    : "real time: deno task test:engines";
}
