/**
 * Runs in the page: when the film's clicks are heard, against its pictures.
 * @module
 */
import type { Probe } from "./probe_page.ts";

declare const probe: Probe;

/** What an engine says of its sound, and what was found. */
interface SoundNotes {
  /** What the engine says that it adds, ms; `null` where it does not say. */
  baseMs: number | null;
  outputMs: number | null;
  /** Whether it tells which sound is heard at which instant. */
  hasTimestamp: boolean;
  /** How much later than its picture each click was heard, ms. */
  lateMs: number[];
}

/**
 * Listens to a film that plays. A click sounds at each whole second of it.
 * @returns `null` where the engine begins no sound, such as Firefox without a sound card.
 */
export async function listen(forMs: number): Promise<SoundNotes | null> {
  /** Wait for the engine's sound, ms. */
  const PATIENCE_MS = 3000;
  /** Samples that are looked at together: 6 ms. */
  const BLOCK = 256;
  /** Blocks without a sound that lie between two clicks at least. */
  const QUIET = 40;
  const context = new AudioContext();
  // What it promises is never told where there is no sound to begin.
  await Promise.race([
    context.resume(),
    new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ]);
  if (context.state !== "running") return null;
  const source = context.createMediaElementSource(probe.video);
  const tap = context.createScriptProcessor(BLOCK, 1, 1);
  const heardMs: number[] = [];
  let quiet = 0;
  tap.onaudioprocess = ({ inputBuffer, playbackTime }) => {
    const at = inputBuffer.getChannelData(0).findIndex((value) =>
      Math.abs(value) > 0.1
    );
    if (at < 0) return void quiet++;
    if (quiet > QUIET) {
      const contextS = playbackTime + (at - BLOCK) / context.sampleRate;
      const known = context.getOutputTimestamp();
      const knownS = known.contextTime ?? context.currentTime;
      const knownMs = known.performanceTime ?? performance.now();
      heardMs.push(knownMs + (contextS - knownS) * 1000);
    }
    quiet = 0;
  };
  source.connect(tap).connect(context.destination);
  source.connect(context.destination);
  const { frames } = await probe.run(forMs, { pixels: false });
  const rate = probe.video.playbackRate;
  const lateMs = heardMs.flatMap((atMs) => {
    const shown = frames.findLast(({ expectedMs }) => expectedMs <= atMs);
    if (!shown) return [];
    const placeS = shown.mediaTime + (atMs - shown.expectedMs) * rate / 1000;
    return [(placeS - Math.round(placeS)) * 1000];
  });
  const ms = (s: number | undefined) => s === undefined ? null : s * 1000;
  const notes = {
    baseMs: ms(context.baseLatency),
    outputMs: ms(context.outputLatency),
    hasTimestamp: (context.getOutputTimestamp().performanceTime ?? 0) > 0,
    lateMs,
  };
  await context.close();
  return notes;
}
