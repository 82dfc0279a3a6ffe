import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type DatedSegment, programmeMap } from "./programme.ts";

/** Programme time of the first moment, s. */
const BEGAN_S = 1_764_000_000;

/** Segments as a viewer has them who came in at `mediaStart`. `shake`: errors of each start, s. */
function segments(
  count: number,
  options: {
    mediaStart?: number;
    duration?: number;
    shake?: (index: number) => number;
    isMeasured?: (index: number) => boolean;
    programmeStart?: number;
  } = {},
): DatedSegment[] {
  const { mediaStart = 0, duration = 2, programmeStart = BEGAN_S } = options;
  return Array.from({ length: count }, (_, index) => ({
    mediaStart: mediaStart + index * duration + (options.shake?.(index) ?? 0),
    programmeStart: programmeStart + index * duration,
    duration,
    isMeasured: options.isMeasured?.(index) ?? true,
  }));
}

Deno.test("[T1] there and back is the same place, to a microsecond, for whoever came in when", () => {
  fc.assert(fc.property(
    fc.double({ min: 0, max: 100_000, noNaN: true }),
    fc.double({ min: 0, max: 119.9, noNaN: true }),
    fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), {
      minLength: 60,
      maxLength: 60,
    }),
    (mediaStart, playedS, shakes) => {
      const map = programmeMap(segments(60, {
        mediaStart,
        shake: (index) => shakes[index] ?? 0,
      }));
      const moment = BEGAN_S + playedS;
      // A boundary between two segments moves by what the dates are rounded by.
      const back = map.toProgramme(map.toMedia(moment));
      assert(Math.abs(back - moment) < 0.021, `${back - moment}`);
      const exact = programmeMap(segments(60, { mediaStart }));
      assertAlmostEquals(exact.toProgramme(mediaStart + playedS), moment, 1e-6);
      assertAlmostEquals(exact.toMedia(moment), mediaStart + playedS, 1e-6);
    },
  ));
});

Deno.test("[T1] two viewers who came in apart find the same moment, though their dates shake", () => {
  const shake = (seed: number) => (index: number) =>
    (((index * 7919 + seed) % 41) - 20) / 1000;
  const early = programmeMap(segments(30, { shake: shake(3) }));
  const late = programmeMap(segments(20, {
    mediaStart: 7,
    programmeStart: BEGAN_S + 20,
    shake: shake(17),
  }));
  for (let s = 22; s < 58; s += 0.37) {
    const apartS = late.toProgramme(7 + s - 20) - early.toProgramme(s);
    assert(Math.abs(apartS) < 0.015, `${apartS} s apart at ${s}`);
  }
});

Deno.test("[T1] what was measured outweighs what the playlist's durations say", () => {
  const map = programmeMap(segments(12, {
    // Reckoned places are a fifth of a second off.
    shake: (index) => index < 6 ? 0 : 0.2,
    isMeasured: (index) => index < 6,
  }));
  assertAlmostEquals(map.toMedia(BEGAN_S + 15), 15, 1e-6);
});

Deno.test("[T1] a broadcast that paused has two clocks, and no moment between them", () => {
  // Ten seconds were not sent; media goes on without a gap.
  const map = programmeMap([
    ...segments(5),
    ...segments(5, { mediaStart: 10, programmeStart: BEGAN_S + 20 }),
  ]);
  assertAlmostEquals(map.toProgramme(9), BEGAN_S + 9, 1e-6);
  assertAlmostEquals(map.toProgramme(11), BEGAN_S + 21, 1e-6);
  assertAlmostEquals(map.toMedia(BEGAN_S + 25), 15, 1e-6);
  assertAlmostEquals(map.toMedia(BEGAN_S + 15), 10, 1e-6);
});

Deno.test("[T1] moments outside the window are told as far as the clock reaches", () => {
  const map = programmeMap(segments(5, { mediaStart: 100 }));
  assertAlmostEquals(map.toProgramme(90), BEGAN_S - 10, 1e-6);
  assertAlmostEquals(map.toMedia(BEGAN_S + 30), 130, 1e-6);
  assertEquals(programmeMap([]).toMedia(5), 0);
});
