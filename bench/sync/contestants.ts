/**
 * The two that are compared: Cowatch as it ships, and the plan's own algorithm.
 * @module
 */
import type { Browser, Frame, Page } from "playwright-core";
import type { BaselinePage } from "./baseline_page.ts";
import type { BaselineServer } from "./baseline.ts";
import { type Proxy, startProxy } from "./proxy.ts";
import type { ViewerWorld } from "./scenarios.ts";

/** One viewer on the air. */
export interface Viewer {
  page: Page;
  proxy: Proxy;
  close(): Promise<void>;
}

/** A way to watch together. */
interface Party {
  /** Opens a viewer; the first one is host. */
  open(world: ViewerWorld, index: number): Promise<Viewer>;
  load(host: Viewer): Promise<void>;
  play(host: Viewer): Promise<void>;
  pause(host: Viewer): Promise<void>;
  /** @param position Seconds. */
  seek(host: Viewer, position: number): Promise<void>;
}

/** Makes a party of a fresh room. */
export type Contestant = {
  name: string;
  party(browser: Browser): Party;
};

/** Cowatch, from the served build, each viewer in a simulator of their own. */
export function cowatch(serverPort: number): Contestant {
  return {
    name: "Cowatch",
    party(browser) {
      const instance = `i-${crypto.randomUUID()}`;
      const button = async (host: Viewer, name: string) => {
        await frameOf(host.page).getByRole("button", { name }).click();
      };
      return {
        async open(world, index) {
          const { page, proxy, close } = await openPage(
            browser,
            serverPort,
            world,
          );
          await page.goto(
            `http://localhost:${proxy.port}/simulator?viewers=1&person=${
              index + 1
            }&instance=${instance}`,
          );
          await page.frameLocator("iframe").locator("html[data-phase=ready]")
            .waitFor();
          return { page, proxy, close };
        },
        async load(host) {
          await frameOf(host.page)
            .getByRole("button", { name: /^Sample: Tide/ }).click();
        },
        play: (host) => button(host, "Play for everyone"),
        pause: (host) => button(host, "Pause for everyone"),
        async seek(host, position) {
          await frameOf(host.page)
            .getByRole("slider", { name: "Place in the video" })
            .fill(String(position));
        },
      };
    },
  };
}

/** The plan's algorithm. */
export function baseline(server: BaselineServer): Contestant {
  return {
    name: "the plan's algorithm",
    party(browser) {
      const room = crypto.randomUUID();
      const tell = async (
        host: Viewer,
        deed: keyof BaselinePage,
        position = 0,
      ) => {
        await host.page.evaluate(
          ({ deed, position }) => {
            const { baseline } = globalThis as unknown as {
              baseline: BaselinePage;
            };
            baseline[deed](position);
          },
          { deed, position },
        );
      };
      return {
        async open(world, index) {
          const viewer = await openPage(browser, server.port, world);
          const role = index === 0 ? "host" : "guest";
          await viewer.page.goto(
            `http://localhost:${viewer.proxy.port}/?room=${room}&role=${role}`,
          );
          await viewer.page.locator("body[data-ready]").waitFor();
          return viewer;
        },
        load: (host) => tell(host, "play"),
        play: (host) => tell(host, "play"),
        pause: (host) => tell(host, "pause"),
        seek: (host, position) => tell(host, "seek", position),
      };
    },
  };
}

async function openPage(
  browser: Browser,
  port: number,
  world: ViewerWorld,
): Promise<Viewer> {
  const proxy = startProxy(port, world.path);
  const context = await browser.newContext({
    viewport: { width: 900, height: 1000 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.addInitScript(setClock, {
    errorMs: world.clockErrorMs,
    jumpMs: world.clockJumpMs ?? 0,
  });
  return {
    page,
    proxy,
    async close() {
      await context.close();
      proxy.close();
    },
  };
}

function frameOf(page: Page): Frame {
  const [, frame] = page.frames();
  if (!frame) throw new Error("the simulator shows no frame");
  return frame;
}

/** Runs in the page: a device clock that is wrong, and jumps 12 s after its page has opened. */
function setClock(options: { errorMs: number; jumpMs: number }): void {
  const RealDate = Date;
  const realNow = Date.now;
  const beganAt = performance.now();
  Date.now = () =>
    realNow() + options.errorMs +
    (performance.now() - beganAt > 12_000 ? options.jumpMs : 0);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) =>
      args.length > 0
        ? Reflect.construct(target, args)
        : new target(Date.now()),
  });
}
