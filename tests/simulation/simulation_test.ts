/** Whole rooms under virtual time: hubs, store loops, rules, codec and clients are the real ones; chance comes from a seed. */
import { assert, assertEquals } from "@std/assert";
import { BUGS } from "./bugs.ts";
import { FAULTS, FORGETFUL } from "./faults.ts";
import { simulate } from "./scenario.ts";
import { simulateMany } from "./pool.ts";

/** Seeds that once failed. */
const PINNED: readonly number[] = [
  11,
  25,
  30,
  31,
  60,
  104,
  217,
  231,
  321,
  334,
  479,
  1036,
  1846,
  2529,
  5406,
  7382,
  7660,
  10355,
  10912,
  11058,
  11578,
  13854,
  15372,
  15901,
  21901,
  25403,
  25877,
  26221,
  40111,
  40768,
  40914,
  41342,
];
/** Seeds of a test run at most; `deno task simulate` runs as many as it is told. */
const SEEDS = 2000;
/** Time for them, ms. */
const WITHIN_MS = 60_000;
/** Seeds within which a planted bug must be caught. */
const PATIENCE = 150;

Deno.test("[R40] the same seed gives the same run", async () => {
  for (const seed of [3, 77]) {
    const [one, two] = [await simulate({ seed }), await simulate({ seed })];
    assertEquals(one.trace, two.trace);
    assertEquals(one.steps, two.steps);
  }
  const [three, four] = [
    await simulate({ seed: 3 }),
    await simulate({ seed: 4 }),
  ];
  assert(three.trace !== four.trace);
});

Deno.test("[R40] rooms survive everything that can go wrong", async (t) => {
  const report = await simulateMany({
    from: 1,
    seeds: SEEDS,
    also: PINNED,
    withinMs: WITHIN_MS,
  });
  assertEquals(report.failed, []);
  const { seeds, accepted, fired } = report;
  for (const kind of Object.keys(FAULTS)) {
    const name = SHOWN_AS[kind] ?? kind;
    const shown = fired[name] ?? 0;
    await t.step(`in ${seeds} seeds ${name} has shown ${shown} times`, () => {
      const least = FORGETFUL.includes(kind) ? seeds / 100 : seeds / 10;
      assert(shown >= Math.floor(least));
    });
  }
  assert(accepted > seeds * 20, "commands get through");
});

/** Faults that show under another name than they begin. */
const SHOWN_AS: Record<string, string> = {
  store_refuse: "store_refused",
  store_lose_answers: "answer_lost",
};

for (const [name, bug] of Object.entries(BUGS)) {
  Deno.test(`[R40] the simulation notices ${name}`, async () => {
    for (let seed = 1; seed <= PATIENCE; seed++) {
      const { faults } = await simulate({ seed, bug });
      if (faults.length > 0) return;
    }
    throw new Error(`not noticed in ${PATIENCE} seeds`);
  });
}
