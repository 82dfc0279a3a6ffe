import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  isPlaceable,
  offsetsOf,
  type ReadPiece,
  type Stretch,
  stretchesOf,
} from "./caption_clock.ts";

/** A piece of 6 s at a place, with cues at those places of its own clock. */
function piece(
  start: number,
  { cues, map = null, lengthS = 6 }: {
    cues: number[];
    map?: ReadPiece["map"];
    lengthS?: number;
  },
): ReadPiece {
  return {
    piece: { url: `${start}`, start, end: start + lengthS },
    map,
    times: cues.map((at) => ({ start: at, end: at + 1 })),
  };
}

/** Where cues come to lie, s. */
function places(pieces: ReadPiece[], stretches: Stretch[]): number[] {
  const offsets = offsetsOf(pieces, stretches);
  return pieces.flatMap(({ times }, n) =>
    times.map(({ start }, i) =>
      Math.round((start + (offsets[n]?.[i] ?? NaN)) * 1000) / 1000
    )
  );
}

const one = (mpegStart: number | null, to = 600): Stretch[] => [
  { from: 0, to, mpegStart },
];
const WRAP_S = 2 ** 33 / 90_000;

Deno.test("[W32] a map of times places cues by the video's MPEG time", () => {
  const map = { mpegS: 10, localS: 0 };
  assertEquals(places([piece(6, { cues: [6, 8], map })], one(10)), [6, 8]);
  assertEquals(
    places(
      [piece(6, { cues: [0, 2], map: { mpegS: 16, localS: 0 } })],
      one(10),
    ),
    [6, 8],
  );
  assertEquals(
    places(
      [piece(6, { cues: [101], map: { mpegS: 17, localS: 101 } })],
      one(10),
    ),
    [7],
  );
});

Deno.test("[W32] each discontinuity has a start of its own", () => {
  const stretches: Stretch[] = [
    { from: 0, to: 10, mpegStart: 100 },
    { from: 10, to: 20, mpegStart: 5000 - 10 },
    { from: 20, to: 30, mpegStart: 100 - 20 },
  ];
  assertEquals(
    places([
      piece(0, { cues: [1, 5], map: { mpegS: 100, localS: 0 } }),
      // Over the border, in the time of what is before it and after it.
      piece(6, { cues: [7, 9], map: { mpegS: 100, localS: 0 } }),
      piece(12, { cues: [2, 4], map: { mpegS: 5000, localS: 0 } }),
      piece(24, { cues: [5], map: { mpegS: 100, localS: 0 } }),
    ], stretches),
    [1, 5, 7, 9, 12, 14, 25],
  );
});

Deno.test("[W32] MPEG time that begins anew at 2^33 runs on", () => {
  // The video begins 5 s before that.
  const stretches = one(WRAP_S - 5);
  assertEquals(
    places([
      piece(0, { cues: [2, 4.5], map: { mpegS: WRAP_S - 5, localS: 0 } }),
      piece(6, { cues: [6.5], map: { mpegS: WRAP_S - 5, localS: 0 } }),
      piece(12, { cues: [13], map: { mpegS: 7, localS: 12 } }),
    ], stretches),
    [2, 4.5, 6.5, 13],
  );
});

Deno.test("[W32] without a map it is decided by where the cues fall", () => {
  const late = one(36_000);
  const inVideoTime = [piece(0, { cues: [1] }), piece(6, { cues: [7] })];
  assertEquals(places(inVideoTime, late), [1, 7]);
  const inMpegTime = [
    piece(0, { cues: [36_001] }),
    piece(6, { cues: [36_007] }),
  ];
  assertEquals(places(inMpegTime, late), [1, 7]);
  const inPieceTime = [piece(0, { cues: [1] }), piece(6, { cues: [1] })];
  assertEquals(places(inPieceTime, late), [1, 7]);
  // Also where the difference is small: the second piece tells.
  assertEquals(
    places(
      [piece(0, { cues: [2.4, 7] }), piece(6, { cues: [8, 13.1] })],
      one(1.4),
    ),
    [1, 5.6, 6.6, 11.7],
  );
});

Deno.test("[W32] one file for the whole video without a map is in the video's time, unless that cannot be", () => {
  const file = (cues: number[]) => piece(0, { cues, lengthS: Infinity });
  assertEquals(places([file([1, 500])], one(10)), [1, 500]);
  assertEquals(places([file([36_001, 36_500])], one(36_000)), [1, 500]);
});

Deno.test("[W32] a map that puts every cue elsewhere is not believed", () => {
  const map = { mpegS: 0, localS: 0 };
  assertEquals(
    places(
      [piece(0, { cues: [1], map }), piece(6, { cues: [7], map })],
      one(36_000),
    ),
    [1, 7],
  );
});

Deno.test("[W32] one odd cue outvotes nobody", () => {
  const cues = [...Array.from({ length: 20 }, (_, i) => 6 + i * 0.3), 90_000];
  const [first] = places(
    [piece(0, { cues: [1, 2] }), piece(6, { cues })],
    one(36_000),
  );
  assertEquals(first, 1);
});

Deno.test("[W32] a piece with a map waits for the clock of its stretch", () => {
  const stretches: Stretch[] = [
    { from: 0, to: 10, mpegStart: 100 },
    { from: 10, to: 20, mpegStart: null },
  ];
  const map = { mpegS: 0, localS: 0 };
  assert(isPlaceable(piece(0, { cues: [], map }), stretches));
  assert(!isPlaceable(piece(12, { cues: [], map }), stretches));
  assert(isPlaceable(piece(12, { cues: [] }), stretches));
});

Deno.test("[W32] stretches are told by the segments' discontinuities", () => {
  const segments = [0, 0, 1, 1, 2].map((cc, i) => ({
    start: i * 4,
    end: i * 4 + 4,
    cc,
  }));
  assertEquals(stretchesOf(segments, [10, undefined, 3]), [
    { from: 0, to: 8, mpegStart: 10 },
    { from: 8, to: 16, mpegStart: null },
    { from: 16, to: 20, mpegStart: 3 },
  ]);
  assertAlmostEquals(WRAP_S, 95_443.7177, 1e-3);
});
