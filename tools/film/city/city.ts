/**
 * The second scene: a city in the rain, and a cat who watches it.
 * @module
 */
import { glow, type Scene, wash } from "../paint/paint.ts";
import { cars, STREET, street } from "./street.ts";
import { block, shops } from "./houses.ts";
import { signs } from "./signs.ts";
import { rain, walkers } from "./walkers.ts";
import { sill } from "./sill.ts";

/** Rain on a street of lit windows. */
export const city: Scene = (paint, s) => {
  const pan = s * 4;
  wash(paint, ["#0a0d22", "#1a1a3d", "#3d2a55", "#7a4560"], { bottom: STREET });
  glow(paint, { x: 520, y: STREET, radius: 620, squash: 0.5 }, {
    colour: "#ff8a6a",
    strength: 0.34,
  });
  block(paint, s, {
    shift: pan * 0.25,
    seed: 100,
    wide: 44,
    low: 90,
    high: 190,
    colours: ["#2b2750", "#513a60"],
    lit: 0.2,
    pane: 3,
  });
  block(paint, s, {
    shift: pan * 0.55,
    seed: 300,
    wide: 78,
    low: 110,
    high: 262,
    colours: ["#1d1b3d", "#38294e"],
    lit: 0.3,
    pane: 5,
  });
  block(paint, s, {
    shift: pan,
    seed: 500,
    wide: 128,
    low: 120,
    high: 236,
    colours: ["#12122b", "#201a38"],
    lit: 0.42,
    pane: 9,
  });
  signs(paint, s, pan);
  shops(paint, pan);
  street(paint, s);
  cars(paint, s);
  walkers(paint, s);
  rain(paint, s);
  sill(paint, s);
};
