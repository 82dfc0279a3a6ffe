/**
 * A party in the simulator, driven as a person would, and measured from
 * outside: what each frame's `<video>` shows, by `requestVideoFrameCallback`.
 * @module
 */
import type { Browser, FrameLocator, Page } from "playwright-core";

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
  /** Picks a video as a person would. */
  load(index: number, title: string): Promise<void>;
  /** Waits until all of the first `count` viewers play. */
  untilPlaying(count: number): Promise<void>;
  untilPaused(count: number): Promise<void>;
  /** Media times of all viewers now, s; of a paused video, where it stands. */
  times(): Promise<(number | null)[]>;
  /** Skews while playing, ms, measured for a time. */
  measure(forMs: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Options of {@linkcode openParty}. */
export interface PartyOptions {
  browser: Browser;
  /** @default {a new one} */
  page?: Page;
  origin: string;
  viewers: number;
  /** @default {1600 × 950} */
  viewport?: { width: number; height: number };
}

/** Wait for anything to happen, ms. */
const PATIENCE_MS = 20_000;

/** Opens the simulator with viewers in a room of their own. */
export async function openParty(options: PartyOptions): Promise<Party> {
  const { browser, origin, viewers } = options;
  const page = options.page ?? await browser.newPage({
    viewport: options.viewport ?? { width: 1600, height: 950 },
  });
  page.setDefaultTimeout(PATIENCE_MS);
  const instance = `i-${crypto.randomUUID()}`;
  await page.goto(
    `${origin}/simulator?viewers=1&instance=${instance}`,
  );
  await page.evaluate(record);
  const viewer = (index: number) =>
    page.frameLocator("iframe[data-viewer]").nth(index);
  // One after another, so that the first is host.
  for (let count = 1; count <= viewers; count++) {
    if (count > 1) {
      await page.getByRole("button", { name: "Add a viewer" }).click();
    }
    await viewer(count - 1).getByText("(you)").waitFor();
  }
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
      await viewer(index).getByRole("button", { name: new RegExp(`^${title}`) })
        .click();
    },
    async untilPlaying(count) {
      await until(count, false);
    },
    async untilPaused(count) {
      await until(count, true);
    },
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

/** Values at a share of a sorted list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(
    sorted.length - 1,
    Math.ceil(share * sorted.length) - 1,
  );
  return sorted[Math.max(0, index)] ?? NaN;
}

// Runs in the page: what `record` puts there.
declare function shownNow(): ({ time: number; paused: boolean } | null)[];

/** Runs in the page: watches every frame's video from now on. */
function record(): void {
  const shown = new WeakMap<HTMLVideoElement, Shown>();
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
    return video;
  };
  Object.assign(globalThis, {
    shownNow: () => {
      const nowMs = performance.timeOrigin + performance.now();
      const frames = document.querySelectorAll<HTMLIFrameElement>(
        "iframe[data-viewer]",
      );
      return [...frames].map((frame) => {
        const video = watch(frame);
        const last = video && shown.get(video);
        if (!video || !last || Number.isNaN(last.mediaTime)) return null;
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
