/**
 * Parts of a video that Kaltura's player was refused. It goes on with other
 * qualities by itself and does not say when none is left: that is when nothing
 * comes any more.
 * @module
 */
import type { MediaRefusal } from "../media_errors.ts";

/** Time without media after a refusal, ms. Chosen: two round trips of a slow network for another quality. */
const PATIENCE_MS = 4000;

interface PartsWatch {
  refused(refusal: MediaRefusal): void;
  /** Media came. */
  came(): void;
  /** The refusal after which nothing came yet. */
  last(): MediaRefusal | null;
}

/** Watches until the signal. @param options `onNoneLeft`: is told the last refusal. */
export function watchParts(
  { signal, onNoneLeft }: {
    signal: AbortSignal;
    onNoneLeft(refusal: MediaRefusal): void;
  },
): PartsWatch {
  let refusal: MediaRefusal | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function stop() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  signal.addEventListener("abort", stop);
  return {
    refused(next) {
      if (signal.aborted) return;
      refusal = next;
      timer ??= setTimeout(() => {
        timer = null;
        if (refusal) onNoneLeft(refusal);
      }, PATIENCE_MS);
    },
    came() {
      refusal = null;
      stop();
    },
    last: () => refusal,
  };
}
