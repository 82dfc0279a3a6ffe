/**
 * Captions of a video, for one viewer: fetched piece by piece as the video
 * goes on, read and drawn by the browser. hls.js light has none, and its full
 * build is half as large again.
 * @module
 */
import type { CaptionFile } from "../../shared/video/video.ts";
import { isPlaceable, offsetsOf, type Stretch } from "./caption_clock.ts";
import { nextPiece, type Piece, piecesOf } from "./caption_pieces.ts";
import { once, sleep } from "../retry/patience.ts";
import type { PlayerTrack } from "../player/choices.ts";
import { readVtt, type TimeMap } from "./webvtt.ts";

/** Captions on offer, with the address of their playlist or file. */
export interface CaptionSource extends PlayerTrack {
  url: string;
}

/** Captions that no manifest names, as sources. */
export function fileSources(files: readonly CaptionFile[]): CaptionSource[] {
  return files.map(({ url, language, label }, i) => ({
    id: `file ${i}`,
    language,
    label: label || language,
    url: new URL(url, location.href).href,
  }));
}

/** How captions are fetched, and the clock that they follow. */
interface CaptionsOptions {
  /** @returns `null` when there is no such text. @throws When it cannot be fetched now. */
  fetchText(url: string, signal: AbortSignal): Promise<string | null>;
  /** The video's clock, as far as it is known now; in order, without gaps. */
  stretches(): readonly Stretch[];
}

/** The captions of one video element. */
export interface Captions {
  /** Shows a source, or nothing. */
  show(source: CaptionSource | null): void;
  /** More of the video's clock is known. */
  rearrange(): void;
  dispose(): void;
}

/** A piece that has been read. */
interface ShownPiece {
  piece: Piece;
  map: TimeMap | null;
  cues: readonly VTTCue[];
  /** As its file tells them, s. */
  times: readonly { start: number; end: number }[];
}

/** Captions fetched ahead, s. Chosen: outlasts a weak minute, and costs a few KiB. */
const AHEAD_S = 60;
/** Captions kept behind, s. Chosen: short jumps back show them at once. */
const BEHIND_S = 30;
/** Wait after something that could not be fetched, ms. Chosen: about one segment, which the next try then has. */
const RETRY_MS = 5000;
/** How far a file may lie beyond its piece and still be shown, s. Chosen: packagers cut captions by the minute at most. */
const BEYOND_S = 60;

/** One text track per element: an element never gives one back. */
const tracks = new WeakMap<HTMLMediaElement, TextTrack>();

/**
 * Makes the captions of an element.
 * @see SPEC W5, W32–W34
 */
export function createCaptions(
  video: HTMLVideoElement,
  options: CaptionsOptions,
): Captions {
  const track = tracks.get(video) ?? video.addTextTrack("captions");
  tracks.set(video, track);
  let showing = new AbortController();
  let shown: ShownPiece[] = [];

  function clear() {
    showing.abort();
    shown = [];
    // Cues of a disabled track cannot be reached.
    track.mode = "hidden";
    for (const cue of [...track.cues ?? []]) track.removeCue(cue);
    track.mode = "disabled";
  }

  async function follow(source: CaptionSource, signal: AbortSignal) {
    const left = new Set(
      piecesOf(await patiently(source.url, signal), source.url),
    );
    /** Instants before which a piece is not asked for again. */
    const notBefore = new Map<Piece, number>();
    while (!signal.aborted) {
      const nowMs = performance.now();
      const piece = nextPiece(
        [...left].filter((one) => (notBefore.get(one) ?? 0) <= nowMs),
        { place: video.currentTime, behindS: BEHIND_S, aheadS: AHEAD_S },
      );
      if (!piece) {
        const afterMs = Math.min(
          ...[...notBefore.values()].filter((atMs) => atMs > nowMs),
        );
        await once(video, ["timeupdate", "seeking"], {
          signal,
          ms: afterMs - nowMs,
        });
        continue;
      }
      try {
        await read(piece, signal);
        left.delete(piece);
        notBefore.delete(piece);
      } catch {
        // The others are worth having meanwhile.
        notBefore.set(piece, performance.now() + RETRY_MS);
      }
    }
  }

  /** Fetches until it works: captions that come late are better than none. */
  async function patiently(url: string, signal: AbortSignal): Promise<string> {
    while (!signal.aborted) {
      try {
        return await options.fetchText(url, signal) ?? "";
      } catch {
        await sleep(RETRY_MS, signal);
      }
    }
    return "";
  }

  /** @throws When it cannot be had now. */
  async function read(piece: Piece, signal: AbortSignal) {
    const text = await options.fetchText(piece.url, signal);
    if (text === null || signal.aborted) return;
    const { cues, map } = await readVtt(text);
    if (signal.aborted) return;
    const times = cues.map(({ startTime: start, endTime: end }) => ({
      start,
      end,
    }));
    shown.push({ piece, map, cues, times });
    arrange();
  }

  /** Puts every cue where it belongs by what is known now. */
  function arrange() {
    const stretches = options.stretches();
    const there = new Set<TextTrackCue>(track.cues ?? []);
    const twins = new Set<string>();
    const offsets = offsetsOf(shown, stretches);
    for (const [n, one] of shown.entries()) {
      const { piece, cues, times } = one;
      // In the picture already: its place is guessed.
      const isKnown = isPlaceable(one, stretches) ||
        video.currentTime >= piece.start;
      for (const [i, cue] of cues.entries()) {
        const { start, end } = times[i] ?? { start: 0, end: 0 };
        const offset = offsets[n]?.[i] ?? 0;
        const startTime = Math.max(0, start + offset);
        const endTime = end + offset;
        const key = `${startTime.toFixed(3)} ${endTime.toFixed(3)} ${cue.text}`;
        // A cue that lasts over a border is in both pieces.
        const isWanted = isKnown && endTime > 0 && !twins.has(key) &&
          startTime < piece.end + BEYOND_S;
        if (isWanted) {
          twins.add(key);
          if (cue.startTime !== startTime) cue.startTime = startTime;
          if (cue.endTime !== endTime) cue.endTime = endTime;
          if (!there.has(cue)) track.addCue(cue);
        } else if (there.has(cue)) track.removeCue(cue);
      }
    }
  }

  return {
    show(source) {
      clear();
      if (!source) return;
      showing = new AbortController();
      track.mode = "showing";
      void follow(source, showing.signal);
    },
    rearrange() {
      if (shown.length > 0) arrange();
    },
    dispose: clear,
  };
}
