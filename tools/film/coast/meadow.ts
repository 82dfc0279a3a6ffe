/**
 * The meadow in front, and two people on a bench.
 * @module
 */
import {
  fillRidge,
  hash,
  misty,
  type Paint,
  ridgeAt,
  WIDTH,
} from "../paint/paint.ts";
import type { Tone } from "./hours.ts";

/** A meadow, and two people who watch. */
export function foreground(
  paint: Paint,
  s: number,
  { tone, glowOf }: { tone: Tone; glowOf: string },
): void {
  const back = { base: 470, rise: 46, hills: 2.2, from: 21.2 };
  fillRidge(
    paint,
    back,
    misty(paint, { top: 420, bottom: 500 }, [
      tone(({ middle }) => middle),
      tone(({ near }) => near),
    ]),
  );
  const meadow = { base: 512, rise: 58, hills: 1.7, from: 7.4 };
  const dark = tone(({ near }) => near);
  fillRidge(paint, meadow, dark);
  bench(paint, {
    s,
    x: 408,
    y: ridgeAt(meadow, 408) + 2,
    dark,
    rim: glowOf,
  });
  paint.strokeStyle = dark;
  for (let i = 0; i < 260; i++) {
    const x = i / 260 * (WIDTH + 20) - 10 + hash(i) * 4;
    const y = ridgeAt(meadow, Math.max(0, Math.min(WIDTH, x))) + 3;
    const tall = 7 + hash(i + 500) * 15;
    const lean = Math.sin(s * 1.1 + x * 0.012) * 4 + (hash(i + 90) - 0.5) * 7;
    paint.lineWidth = 1 + hash(i + 7);
    paint.beginPath();
    paint.moveTo(x, y);
    paint.quadraticCurveTo(x, y - tall * 0.6, x + lean, y - tall);
    paint.stroke();
  }
}

function bench(
  paint: Paint,
  { s, x, y, dark, rim }: {
    s: number;
    x: number;
    y: number;
    dark: string;
    rim: string;
  },
): void {
  const person = (at: number, tall: number, lean: number) => {
    paint.save();
    paint.translate(at, y - 17);
    paint.rotate(lean);
    for (const [fill, shift] of [[rim, -1.6], [dark, 0]] as const) {
      paint.fillStyle = fill;
      paint.beginPath();
      paint.arc(shift, -tall - 8, 7, 0, Math.PI * 2);
      paint.fill();
      paint.beginPath();
      paint.moveTo(-11 + shift, 4);
      paint.quadraticCurveTo(-13 + shift, -tall + 2, -4 + shift, -tall);
      paint.lineTo(4 + shift, -tall);
      paint.quadraticCurveTo(13 + shift, -tall + 2, 11 + shift, 4);
      paint.fill();
    }
    paint.restore();
  };
  person(x - 14, 25, 0.05 + Math.sin(s * 0.4) * 0.015);
  person(x + 15, 21, -0.12 + Math.sin(s * 0.4 + 1) * 0.015);
  paint.fillStyle = dark;
  paint.fillRect(x - 44, y - 18, 88, 5);
  paint.fillRect(x - 44, y - 29, 88, 4);
  for (const leg of [-40, 36]) paint.fillRect(x + leg, y - 32, 4, 36);
}
