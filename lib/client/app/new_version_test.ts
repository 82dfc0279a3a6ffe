import { assertEquals } from "@std/assert";
import { offersReload, type ReloadMoment } from "./new_version.ts";

const FILM: ReloadMoment = {
  isOutdated: true,
  hasVideo: true,
  playing: true,
  isAway: false,
  hasFailed: false,
  leftS: 60,
};

Deno.test("[O37] a reload is offered at a pause, at the end, with nothing on, and where nothing plays; never during a film, nor by a page of the same build", () => {
  const cases: [Partial<ReloadMoment>, boolean][] = [
    [{}, false],
    [{ playing: false }, true],
    [{ isAway: true }, true],
    [{ hasFailed: true }, true],
    [{ leftS: 0 }, true],
    [{ hasVideo: false, leftS: 0 }, true],
  ];
  for (const [moment, offers] of cases) {
    assertEquals(offersReload({ ...FILM, ...moment }), offers);
    assertEquals(
      offersReload({ ...FILM, ...moment, isOutdated: false }),
      false,
    );
  }
});
