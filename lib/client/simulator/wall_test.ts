import { assert, assertEquals } from "@std/assert";
import { columnsFor, fitScreen } from "./wall.ts";

Deno.test("[U43] the wall gives screens the columns in which they are largest", () => {
  const wide = { width: 1600, height: 850, gap: 12, head: 36 };
  assertEquals(
    [1, 2, 3, 4, 5, 6, 7, 8].map((count) => columnsFor(count, wide)),
    [1, 2, 2, 2, 3, 3, 3, 3],
  );
  const upright = { width: 390, height: 844, gap: 12, head: 36 };
  assertEquals([1, 2, 4].map((count) => columnsFor(count, upright)), [1, 1, 1]);
});

Deno.test("[U43] a screen fits its card: reduced where it must, never enlarged", () => {
  const desktop = { screen: "desktop", layout: "focused" } as const;
  assertEquals(fitScreen({ width: 790, height: 700 }, desktop), {
    width: 790,
    height: 700,
    scale: 1,
  });
  assertEquals(fitScreen({ width: 320, height: 360 }, desktop), {
    width: 640,
    height: 720,
    scale: 0.5,
  });
  const cards = [[790, 700], [320, 200], [100, 900], [900, 100]] as const;
  for (const [width, height] of cards) {
    for (
      const look of [
        desktop,
        { ...desktop, screen: "phone" },
        { ...desktop, screen: "phone on its side" },
        { ...desktop, layout: "tile" },
      ] as const
    ) {
      const fit = fitScreen({ width, height }, look);
      assert(fit.width * fit.scale <= width + 1, JSON.stringify(fit));
      assert(fit.height * fit.scale <= height + 1, JSON.stringify(fit));
      assert(fit.scale <= 1);
    }
  }
  assertEquals(fitScreen({ width: 0, height: 0 }, desktop).scale, 1);
});
