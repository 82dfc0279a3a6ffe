/**
 * A glow of the film's own colours behind it, where bars would be black.
 * @module
 */

/** Pixels of the glow. Chosen: blurred over a screen, more would not show. */
const SIZE = { width: 32, height: 18 };
/** Shortest time between two of its pictures, ms. Chosen: colours of a scene change slower. */
const EVERY_MS = 100;
/** Share of the time that it may take: where a picture costs much, without a graphics card, there are fewer. Chosen: nobody feels a fiftieth. */
const MAX_SHARE = 1 / 50;

/**
 * Paints a film's colours into a canvas as it plays. Nothing reads them, so a
 * film from another origin is painted, too.
 * @param mayPaint Asked each time: whether there is a picture, and the device can bear it.
 * @returns The disposer.
 * @see SPEC U52
 */
export function paintAmbient(
  { video, canvas, mayPaint }: {
    video: HTMLVideoElement;
    canvas: HTMLCanvasElement;
    mayPaint: () => boolean;
  },
): () => void {
  Object.assign(canvas, SIZE);
  const context = canvas.getContext("2d", { alpha: false });
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const paint = () => {
    if (document.hidden || video.readyState < 2 || !mayPaint()) return;
    if (isStill.matches && !video.paused) return;
    context?.drawImage(video, 0, 0, SIZE.width, SIZE.height);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (waitMs: number) => {
    timer = setTimeout(() => {
      const fromMs = performance.now();
      paint();
      next(waitAfter(performance.now() - fromMs));
    }, waitMs);
  };
  next(EVERY_MS);
  return () => clearTimeout(timer);
}

/** How long to wait after a picture that took so long, ms. */
export function waitAfter(tookMs: number): number {
  return Math.max(EVERY_MS, tookMs / MAX_SHARE);
}
