/**
 * What a viewer sees, written down frame by frame by the harness, whatever the
 * code under test believes.
 * @module
 */
import type { Page } from "playwright-core";

/** One picture. `atMs`: on the clock that all pages of a machine share. */
export interface Picture {
  mediaTime: number;
  atMs: number;
  rate: number;
}

/** What happened to one video. */
export interface Recording {
  pictures: Picture[];
  /** Times of seeks, same clock, ms. */
  seeks: number[];
  /** Rates that were set, with their times. */
  rates: { atMs: number; rate: number }[];
  /** Times of pauses, same clock, ms. */
  pauses: number[];
}

/** Starts to record the video of a page, in its frame if it has one. */
export async function startRecording(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frame = document.querySelector("iframe");
    const view = frame?.contentWindow ?? globalThis.window;
    const video = (frame?.contentDocument ?? document).querySelector("video");
    if (!video || !view) throw new Error("no video to record");
    const origin = view.performance.timeOrigin;
    const now = () => origin + view.performance.now();
    const recording: Recording = {
      pictures: [],
      seeks: [],
      rates: [],
      pauses: [],
    };
    Object.assign(globalThis, { cowatchRecording: recording });
    video.addEventListener("seeking", () => recording.seeks.push(now()));
    video.addEventListener("pause", () => recording.pauses.push(now()));
    video.addEventListener("ratechange", () => {
      // A new default rate is told too, and changes nothing.
      const rate = video.playbackRate;
      if (rate === (recording.rates.at(-1)?.rate ?? 1)) return;
      recording.rates.push({ atMs: now(), rate });
    });
    const onFrame: VideoFrameRequestCallback = (_now, metadata) => {
      recording.pictures.push({
        mediaTime: metadata.mediaTime,
        atMs: origin + metadata.expectedDisplayTime,
        rate: video.playbackRate,
      });
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  });
}

/** Fetches what was recorded so far. */
export async function readRecording(page: Page): Promise<Recording> {
  return await page.evaluate(() =>
    (globalThis as unknown as { cowatchRecording: Recording })
      .cowatchRecording
  );
}

/** Now, on the clock that recordings use, ms. */
export async function nowOf(page: Page): Promise<number> {
  return await page.evaluate(() => performance.timeOrigin + performance.now());
}
