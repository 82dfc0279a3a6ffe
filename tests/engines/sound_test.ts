/** Whether people hear what they see: the room keeps pictures together, and each engine keeps its sound to them. */
import { assert } from "@std/assert";
import { median } from "../../lib/shared/stats.ts";
import { until } from "../support/engines/mod.ts";
import { engineTest } from "./engine_test_case.ts";
import type { Probe } from "./probe_page.ts";
import { setProbeStage } from "./probe_stage.ts";
import { listen } from "./sound_notes.ts";

declare const probe: Probe;

/** Sound that is so much earlier or later than its picture is noticed, ms. Source: ITU-R BT.1359. */
const NOTICED = { early: 45, late: 125 };
/** From here on it is not accepted, ms; for the seconds of a correction. Source: as above. */
const REFUSED = { early: 90, late: 185 };
/** Rates: the natural one, and those of corrections. */
const CASES = [
  { rate: 1, bound: NOTICED },
  { rate: 1.02, bound: REFUSED },
  { rate: 0.98, bound: REFUSED },
];

for (const { rate, bound } of CASES) {
  engineTest(
    `[B28] [S37] sound is heard with its picture at rate ${rate}, by the engine's own word of its output`,
    async (browser, t) => {
      await using stage = await setProbeStage({ fps: 25, durationS: 40 });
      const page = await stage.open(browser);
      await page.evaluate((rate) => {
        probe.player.setRate(rate);
        return probe.player.play();
      }, rate);
      await until(page, "running", {
        isSo: () => probe.video.currentTime > 1,
      });
      const notes = await page.evaluate(listen, 6000);
      if (notes === null) {
        await t.step({
          name: "no sound begins on this machine: not measured",
          ignore: true,
          fn() {},
        });
        return;
      }
      const said = JSON.stringify(notes);
      assert(notes.lateMs.length >= 4, said);
      const lateMs = median(notes.lateMs);
      assert(lateMs > -bound.early && lateMs < bound.late, said);
    },
  );
}
