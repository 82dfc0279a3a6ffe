/**
 * A broadcast, from Kaltura's playlists to the screens of three people: all
 * see the same picture, which says itself which one it is.
 */
import { assertEquals } from "@std/assert";
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
import {
  assertTogether,
  type NumberedPicture,
  placesOf,
  skewsOf,
} from "./pictures.ts";
import { startServer } from "./server.ts";

/** How long one measurement takes, ms. Chosen: three segments, so that each of them was loaded in it. */
const MEASURE_MS = 6000;
/** More pictures than that can be compared in it. Chosen: a busy machine shows every second one, and not all three at once. */
const LEAST_PICTURES = 60;
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
      const inSync = async () => {
        for (let n = 0; n < 3; n++) {
          await party.viewer(n).locator(".sync-word", { hasText: "In sync" })
            .waitFor();
        }
      };
      await page.evaluate(recordNumbers, { bits: LIVE_BITS });
      await party.load(0, "The broadcast");
      await party.viewer(0).getByText("not on air now").waitFor();

      broadcast = startBroadcast({ segments, window: 20, clockErrorMs: -7321 });
      await reads(0, /Live$/);
      // One comes later, from elsewhere in the element's time.
      await page.getByRole("button", { name: "Add a viewer" }).click();
      await party.viewer(2).locator(IN).waitFor();
      await untilNumbered(page, 3);
      await inSync();
      await measured(page, "live");

      await party.viewer(0).getByRole("slider", { name: "Place in the video" })
        .press("Home");
      for (let n = 0; n < 3; n++) {
        await reads(n, /0:[23]\d behind live$/);
      }
      await untilNumbered(page, 3);
      await inSync();
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

/** Three viewers are together, for six seconds: three of the broadcast's segments. */
async function measured(page: Page, what: string): Promise<void> {
  const viewers = await page.evaluate(picturesFor, MEASURE_MS);
  assertEquals(viewers.length, 3);
  const loop = { fps: LIVE_FPS, loop: LIVE_FRAMES };
  const skews = skewsOf(
    viewers.map((pictures) => placesOf(pictures, loop)),
    LIVE_FRAMES / LIVE_FPS * 1000,
  );
  assertTogether(skews, { what, count: LEAST_PICTURES });
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
declare function numbersNow(): (NumberedPicture | null)[];
declare function takePictures(): NumberedPicture[][];

/** Runs in the page: reads the number off every picture that is shown. */
function recordNumbers({ bits }: { bits: number }): void {
  const shown = new WeakMap<HTMLVideoElement, NumberedPicture[]>();
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
  const watch = (frame: HTMLIFrameElement): NumberedPicture[] => {
    const video = frame.contentDocument?.querySelector("video");
    if (!video) return [];
    const known = shown.get(video);
    if (known) return known;
    const pictures: NumberedPicture[] = [];
    shown.set(video, pictures);
    video.requestVideoFrameCallback(function note(_now, metadata) {
      video.requestVideoFrameCallback(note);
      const number = read(video);
      if (number === null || video.paused || video.seeking) return;
      const origin = frame.contentWindow?.performance.timeOrigin ?? 0;
      pictures.push({
        number,
        mediaMs: metadata.mediaTime * 1000,
        atMs: origin + metadata.expectedDisplayTime,
      });
    });
    return pictures;
  };
  const viewers = () =>
    [
      ...document.querySelectorAll<HTMLIFrameElement>("iframe[data-viewer]"),
    ].map(watch);
  Object.assign(globalThis, {
    takePictures: () => viewers().map((pictures) => pictures.splice(0)),
    numbersNow: () => {
      const nowMs = performance.timeOrigin + performance.now();
      return viewers().map((pictures) => {
        const last = pictures.at(-1);
        return last && nowMs - last.atMs < 500 ? last : null;
      });
    },
  });
}

/** Runs in the page: every viewer's pictures from now on. */
async function picturesFor(forMs: number): Promise<NumberedPicture[][]> {
  takePictures();
  await new Promise((resolve) => setTimeout(resolve, forMs));
  return takePictures();
}
