/**
 * What a `<video>` shows, told from the frames that were really presented
 * where the browser reports them, else from `currentTime`, corrected by how the
 * two have lain against each other on this device.
 * @module
 */
import { median } from "../../shared/stats.ts";
import type { PlayerSample } from "./player.ts";

interface FrameSampler {
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
/** How far a frame may lie from `currentTime`, s. Chosen: no device is that late; WebKitGTK now and then names a frame 4 s on (quirk B27). */
const MAX_APART_S = 1;
/** Frames whose distance from `currentTime` is remembered. Chosen: some seconds, in which the rhythms of film and display go through all their phases. */
const MAX_LAGS = 60;
/**
 * What the picture is behind `currentTime` where no frame has been told yet, ms.
 * Source: half a refresh at 60 Hz, for which a frame waits on average; measured
 * on the screen: 7 in Firefox, 7 to 11 in WebKitGTK (quirk B21).
 */
const UNSEEN_LAG_MS = 8;
/** What counts as the end, s: there no further data will come. Chosen: three frames at 25 a second. */
const END_S = 0.1;
/** Events after which earlier frames say nothing about later ones. */
const BREAKS = ["seeking", "waiting", "pause", "play", "playing", "emptied"];

interface Frame {
  /** Media time less the time played since the origin of the clock, ms. */
  originMs: number;
  shownAtMs: number;
}

/** Media time less the time played since the origin of the clock, ms. */
function originOf(
  mediaTime: number,
  { atMs, rate }: { atMs: number; rate: number },
): number {
  return mediaTime * 1000 - rate * atMs;
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
  /** What pictures were behind `currentTime`, ms of time. */
  let lagsMs: number[] = [];
  let handle = 0;

  function onFrame(
    calledAtMs: number,
    { mediaTime, expectedDisplayTime }: VideoFrameCallbackMetadata,
  ) {
    handle = video.requestVideoFrameCallback(onFrame);
    if (video.paused || video.seeking) return;
    if (Math.abs(mediaTime - video.currentTime) > MAX_APART_S) return;
    const skewMs = Math.abs(expectedDisplayTime - calledAtMs);
    const shownAtMs = skewMs < MAX_DISPLAY_SKEW_MS
      ? expectedDisplayTime
      : calledAtMs;
    const originMs = originOf(mediaTime, { atMs: shownAtMs, rate });
    noteLag(originMs);
    frames = [...frames, { originMs, shownAtMs }].slice(-MAX_FRAMES);
  }

  /** What is learned here outlives seeks and loads: it is the device's. */
  function noteLag(originMs: number) {
    const clockMs = originOf(video.currentTime, { atMs: now(), rate });
    const lagMs = (clockMs - originMs) / rate;
    // What is farther off was a seek or a stall.
    if (Math.abs(lagMs) > MAX_DISPLAY_SKEW_MS) return;
    lagsMs = [...lagsMs, lagMs].slice(-MAX_LAGS);
  }

  function fromClock(): { mediaTime: number; atMs: number } {
    const { currentTime } = video;
    if (video.paused) return { mediaTime: currentTime, atMs: now() };
    const lagMs = lagsMs.length < MIN_FRAMES ? UNSEEN_LAG_MS : median(lagsMs);
    return { mediaTime: currentTime - rate * lagMs / 1000, atMs: now() };
  }

  function forget() {
    frames = [];
  }

  function fromFrames(): { mediaTime: number; atMs: number } | null {
    const oldest = now() - MAX_AGE_MS;
    frames = frames.filter(({ shownAtMs }) => shownAtMs > oldest);
    const last = frames.at(-1);
    if (!last || frames.length < MIN_FRAMES) return null;
    const middleMs = median(frames.map(({ originMs }) => originMs));
    const atMs = last.shownAtMs;
    return { mediaTime: (middleMs + rate * atMs) / 1000, atMs };
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
        ...(shown ?? fromClock()),
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
