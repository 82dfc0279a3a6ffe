/**
 * Takes an element over holes in its media: where nothing can be played, what
 * feeds it has gone on, and media begins again later, it goes there. hls.js
 * does so itself for some holes only, and never for a seek into one.
 * @module
 */

/** Time between looks at the element, ms. Chosen: six looks before it is sure. */
const LOOK_MS = 250;
/** How long it must be so, ms. Chosen: hls.js has begun the next request long before, and has tried its own way. */
const SURE_MS = 1500;
/** Media at a place that counts as none, s. Chosen: players stop some frames before the end of what they have. */
const LEFT_S = 0.3;
/** How far into the media behind a hole it goes, s. Source: hls.js, `skipBufferHolePadding`. */
const PADDING_S = 0.1;

interface HoleSkipOptions {
  /** Whether what belongs to a place, s, is on its way. */
  isComing(place: number): boolean;
}

/**
 * Begins to watch.
 * @returns Ends it.
 * @see SPEC W30
 */
export function skipHoles(
  video: HTMLVideoElement,
  { isComing }: HoleSkipOptions,
): () => void {
  let sinceMs: number | null = null;
  let place = NaN;

  const timer = setInterval(() => {
    const end = endOfHole(video);
    if (end === null || isComing(video.currentTime)) {
      sinceMs = null;
      return;
    }
    const nowMs = performance.now();
    if (sinceMs === null || place !== video.currentTime) {
      sinceMs = nowMs;
      place = video.currentTime;
    }
    if (nowMs - sinceMs < SURE_MS) return;
    sinceMs = null;
    video.currentTime = end + PADDING_S;
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Where media begins again, s; `null` while an element plays, rests, or has nothing later. */
function endOfHole(video: HTMLVideoElement): number | null {
  const { currentTime, seeking, paused, readyState, buffered } = video;
  const isDry = readyState < HTMLMediaElement.HAVE_FUTURE_DATA &&
    readyState > HTMLMediaElement.HAVE_NOTHING;
  if (!isDry || (paused && !seeking)) return null;
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) > currentTime) return buffered.start(i);
    if (buffered.end(i) > currentTime + LEFT_S) return null;
  }
  return null;
}
