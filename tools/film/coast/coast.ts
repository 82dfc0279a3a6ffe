/**
 * The first and the last scene: a headland with a lighthouse, two people on a
 * bench, the sun going down and coming up.
 * @module
 */
import {
  cloud,
  ease,
  fillRidge,
  hash,
  misty,
  mix,
  type Paint,
  type Scene,
  stars,
  wash,
} from "../paint/paint.ts";
import {
  between,
  BLUE,
  GOLD,
  HORIZON,
  type Hour,
  type Light,
  MORNING,
  PEARL,
} from "./hours.ts";
import { glints, paintSun, sea, water } from "./sea.ts";
import { headland, lighthouse } from "./headland.ts";
import { balloons, birds } from "./air.ts";
import { foreground } from "./meadow.ts";

/** Sunset, until the lamp is the brightest thing. */
export const dusk: Scene = (paint, s) => {
  const t = ease(s, 2, 20);
  const sun = { x: 292, y: 262 + s * 5.6 };
  coast(paint, s, { hours: [GOLD, BLUE], t, sun, isWest: true });
};

/** Sunrise over the same place, seen a little later in the year. */
export const dawn: Scene = (paint, s) => {
  const t = ease(s, 1, 15);
  const sun = { x: 292, y: 366 - s * 4.6 };
  coast(paint, s, { hours: [PEARL, MORNING], t, sun, isWest: false });
};

function coast(paint: Paint, s: number, light: Light): void {
  const { hours: [from, to], t, sun, isWest } = light;
  const tone = (pick: (hour: Hour) => string, alpha = 1) =>
    mix(pick(from), pick(to), t, alpha);
  const drift = s * 1.6;
  const night = isWest ? t : 1 - ease(s, 0, 9);

  wash(
    paint,
    [0, 1, 2, 3].map((i) => tone(({ sky }) => sky[i] ?? sky[0])),
    { bottom: HORIZON },
  );
  stars(paint, s, {
    count: 170,
    below: 300,
    strength: isWest ? ease(s, 9, 20) : 0.8 * (1 - ease(s, 0, 6)),
  });
  paintSun(paint, { sun, colour: isWest ? GOLD.sun : to.sun, t, isWest });
  for (let i = 0; i < 7; i++) {
    const x = (hash(i + 40) * 1300 + drift * (1 + hash(i) * 3)) % 1300 - 170;
    cloud(
      paint,
      { x, y: 70 + hash(i + 9) * 190, width: 190 + hash(i + 3) * 240 },
      {
        colour: i % 2 === 0 ? between(from.cloud, to.cloud, t) : "#ffffff",
        strength: (i % 2 === 0 ? 0.34 : 0.08) * (1 - night * 0.35),
        seed: i * 13,
      },
    );
  }

  sea(paint, s, { light, tone });
  // Far land closes the bay on the left.
  fillRidge(
    paint,
    { base: HORIZON + 4, rise: 54, hills: 5, from: 3, jagged: 0.4 },
    misty(paint, { top: 282, bottom: HORIZON + 8 }, [
      tone(({ far }) => far),
      tone(({ sky }) => sky[2]),
    ]),
  );
  water(paint, { tone });
  glints(paint, s, light);
  balloons(paint, s, isWest ? 0 : 1);
  headland(paint, { tone, drift });
  lighthouse(paint, s, { night, tone });
  birds(paint, s, tone(({ near }) => near, 0.7 * (1 - night)));
  foreground(paint, s, { tone, glowOf: tone(({ sky }) => sky[3], 0.5) });
}
