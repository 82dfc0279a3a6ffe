/**
 * The skew between frames, measured from outside: the media time that each
 * frame's `<video>` shows, at one instant. Independent of the code under test,
 * but for a broadcast's clock, which only its player knows.
 * @module
 */

/** What one video last showed. `atMs`: on the clock that all frames share, `performance.timeOrigin` plus `now`. */
interface Shown {
  mediaTime: number;
  atMs: number;
}

/** Watches one frame. */
export interface FrameWatch {
  /** Media time at an instant, s; `null` when nothing plays. */
  mediaTimeAt(atMs: number): number | null;
  dispose(): void;
}

/** Pictures older than this say nothing about now, ms. Chosen: six frames at 12 fps. */
const STALE_MS = 500;

/** Begins to watch the video of a same-origin frame; it may load or be replaced meanwhile. */
export function watchFrame(frame: HTMLIFrameElement): FrameWatch {
  let video: HTMLVideoElement | null = null;
  let shown: Shown | null = null;
  let handle = 0;

  const onFrame: VideoFrameRequestCallback = (_now, metadata) => {
    const origin = frame.contentWindow?.performance.timeOrigin ?? 0;
    shown = {
      mediaTime: metadata.mediaTime,
      atMs: origin + metadata.expectedDisplayTime,
    };
    listen();
  };
  const listen = () => {
    if (video) handle = video.requestVideoFrameCallback(onFrame);
  };
  const find = () => {
    const found = frame.contentDocument?.querySelector("video") ?? null;
    if (found === video) return;
    video?.cancelVideoFrameCallback(handle);
    video = found;
    shown = null;
    listen();
  };

  return {
    mediaTimeAt(atMs) {
      find();
      if (!video || video.paused || video.seeking || !shown) return null;
      const ageMs = atMs - shown.atMs;
      if (ageMs > STALE_MS) return null;
      // Elements of a broadcast count from wherever each came in.
      const offset = Number(video.dataset.programmeOffset ?? 0);
      return offset + shown.mediaTime + video.playbackRate * ageMs / 1000;
    },
    dispose: () => video?.cancelVideoFrameCallback(handle),
  };
}

/**
 * How far each of several videos is from the middle one now, ms; negative:
 * behind.
 * @returns `null` for who does not play.
 */
export function offsetsMs(
  watches: readonly (FrameWatch | null)[],
): (number | null)[] {
  const atMs = performance.timeOrigin + performance.now();
  const times = watches.map((watch) => watch?.mediaTimeAt(atMs) ?? null);
  const sorted = times.filter((time) => time !== null).sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 0;
  return times.map((time) => time === null ? null : (time - middle) * 1000);
}

/**
 * Difference between the first and the last of several videos, ms.
 * @param offsets Of {@linkcode offsetsMs}.
 * @returns `null` when fewer than two play.
 */
export function skewMs(offsets: readonly (number | null)[]): number | null {
  const playing = offsets.filter((offset) => offset !== null);
  return playing.length < 2
    ? null
    : Math.max(...playing) - Math.min(...playing);
}
