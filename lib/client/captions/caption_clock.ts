/**
 * Where in the video captions belong. Their files tell times of a clock of
 * their own, and not all tell which: it is decided by where the cues fall.
 * @module
 */
import type { Piece } from "./caption_pieces.ts";
import type { TimeMap } from "./webvtt.ts";

/** A stretch of the video whose MPEG time runs through; a discontinuity begins another. */
export interface Stretch {
  /** Of the video, s. */
  from: number;
  to: number;
  /** MPEG time at the video's zero, were it to run through until there, s; `null` until known. */
  mpegStart: number | null;
}

/** Times of one cue on its file's clock, s. */
interface CueTimes {
  start: number;
  end: number;
}

/** What a piece's file has told. */
export interface ReadPiece {
  piece: Piece;
  map: TimeMap | null;
  times: readonly CueTimes[];
}

/**
 * What the times of a file may be: `mapped`, MPEG time by the file's map;
 * `mpeg`, MPEG time without one (RFC 8216 §3.5); `video`, the video's own;
 * `piece`, counted from the piece's start.
 */
type Reading = "mapped" | "mpeg" | "video" | "piece";

/** In order of trust. Without a map, common packagers mean the video's time. */
const WITH_MAP: readonly Reading[] = ["mapped", "video", "piece"];
const WITHOUT_MAP: readonly Reading[] = ["video", "mpeg", "piece"];

/** MPEG time begins anew after this, s. Source: ISO 13818-1, 33 bits at 90 kHz. */
const WRAP_S = 2 ** 33 / 90_000;
/** How far outside its piece a cue may be, s. Chosen: packagers round. */
const SLACK_S = 0.5;
/** Largest distance that counts, s. Chosen: one cue of another hour outvotes nobody. */
const MAX_AWAY_S = 60;

/** Whether what is known of the video's clock is enough to place a piece. */
export function isPlaceable(
  { piece, map }: ReadPiece,
  stretches: readonly Stretch[],
): boolean {
  if (!map) return true;
  return stretches.some(({ from, to, mpegStart }) =>
    mpegStart !== null && from < piece.end && to > piece.start
  );
}

/**
 * Tells what to add to the times of each cue of each piece.
 * @returns By piece, in the order given; s.
 * @see SPEC W32
 */
export function offsetsOf(
  pieces: readonly ReadPiece[],
  stretches: readonly Stretch[],
): number[][] {
  const readings = {
    mapped: readingOf(pieces.filter(({ map }) => map), {
      readings: WITH_MAP,
      stretches,
    }),
    plain: readingOf(pieces.filter(({ map }) => !map), {
      readings: WITHOUT_MAP,
      stretches,
    }),
  };
  return pieces.map((one) => {
    const reading = one.map ? readings.mapped : readings.plain;
    return one.times.map((times) =>
      offsetOf(times, { reading, one, stretches })
    );
  });
}

/** The reading by which the cues of all pieces lie nearest to them; the first of those that do. */
function readingOf(
  pieces: readonly ReadPiece[],
  { readings, stretches }: {
    readings: readonly Reading[];
    stretches: readonly Stretch[];
  },
): Reading {
  let best: { reading: Reading; awayS: number } | null = null;
  for (const reading of readings) {
    let awayS = 0;
    for (const one of pieces) {
      for (const times of one.times) {
        const offset = offsetOf(times, { reading, one, stretches });
        awayS += away(times, { offset, range: rangeOf(one.piece, stretches) });
      }
    }
    if (!best || awayS < best.awayS) best = { reading, awayS };
  }
  return best?.reading ?? "video";
}

function offsetOf(
  times: CueTimes,
  { reading, one, stretches }: {
    reading: Reading;
    one: ReadPiece;
    stretches: readonly Stretch[];
  },
): number {
  const { piece, map } = one;
  switch (reading) {
    case "video":
      return 0;
    case "piece":
      return piece.start;
    case "mpeg":
      return mpegOffset(times, { mpegAtZero: 0, piece, stretches });
    case "mapped": {
      const mpegAtZero = map ? map.mpegS - map.localS : 0;
      return mpegOffset(times, { mpegAtZero, piece, stretches });
    }
  }
}

/** @param options `mpegAtZero`: MPEG time of the file's zero, s. */
function mpegOffset(
  times: CueTimes,
  { mpegAtZero, piece, stretches }: {
    mpegAtZero: number;
    piece: Piece;
    stretches: readonly Stretch[];
  },
): number {
  let best: { offset: number; awayS: number } | null = null;
  for (const { from, to, mpegStart } of stretches) {
    if (mpegStart === null) continue;
    // What is in the stretch and in the piece: there the cue should be.
    const range = {
      from: Math.max(from, piece.start),
      to: Math.min(to, piece.end),
    };
    if (range.to <= range.from) continue;
    const raw = mpegAtZero - mpegStart;
    const turns = Math.round((range.from - raw - times.start) / WRAP_S);
    const offset = raw + turns * WRAP_S;
    const awayS = away(times, { offset, range });
    if (!best || awayS < best.awayS) best = { offset, awayS };
  }
  return best?.offset ?? 0;
}

/** How far a cue is from where it should be, s. */
function away(
  { start, end }: CueTimes,
  { offset, range }: { offset: number; range: { from: number; to: number } },
): number {
  const before = range.from - SLACK_S - (end + offset);
  const after = start + offset - (range.to + SLACK_S);
  return Math.min(MAX_AWAY_S, Math.max(0, before, after));
}

/** Where a piece's cues should be; one without an end ends with the video. */
function rangeOf(piece: Piece, stretches: readonly Stretch[]) {
  const end = stretches.at(-1)?.to ?? Infinity;
  return { from: piece.start, to: Math.min(piece.end, end) };
}

/**
 * Tells the stretches of a video by its segments.
 * @param segments In order; `cc` counts discontinuities.
 * @param mpegStarts By `cc`, s.
 */
export function stretchesOf(
  segments: readonly { start: number; end: number; cc: number }[],
  mpegStarts: readonly (number | undefined)[],
): Stretch[] {
  const stretches = new Map<number, Stretch>();
  for (const { start, end, cc } of segments) {
    const known = stretches.get(cc);
    if (known) known.to = end;
    else {
      const mpegStart = mpegStarts[cc] ?? null;
      stretches.set(cc, { from: start, to: end, mpegStart });
    }
  }
  return [...stretches.values()];
}
