/**
 * A party in the simulator, driven as a person would, and measured from
 * outside: what each frame's `<video>` shows, by `requestVideoFrameCallback`.
 * @module
 */
import type { Browser, FrameLocator, Page } from "playwright-core";
import { slowLoadsMs } from "@/tests/support/browser.ts";

/** Media time of one frame's video at an instant. */
interface Shown {
  mediaTime: number;
  atMs: number;
  rate: number;
  paused: boolean;
}

/** A page with several viewers. */
export interface Party {
  page: Page;
  /** The frame of a viewer, from 0. */
  viewer(index: number): FrameLocator;
  /** Picks a video as a person would; from then on only pictures of media that comes after it count. */
  load(index: number, title: string): Promise<void>;
  /** Waits until all of the first `count` viewers play. */
  untilPlaying(count: number): Promise<void>;
  untilPaused(count: number): Promise<void>;
  /** Waits until a viewer's picture has moved on while playing, from where it is now, s. */
  untilMoved(index: number, seconds: number): Promise<void>;
  /** Lets only pictures of media that is loaded from now on count. */
  expectNewMedia(): Promise<void>;
  /** Does what opens a viewer's Activity anew, and waits for its new document: what is found before may be the old one's. */
  reopen(index: number, deed: () => Promise<unknown>): Promise<void>;
  /** Media times of all viewers now, s; of a paused video, where it stands. */
  times(): Promise<(number | null)[]>;
  /** Skews while playing, ms, measured for a time. */
  measure(forMs: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Opens a tab of a frame's panel as a person would, who may have to open the panel first. */
export async function openTab(
  frame: FrameLocator,
  tab: "People" | "Queue" | "Library",
): Promise<void> {
  const closed = frame.locator(".panel-toggle[aria-expanded=false]:visible");
  if (await closed.count() > 0) await closed.click();
  await frame.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
}

/** Options of {@linkcode openParty}. */
interface PartyOptions {
  browser: Browser;
  /** @default {a new one} */
  page?: Page;
  origin: string;
  viewers: number;
  /** More of the simulator's address. */
  query?: Record<string, string>;
  /** @default {1600 × 950} */
  viewport?: { width: number; height: number };
}

/** Wait for anything to happen, ms. */
const PATIENCE_MS = 20_000 + 2 * slowLoadsMs;

/** A page that is in its room. Before, it shows its person and nothing of the room. */
export const IN = "html[data-phase=ready]";

/** Opens the simulator with viewers in a room of their own. */
export async function openParty(options: PartyOptions): Promise<Party> {
  const { browser, origin, viewers } = options;
  const page = options.page ?? await browser.newPage({
    viewport: options.viewport ?? { width: 1600, height: 950 },
  });
  page.setDefaultTimeout(PATIENCE_MS);
  const query = new URLSearchParams({
    ...options.query,
    viewers: "1",
    instance: `i-${crypto.randomUUID()}`,
  });
  await page.goto(`${origin}/simulator?${query}`);
  await page.evaluate(record);
  const viewer = (index: number) =>
    page.frameLocator("iframe[data-viewer]").nth(index);
  // One after another, so that the first is host.
  for (let count = 1; count <= viewers; count++) {
    if (count > 1) {
      await page.getByRole("button", { name: "Add a viewer" }).click();
    }
    await viewer(count - 1).locator(IN).waitFor();
  }
  const expectNewMedia = () => page.evaluate(() => forgetMedia());
  const until = (wanted: number, paused: boolean) =>
    page.waitForFunction(
      ({ wanted, paused }) => {
        const now = shownNow();
        return now.filter((one) => one !== null && one.paused === paused)
          .length >= wanted;
      },
      { wanted, paused },
    );

  return {
    page,
    viewer,
    async load(index, title) {
      await expectNewMedia();
      // Once a film is on, the library has left the stage for the panel.
      if (await viewer(index).locator("html[data-film=on]").count() > 0) {
        await openTab(viewer(index), "Library");
      }
      await viewer(index).getByRole("button", { name: new RegExp(`^${title}`) })
        .click();
      // The panel goes when the film is on: what is opened before that closes.
      await viewer(index).locator("html[data-film=on]").waitFor();
    },
    async untilPlaying(count) {
      await until(count, false);
    },
    async untilPaused(count) {
      await until(count, true);
    },
    async untilMoved(index, seconds) {
      const from = await page.waitForFunction(
        (index) => shownNow()[index],
        index,
      );
      const { time } = await from.jsonValue() ?? { time: NaN };
      await page.waitForFunction(
        ({ index, to }) => {
          const now = shownNow()[index];
          return now && !now.paused && now.time > to;
        },
        { index, to: time + seconds },
      );
    },
    expectNewMedia,
    reopen: (index, deed) => reopen(page, { index, deed }),
    times: () =>
      page.evaluate(() => shownNow().map((one) => one?.time ?? null)),
    measure: (forMs) =>
      page.evaluate(async (forMs) => {
        const skews: number[] = [];
        const end = performance.now() + forMs;
        while (performance.now() < end) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          const now = shownNow().filter((one) => one !== null && !one.paused);
          const times = now.map((one) => one?.time ?? 0);
          if (times.length > 1) {
            skews.push((Math.max(...times) - Math.min(...times)) * 1000);
          }
        }
        return skews;
      }, forMs),
    close: () => page.close(),
  };
}

/** Opens a viewer's Activity anew by a deed, and waits for its new document. */
async function reopen(
  page: Page,
  { index, deed }: { index: number; deed: () => Promise<unknown> },
): Promise<void> {
  const before = await page.evaluate(frameIdOf, index);
  await deed();
  await page.waitForFunction(
    ({ index, before }) => {
      const frame = document.querySelectorAll<HTMLIFrameElement>(
        "iframe[data-viewer]",
      )[index];
      const query = new URLSearchParams(
        frame?.contentDocument?.location.search,
      );
      const now = query.get("frame_id");
      return now !== null && now !== before;
    },
    { index, before },
  );
}

/** Runs in the page. @returns The id that a viewer's document was opened with. */
function frameIdOf(index: number): string | null {
  const frame = document.querySelectorAll<HTMLIFrameElement>(
    "iframe[data-viewer]",
  )[index];
  const query = new URLSearchParams(frame?.contentDocument?.location.search);
  return query.get("frame_id");
}

// Runs in the page: what `record` puts there.
declare function shownNow(): ({ time: number; paused: boolean } | null)[];
declare function forgetMedia(): void;

/** Runs in the page: watches every frame's video from now on. */
function record(): void {
  const shown = new WeakMap<HTMLVideoElement, Shown>();
  /** Videos whose media is that of before. */
  const old = new WeakSet<HTMLVideoElement>();
  const watch = (frame: HTMLIFrameElement): HTMLVideoElement | null => {
    const video = frame.contentDocument?.querySelector("video") ?? null;
    if (!video || shown.has(video)) return video;
    const blank = { mediaTime: NaN, atMs: 0, rate: 1, paused: true };
    shown.set(video, blank);
    const onFrame: VideoFrameRequestCallback = (_now, metadata) => {
      const origin = frame.contentWindow?.performance.timeOrigin ?? 0;
      shown.set(video, {
        mediaTime: metadata.mediaTime,
        atMs: origin + metadata.expectedDisplayTime,
        rate: video.playbackRate,
        paused: video.paused,
      });
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    video.addEventListener("loadedmetadata", () => {
      shown.set(video, blank);
      old.delete(video);
    });
    return video;
  };
  const frames = () => [
    ...document.querySelectorAll<HTMLIFrameElement>("iframe[data-viewer]"),
  ];
  Object.assign(globalThis, {
    forgetMedia: () => {
      for (const video of frames().map(watch)) if (video) old.add(video);
    },
    shownNow: () => {
      const nowMs = performance.timeOrigin + performance.now();
      return frames().map((frame) => {
        const video = watch(frame);
        const last = video && shown.get(video);
        if (!video || old.has(video)) return null;
        if (!last || Number.isNaN(last.mediaTime)) return null;
        const isStale = nowMs - last.atMs > 500;
        if (video.paused) return { time: video.currentTime, paused: true };
        if (isStale || video.seeking) return null;
        return {
          time: last.mediaTime + last.rate * (nowMs - last.atMs) / 1000,
          paused: false,
        };
      });
    },
  });
}
