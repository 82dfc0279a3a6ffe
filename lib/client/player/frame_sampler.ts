/**
 * What a `<video>` shows, told from the frames that were really presented
 * where the browser reports them, else from `currentTime`.
 * @module
 */
import type { PlayerSample } from "./player.ts";

/** See the module. */
export interface FrameSampler {
  /** `null` before there is a picture. */
  sample(): PlayerSample | null;
  /** Tells of a change of rate, so that older frames go on counting. */
  noteRate(rate: number): void;
  dispose(): void;
}

/** Frames whose median counts. Chosen: half a second at 25 fps; evens out the display's own rhythm. */
const MAX_FRAMES = 12;
/** Frames needed before they are believed. Chosen: a median needs three. */
const MIN_FRAMES = 3;
/** Age at which a frame no longer counts, ms. Chosen: longer gaps are stalls or hidden pages. */
const MAX_AGE_MS = 700;
/** How far a display time may lie from the callback, ms. Chosen: some browsers report another clock. */
const MAX_DISPLAY_SKEW_MS = 250;
/** What counts as the end, s: there no further data will come. Chosen. */
const END_S = 0.1;
/** Events after which earlier frames say nothing about later ones. */
const BREAKS = ["seeking", "waiting", "pause", "play", "playing", "emptied"];

interface Frame {
  /** Media time less the time played since the origin of the clock, ms. */
  originMs: number;
  shownAtMs: number;
}

/** Begins to watch an element. */
export function createFrameSampler(
  video: HTMLVideoElement,
  options: { now: () => number },
): FrameSampler {
  const { now } = options;
  const hasFrames = "requestVideoFrameCallback" in video;
  let rate = video.playbackRate;
  let frames: Frame[] = [];
  let handle = 0;

  function onFrame(
    calledAtMs: number,
    { mediaTime, expectedDisplayTime }: VideoFrameCallbackMetadata,
  ) {
    handle = video.requestVideoFrameCallback(onFrame);
    if (video.paused || video.seeking) return;
    const skewMs = Math.abs(expectedDisplayTime - calledAtMs);
    const shownAtMs = skewMs < MAX_DISPLAY_SKEW_MS
      ? expectedDisplayTime
      : calledAtMs;
    const originMs = mediaTime * 1000 - rate * shownAtMs;
    frames = [...frames, { originMs, shownAtMs }].slice(-MAX_FRAMES);
  }

  function forget() {
    frames = [];
  }

  function fromFrames(): { mediaTime: number; atMs: number } | null {
    const oldest = now() - MAX_AGE_MS;
    frames = frames.filter(({ shownAtMs }) => shownAtMs > oldest);
    const last = frames.at(-1);
    if (!last || frames.length < MIN_FRAMES) return null;
    const origins = frames.map(({ originMs }) => originMs)
      .sort((a, b) => a - b);
    const half = origins.length >> 1;
    const upper = origins[half] ?? last.originMs;
    const lower = origins[origins.length - 1 - half] ?? upper;
    const atMs = last.shownAtMs;
    return { mediaTime: ((upper + lower) / 2 + rate * atMs) / 1000, atMs };
  }

  if (hasFrames) handle = video.requestVideoFrameCallback(onFrame);
  for (const type of BREAKS) video.addEventListener(type, forget);

  return {
    sample() {
      if (video.readyState === HTMLMediaElement.HAVE_NOTHING) return null;
      const isAtEnd = video.ended ||
        video.currentTime >= video.duration - END_S;
      const hasData = video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
      const buffering = video.seeking || (!hasData && !isAtEnd);
      const playing = !video.paused && !video.ended && !buffering;
      const shown = playing ? fromFrames() : null;
      return {
        ...(shown ?? { mediaTime: video.currentTime, atMs: now() }),
        playing,
        buffering,
      };
    },
    noteRate(next) {
      const changeMs = (rate - next) * now();
      frames = frames.map((frame) => ({
        ...frame,
        originMs: frame.originMs + changeMs,
      }));
      rate = next;
    },
    dispose() {
      if (hasFrames) video.cancelVideoFrameCallback(handle);
      for (const type of BREAKS) video.removeEventListener(type, forget);
    },
  };
}
