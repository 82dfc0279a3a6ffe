/**
 * Runs inside the browser: the instant of the first frame after a click.
 * @module
 */

/** Where the media is, by each way. */
export interface StartAddresses {
  manifestUrl: string;
  playUrl: string;
  /** Manifest of the CDN itself. */
  direct: string;
}

/** Ends when a frame is on screen; `firstFrameMs` of the page then tells how long it took. */
export function firstFrame(): Promise<void> {
  const clickedAt = performance.now();
  return new Promise((resolve) => {
    const watched = new WeakSet<HTMLVideoElement>();
    (function look() {
      for (const video of document.querySelectorAll("video")) {
        if (watched.has(video)) continue;
        watched.add(video);
        video.requestVideoFrameCallback((now) => {
          Object.assign(globalThis, { firstFrameMs: now - clickedAt });
          resolve();
        });
      }
      // Kaltura's player brings an element of its own.
      requestAnimationFrame(look);
    })();
  });
}
