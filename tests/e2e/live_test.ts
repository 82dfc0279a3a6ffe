/**
 * A broadcast, from Kaltura's playlists to the screens of three people: all
 * see the same picture, which says itself which one it is.
 */
import { assert } from "@std/assert";
import type { Page } from "playwright-core";
import { browserTest, launchChromium } from "@/tests/support/browser.ts";
import { CAST } from "@/lib/shared/cast.ts";
import { canaryKs, startGateway } from "../support/fakes/fake_gateway.ts";
import { startFakeKaltura } from "../support/fakes/fake_kaltura.ts";
import {
  LIVE_BITS,
  LIVE_FPS,
  LIVE_FRAMES,
  type LiveBroadcast,
  liveSegments,
  startBroadcast,
} from "../support/fakes/live_broadcast.ts";
import { IN, openParty } from "./party.ts";
import { percentile } from "@/lib/shared/stats.ts";
import { startServer } from "./server.ts";

/** Skew that people do not notice, ms. Source: the product's promise for viewers on one machine. */
const MAX_SKEW_MS = 100;
/** How long each viewer's media takes longer than it must, ms. */
const MEDIA_DELAYS_MS = [0, 250, 600];

browserTest(
  "[T1] [T2] [T4] [T7] [T11] three people follow a broadcast, go back in it, and see its end",
  async () => {
    let broadcast: LiveBroadcast | null = null;
    await using kaltura = startFakeKaltura({ broadcast: () => broadcast });
    const gateway = startGateway("plan", {
      entries: () => [{
        id: "0_live",
        title: "The broadcast",
        duration: 0,
        mediaType: 201,
      }],
    });
    const server = await startServer({
      env: {
        API_GATEWAY_URL: gateway.url,
        KALTURA_CDN_URL: kaltura.api,
        KALTURA_HOSTS: "127.0.0.1",
      },
    });
    for (const { id } of CAST) {
      for (const isEntitled of [true, false]) {
        kaltura.acceptKs(canaryKs(id, { isEntitled }));
      }
    }
    const segments = await liveSegments();
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({
        viewport: { width: 1600, height: 950 },
        // Outside Discord the CDN is another origin.
        bypassCSP: true,
      });
      await delayMedia(page);
      const party = await openParty({
        browser,
        page,
        origin: server.origin,
        viewers: 2,
      });
      const reads = (n: number, hasText: RegExp) =>
        party.viewer(n).locator(".time", { hasText }).waitFor();
      await page.evaluate(recordNumbers, { bits: LIVE_BITS });
      await party.load(0, "The broadcast");
      await party.viewer(0).getByText("not on air now").waitFor();

      broadcast = startBroadcast({ segments, window: 20, clockErrorMs: -7321 });
      await reads(0, /Live$/);
      // One comes later, from elsewhere in the element's time.
      await page.getByRole("button", { name: "Add a viewer" }).click();
      await party.viewer(2).locator(IN).waitFor();
      await untilNumbered(page, 3);
      await party.viewer(2).locator(".sync-word", { hasText: "In sync" })
        .waitFor();
      await measured(page, "live");

      await party.viewer(0).getByRole("slider", { name: "Place in the video" })
        .press("Home");
      for (let n = 0; n < 3; n++) {
        await reads(n, /0:[23]\d behind live$/);
      }
      await untilNumbered(page, 3);
      await measured(page, "behind live");

      await party.viewer(0).getByRole("button", { name: "Go to live" }).click();
      for (let n = 0; n < 3; n++) {
        await reads(n, /Live$/);
      }
      broadcast.end();
      await party.viewer(0).getByRole("button", {
        name: "Play again",
        exact: true,
      })
        .waitFor();
    } finally {
      await browser.close();
      await server.stop();
      await gateway.close();
    }
  },
);

async function measured(page: Page, what: string) {
  const skews = await page.evaluate(skewsOf, {
    forMs: 6000,
    fps: LIVE_FPS,
    frames: LIVE_FRAMES,
  });
  assert(skews.length > 60, `${what}: ${skews.length} measurements`);
  const p95 = percentile(skews, 0.95);
  assert(p95 < MAX_SKEW_MS, `${what}: ${p95} ms apart`);
}

/** Waits until so many viewers' pictures move and can be read. */
async function untilNumbered(page: Page, count: number) {
  await page.waitForFunction(
    (count) => numbersNow().filter((one) => one !== null).length >= count,
    count,
  );
}

/** Each viewer's media comes as late as their line makes it. */
async function delayMedia(page: Page) {
  await page.route(/\/hls\/0_live\/|manifest\.m3u8/, async (route) => {
    const frames = page.frames().filter((frame) =>
      frame.parentFrame() === page.mainFrame()
    );
    const index = frames.indexOf(route.request().frame());
    await new Promise((resolve) =>
      setTimeout(resolve, MEDIA_DELAYS_MS[index] ?? 0)
    );
    // The page may be gone by then.
    await route.continue().catch(() => {});
  });
}

// Runs in the page: what `recordNumbers` puts there.
declare function numbersNow(): (
  | { number: number; ageMs: number; rate: number }
  | null
)[];

/** Runs in the page: reads the number off every picture that is shown. */
function recordNumbers({ bits }: { bits: number }): void {
  const seen = new WeakMap<
    HTMLVideoElement,
    { number: number; atMs: number }
  >();
  const canvas = new OffscreenCanvas(bits + 1, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const read = (video: HTMLVideoElement): number | null => {
    if (!context) return null;
    context.drawImage(video, 0, 0, bits + 1, 1);
    const { data } = context.getImageData(0, 0, bits + 1, 1);
    // The last column is always white: without it there is no picture.
    if ((data[bits * 4] ?? 0) < 128) return null;
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
      if ((data[bit * 4] ?? 0) > 128) number += 2 ** bit;
    }
    return number;
  };
  const watch = (frame: HTMLIFrameElement): HTMLVideoElement | null => {
    const video = frame.contentDocument?.querySelector("video") ?? null;
    if (!video || seen.has(video)) return video;
    seen.set(video, { number: NaN, atMs: 0 });
    const onFrame: VideoFrameRequestCallback = (_now, metadata) => {
      const origin = frame.contentWindow?.performance.timeOrigin ?? 0;
      seen.set(video, {
        number: read(video) ?? NaN,
        atMs: origin + metadata.expectedDisplayTime,
      });
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    return video;
  };
  Object.assign(globalThis, {
    numbersNow: () => {
      const nowMs = performance.timeOrigin + performance.now();
      const frames = document.querySelectorAll<HTMLIFrameElement>(
        "iframe[data-viewer]",
      );
      return [...frames].map((frame) => {
        const video = watch(frame);
        const last = video && seen.get(video);
        if (!video || !last || Number.isNaN(last.number)) return null;
        const ageMs = nowMs - last.atMs;
        if (video.paused || video.seeking || ageMs > 500) return null;
        return { number: last.number, ageMs, rate: video.playbackRate };
      });
    },
  });
}

/** Runs in the page: how far apart the pictures of three viewers are, ms, every 50 ms. */
async function skewsOf(
  { forMs, fps, frames }: { forMs: number; fps: number; frames: number },
): Promise<number[]> {
  const skews: number[] = [];
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const places = numbersNow().flatMap((one) =>
      one ? [one.number + one.rate * one.ageMs / 1000 * fps] : []
    );
    if (places.length < 3) continue;
    const apart = places.flatMap((a) =>
      places.map((b) => {
        const difference = Math.abs(a - b) % frames;
        return Math.min(difference, frames - difference);
      })
    );
    skews.push(Math.max(...apart) / fps * 1000);
  }
  return skews;
}
