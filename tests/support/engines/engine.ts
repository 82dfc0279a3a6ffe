/**
 * A real browser of some engine behind one small seam, so that one test drives
 * Chromium, Firefox and WebKit alike.
 * @module
 */

/** Engines that pages are measured in. */
export const ENGINE_NAMES = ["chromium", "firefox", "webkit"] as const;

/** Name of an engine. */
export type BrowserEngine = typeof ENGINE_NAMES[number];

/** One page. Functions run in it; what they take and return is JSON. */
export interface EnginePage {
  /** Opens an address and waits until its document is loaded. */
  goto(url: string): Promise<void>;
  /** Runs a function in the page, and waits for what it promises. @throws {Error} With what it throws. */
  evaluate<Result, Argument = undefined>(
    fn: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** Runs a script in the page, whatever its policy says of scripts. */
  inject(source: string): Promise<void>;
  /** Moves the pointer, as a person does who wants the controls to come back. */
  move(at: { x: number; y: number }): Promise<void>;
  /** A person's click: x and y are CSS pixels of the page's own view. */
  click(at: { x: number; y: number }): Promise<void>;
  /** A person's key, by its name in `KeyboardEvent.key`. */
  press(key: string): Promise<void>;
  /** A phone's hardships, emulated; only Chromium can. */
  readonly phone?: {
    /** Makes the processor so many times slower. */
    slowDown(factor: number): Promise<void>;
    /** Freezes the page as a phone does with what is not in front, or lets it run on. */
    setFrozen(isFrozen: boolean): Promise<void>;
  };
  /** PNG of what the page shows. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Options of {@linkcode EngineBrowser.newPage}. */
interface EnginePageOptions {
  /** Size of the view, CSS pixels. @default {{ width: 900, height: 1000 }} */
  view?: { width: number; height: number };
}

/** A running browser. */
export interface EngineBrowser {
  readonly engine: BrowserEngine;
  /** As it says itself, such as `Firefox 140.1`. */
  readonly version: string;
  newPage(options?: EnginePageOptions): Promise<EnginePage>;
  /** Ends it, and all that it has started. */
  close(): Promise<void>;
}

/** Options of a launch. */
export interface EngineLaunchOptions {
  /** `default` keeps the engine's own rule for sound without a tap. @default {"allowed"} */
  autoplay?: "allowed" | "default";
  /** X display to show it on; without one the engine has none, or one of its own. */
  display?: string;
  /** Where its window stands on that display, pixels. @default {{ x: 0, y: 0 }} */
  at?: { x: number; y: number };
}

/** Size of a view where nobody asks for another, CSS pixels. */
export const DEFAULT_VIEW = { width: 900, height: 1000 };

/** Waits until a function holds in the page, and returns what it gave. @throws {Error} With `what`, when it never does. */
export async function until<Result, Argument = undefined>(
  page: EnginePage,
  what: string,
  { isSo, argument, patienceMs = 30_000, first }: {
    isSo: (argument: Argument) => Result | null | false;
    /** Done before each look. */
    first?: () => Promise<void>;
    argument?: Argument;
    patienceMs?: number;
  },
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    await first?.();
    const result = await page.evaluate(isSo, argument);
    if (result) return result;
    if (performance.now() > deadline) throw new Error(`never ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
