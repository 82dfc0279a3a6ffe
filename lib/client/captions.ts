/**
 * Captions of an HLS video, for one viewer: fetched piece by piece as the
 * video goes on, and drawn by the browser. hls.js light has none, and its full
 * build is half as large again.
 * @module
 */
import type { PlayerTrack } from "./player.ts";
import { parseVtt, type VttCue } from "./webvtt.ts";

/** Captions on offer, with the address of their playlist. */
export interface CaptionSource extends PlayerTrack {
  url: string;
}

/** Options of {@linkcode createCaptions}. */
export interface CaptionsOptions {
  /** @throws When the text cannot be fetched. */
  fetchText(url: string, signal: AbortSignal): Promise<string>;
  /** MPEG time of the video's zero, s; `null` until known. */
  mpegStart(): number | null;
}

/** See the module. */
export interface Captions {
  /** Shows a source, or nothing. */
  show(source: CaptionSource | null): void;
  dispose(): void;
}

interface Piece {
  url: string;
  /** Of the video, s. */
  start: number;
  end: number;
}

/** Captions fetched ahead, s. Chosen: outlasts a weak minute, and costs a few KiB. */
const AHEAD_S = 60;
/** Captions kept behind, s. Chosen: short jumps back show them at once. */
const BEHIND_S = 30;
/** Wait after a piece that could not be fetched, ms. Chosen. */
const RETRY_MS = 5000;

/** One text track per element: an element never gives one back. */
const tracks = new WeakMap<HTMLMediaElement, TextTrack>();

/** Makes the captions of an element. */
export function createCaptions(
  video: HTMLVideoElement,
  options: CaptionsOptions,
): Captions {
  const track = tracks.get(video) ?? video.addTextTrack("captions");
  tracks.set(video, track);
  let showing = new AbortController();

  function clear() {
    showing.abort();
    // Cues of a disabled track cannot be reached.
    track.mode = "hidden";
    for (const cue of [...track.cues ?? []]) track.removeCue(cue);
    track.mode = "disabled";
  }

  async function follow(source: CaptionSource, signal: AbortSignal) {
    const pieces = piecesOf(await patiently(source.url, signal), source.url);
    const done = new Set<Piece>();
    while (!signal.aborted) {
      const now = video.currentTime;
      const next = pieces.find((piece) =>
        !done.has(piece) && piece.end > now - BEHIND_S &&
        piece.start < now + AHEAD_S
      );
      if (!next) {
        await once(video, ["timeupdate", "seeking"], signal);
        continue;
      }
      add(await patiently(next.url, signal), { piece: next, signal });
      done.add(next);
    }
  }

  /** Fetches until it works: captions that come late are better than none. */
  async function patiently(url: string, signal: AbortSignal): Promise<string> {
    for (;;) {
      try {
        return await options.fetchText(url, signal);
      } catch {
        if (signal.aborted) return "";
        await sleep(RETRY_MS, signal);
        if (signal.aborted) return "";
      }
    }
  }

  function add(
    text: string,
    { piece, signal }: { piece: Piece; signal: AbortSignal },
  ) {
    if (signal.aborted) return;
    const { cues, mpegOffset } = parseVtt(text);
    const mpegStart = options.mpegStart();
    const offset = mpegOffset === null || mpegStart === null
      ? 0
      : mpegOffset - mpegStart;
    for (const cue of cues) {
      const shown = asCue(cue, offset);
      // A cue that lasts over a border is in both pieces.
      const isTwin = [...track.cues ?? []].some((other) =>
        other.startTime === shown.startTime &&
        other.endTime === shown.endTime &&
        (other as VTTCue).text === shown.text
      );
      if (
        !isTwin && shown.endTime > 0 && shown.startTime < piece.end + AHEAD_S
      ) {
        track.addCue(shown);
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
    dispose: clear,
  };
}

function asCue({ start, end, text, settings }: VttCue, offset: number): VTTCue {
  const cue = new VTTCue(Math.max(0, start + offset), end + offset, text);
  const percent = (value: string | undefined) => {
    const [, number] = /^(\d+(?:\.\d+)?)%/.exec(value ?? "") ?? [];
    return number === undefined ? null : Math.min(100, Number(number));
  };
  const { line, position, size, align } = settings;
  const linePercent = percent(line);
  if (linePercent !== null) {
    cue.snapToLines = false;
    cue.line = linePercent;
  } else if (line !== undefined && /^-?\d+/.test(line)) {
    cue.line = parseInt(line, 10);
  }
  const place = percent(position);
  if (place !== null) cue.position = place;
  const width = percent(size);
  if (width !== null) cue.size = width;
  if (
    align === "start" || align === "end" || align === "left" ||
    align === "right"
  ) {
    cue.align = align;
  }
  return cue;
}

/** Pieces of a playlist; a file that is no playlist is one piece. */
function piecesOf(text: string, url: string): Piece[] {
  if (!text.startsWith("#EXTM3U")) {
    return text === "" ? [] : [{ url, start: 0, end: Infinity }];
  }
  const pieces: Piece[] = [];
  let start = 0;
  let duration = 0;
  for (const line of text.split(/\r\n|\n|\r/).map((line) => line.trim())) {
    const [, seconds] = /^#EXTINF:([\d.]+)/.exec(line) ?? [];
    if (seconds !== undefined) duration = Number(seconds);
    if (line === "" || line.startsWith("#")) continue;
    pieces.push({ url: new URL(line, url).href, start, end: start + duration });
    start += duration;
  }
  return pieces;
}

function once(
  target: EventTarget,
  types: string[],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const finish = () => {
      done.abort();
      resolve();
    };
    for (const type of types) {
      target.addEventListener(type, finish, { signal: done.signal });
    }
    signal.addEventListener("abort", finish, { signal: done.signal });
    if (signal.aborted) finish();
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
