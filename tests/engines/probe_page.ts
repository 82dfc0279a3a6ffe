/**
 * Runs inside the browser: one player on a counted film, and what the engine
 * says of each frame beside the number that stands in the picture.
 * @module
 */
import "../support/english.ts";
import { createElementPlayer } from "../../lib/client/player/element_player.ts";
import { createHlsPlayer } from "../../lib/client/player/hls/player.ts";
import { feedNatively } from "../../lib/client/player/hls/native_feed.ts";
import type { PlayerEvent } from "../../lib/client/player/player.ts";
import { readCounter } from "./counter.ts";

/** What the engine said when it called back for a frame, and what the picture was. Instants on the page's clock, ms. */
export interface FrameNote {
  calledMs: number;
  nowMs: number;
  expectedMs: number;
  presentationMs: number;
  mediaTime: number;
  currentTime: number;
  presentedFrames: number;
  counter: number | null;
}

/** What was in the picture at an instant. */
interface PixelNote {
  nowMs: number;
  currentTime: number;
  counter: number | null;
}

const WIDTH = 64;
const HEIGHT = 36;

const video = document.createElement("video");
video.style.cssText = "position:fixed;left:0;top:0;width:320px;height:180px";
document.body.style.margin = "0";
document.body.append(video);
const canvas = document.createElement("canvas");
canvas.width = WIDTH;
canvas.height = HEIGHT;
const context = canvas.getContext("2d", { willReadFrequently: true });
// The browser's own HLS, as on an iPhone without Media Source Extensions.
const query = new URLSearchParams(location.search);
const player = query.has("native")
  ? createElementPlayer(video, {
    engine: "hls",
    feed: (element, options) => Promise.resolve(feedNatively(element, options)),
  })
  : createHlsPlayer(video);
const events: PlayerEvent[] = [];
player.on((event) => events.push(event));
let frames: FrameNote[] = [];
let pixels: PixelNote[] = [];
let isReading = false;

function counterNow(): number | null {
  if (!context || video.readyState < 2) return null;
  context.drawImage(video, 0, 0, WIDTH, HEIGHT);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  return readCounter((x, y) => {
    const at = Math.floor(y * HEIGHT) * WIDTH + Math.floor(x * WIDTH);
    return data[4 * at] ?? 0;
  });
}

video.requestVideoFrameCallback?.(function onFrame(calledMs, meta) {
  video.requestVideoFrameCallback(onFrame);
  const nowMs = performance.now();
  const { currentTime } = video;
  frames.push({
    calledMs,
    nowMs,
    currentTime,
    expectedMs: meta.expectedDisplayTime,
    presentationMs: meta.presentationTime,
    mediaTime: meta.mediaTime,
    presentedFrames: meta.presentedFrames,
    counter: isReading ? counterNow() : null,
  });
});

const channel = new MessageChannel();
channel.port1.onmessage = () => {
  if (!isReading) return;
  const nowMs = performance.now();
  const { currentTime } = video;
  pixels.push({ nowMs, currentTime, counter: counterNow() });
  setTimeout(() => channel.port2.postMessage(0), 2);
};

const probe = {
  video,
  player,
  async load(manifestUrl: string, startAt = 0) {
    await player.load({ videoId: "film", manifestUrl, startAt });
  },
  async run(forMs: number, options: { pixels?: boolean } = {}) {
    frames = [];
    pixels = [];
    isReading = options.pixels ?? true;
    if (isReading) channel.port2.postMessage(0);
    await new Promise((resolve) => setTimeout(resolve, forMs));
    isReading = false;
    return { frames, pixels };
  },
  counterNow,
  /** What the player's sample is ahead of the picture, ms; the mean of a second of looks. */
  async sampleOff(fps: number): Promise<number> {
    const offsMs: number[] = [];
    for (let n = 0; n < 50; n++) {
      await new Promise((resolve) => setTimeout(resolve, 17 + n % 7));
      const counter = counterNow();
      const sample = player.sample();
      if (counter === null || !sample) continue;
      const placeMs = sample.mediaTime * 1000 + performance.now() - sample.atMs;
      offsMs.push(placeMs - (counter + 0.5) / fps * 1000);
    }
    return offsMs.reduce((sum, off) => sum + off, 0) / offsMs.length;
  },
  /** What the player has told. */
  told: () =>
    events.map((event) => "message" in event ? event.message : event.type),
};

// Drivers' own calls count as taps, so this one is made by the page, and told by a request.
if (query.has("alone")) {
  void probe.load("/film/master.m3u8").then(() => video.play()).then(
    () => fetch("/told/plays"),
    (error: Error) => fetch(`/told/${error.name}`),
  );
}

/** The probe, as tests see it. */
export type Probe = typeof probe;
Object.assign(globalThis, { probe });
