/**
 * The sun, and the water under it.
 * @module
 */
import { faint, glow, hash, type Paint, wash, WIDTH } from "../paint/paint.ts";
import { HORIZON, type Light, type Tone } from "./hours.ts";

/** The sun and its glow; the horizon cuts it off. @param options `t`: from the first hour to the second, 0–1. */
export function paintSun(
  paint: Paint,
  { sun, colour, t, isWest }: {
    sun: { x: number; y: number };
    colour: string;
    t: number;
    isWest: boolean;
  },
): void {
  const up = isWest ? 1 - t * 0.85 : 0.35 + t * 0.65;
  const { x, y } = sun;
  glow(paint, { x, y: Math.min(y, HORIZON), radius: 520, squash: 0.62 }, {
    colour: isWest ? "#ff8a4a" : "#ffb26a",
    strength: 0.62 * up,
  });
  glow(paint, { x, y, radius: 150 }, { colour, strength: 0.9 * up });
  paint.save();
  paint.beginPath();
  paint.rect(0, 0, WIDTH, HORIZON);
  paint.clip();
  paint.fillStyle = colour;
  paint.beginPath();
  paint.arc(x, y, 27, 0, Math.PI * 2);
  paint.fill();
  paint.restore();
}

/** The water, and the glow of the sun on it. */
export function sea(
  paint: Paint,
  s: number,
  { light: { sun, t, isWest }, tone }: { light: Light; tone: Tone },
): void {
  water(paint, { tone });
  const up = isWest ? 1 - t * 0.8 : 0.3 + t * 0.7;
  glow(paint, { x: sun.x, y: HORIZON + 20, radius: 330, squash: 0.32 }, {
    colour: isWest ? "#ff9d5c" : "#ffe0a8",
    strength: 0.5 * up + 0.02 * Math.sin(s),
  });
}

/** The water alone. */
export function water(paint: Paint, { tone }: { tone: Tone }): void {
  wash(paint, [tone(({ sea }) => sea[0]), tone(({ sea }) => sea[1])], {
    top: HORIZON,
  });
}

/** Light of the sun on the water, broken by waves. */
export function glints(
  paint: Paint,
  s: number,
  { sun, t, isWest }: Light,
): void {
  const up = isWest ? 1 - t : 0.25 + t * 0.75;
  paint.save();
  paint.globalCompositeOperation = "screen";
  for (let row = 0; row < 26; row++) {
    const y = HORIZON + 3 + row * row * 0.19 + row * 1.6;
    const spread = 16 + row * 5.2;
    for (let i = 0; i < 5; i++) {
      const seed = row * 11 + i;
      const x = sun.x + (hash(seed) - 0.5) * spread * 2 +
        Math.sin(s * (0.5 + hash(seed + 5)) + seed) * (3 + row * 0.5);
      const length = (9 + row * 2.2) *
        (0.5 + 0.5 * Math.sin(s * (1.1 + hash(seed + 2)) + seed * 2));
      const near = 1 - Math.abs(x - sun.x) / (spread * 1.15);
      if (length < 1 || near <= 0) continue;
      paint.fillStyle = faint(
        isWest ? "#ffc98a" : "#fff0c4",
        0.95 * up * near * (1 - row / 34),
      );
      paint.fillRect(x - length / 2, y, length, 1 + row * 0.07);
    }
  }
  paint.restore();
}
