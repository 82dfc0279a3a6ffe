/**
 * Gets ready what the next video needs while the present one ends: leave to
 * play it, the way to its media, and the engine. The switch is then quicker.
 * @module
 */
import { MEDIA_GRANT_TTL_S } from "../../shared/limits.ts";
import type { PlayAnswer } from "../../shared/video/video.ts";

/** Time before the end at which this begins, s. Chosen: three slow round trips, and seldom too early to be right about what comes. */
export const PRELOAD_FROM_S = 20;
/** Age up to which an answer is used, ms. Chosen: half of its grant's life is left to begin with. */
const FRESH_MS = MEDIA_GRANT_TTL_S * 1000 / 2;

interface PreloaderOptions {
  findMedia(videoId: string): Promise<PlayAnswer>;
  /** Opens the way to the media. What goes wrong here shows again, and is told, when the video is loaded. */
  warm(answer: PlayAnswer, signal: AbortSignal): Promise<void>;
  /** Whether the person asked the browser to save data. */
  savesData(): boolean;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

interface Preloader {
  /** Tells what comes next, and how long the present video still plays, s. Called often; does each thing once. */
  consider(next: { videoId: string | null; leftS: number }): void;
  /** Gives what was got for a video, once; what could not be got is asked for anew. @returns `null` when there is nothing good. */
  take(videoId: string): Promise<PlayAnswer> | null;
  dispose(): void;
}

/** Makes a preloader that has nothing. @see SPEC W26 */
export function createPreloader(options: PreloaderOptions): Preloader {
  const now = options.now ?? (() => performance.now());
  let held: {
    videoId: string;
    answer: Promise<PlayAnswer>;
    atMs: number;
    stop: AbortController;
  } | null = null;

  function drop() {
    held?.stop.abort();
    held = null;
  }

  function begin(videoId: string) {
    const stop = new AbortController();
    const answer = options.findMedia(videoId);
    held = { videoId, answer, atMs: now(), stop };
    answer.then((found) =>
      stop.signal.aborted ? undefined : options.warm(found, stop.signal)
    ).catch(() => {
      // It is asked for anew when the video is loaded, and told then.
    });
  }

  return {
    consider({ videoId, leftS }) {
      if (held && held.videoId !== videoId) drop();
      const isSoon = leftS <= PRELOAD_FROM_S;
      if (videoId === null || held || !isSoon || options.savesData()) return;
      begin(videoId);
    },
    take(videoId) {
      const mine = held?.videoId === videoId ? held : null;
      if (!mine) return null;
      held = null;
      if (now() - mine.atMs >= FRESH_MS) return null;
      return mine.answer.catch(() => options.findMedia(videoId));
    },
    dispose: drop,
  };
}
